import type { FastifyRequest } from 'fastify';
import type { TSchema } from 'typebox';
import { headersFor } from '../auth/better-auth/forward.ts';
import { deviceOf, deviceSecret } from '../auth/better-auth/welcome.ts';
import { CHALLENGE, findChallenge } from '../auth/challenge.ts';
import { type CodeKind, isSettingUp, judgeCode, judgeFirstCode } from '../auth/code.ts';
import { TRUST_HEADER } from '../auth/constants.ts';
import { cookie, unsigned } from '../auth/cookies.ts';
import { forgetDevice, trustedDevices, trustNoDevice } from '../auth/device.ts';
import { listHistory, note, noteOf, type Owner, originOf, type SecurityKind } from '../auth/history.ts';
import { hashPassword, inPlace } from '../auth/password.ts';
import { addPassword, forgetSecrets, passwordHashOf } from '../auth/person.ts';
import { mailProof, takeProof } from '../auth/proof.ts';
import { visitorOf } from '../auth/require-session.ts';
import { authAnswers, bodies, Done } from '../auth/schema.ts';
import { endOtherSessions, type Visitor } from '../auth/session.ts';
import { countOnly, network, slowly } from '../auth/throttle.ts';
import { now, type Services } from '../context.ts';
import { invalid, Refusal } from '../errors.ts';
import { operation } from '../http/operation.ts';
import { isoTime } from '../rules/time.ts';
import { askerOf, type Body, pass, passGuarded, refusal } from './gate.ts';
import { relayed } from './relay.ts';

const WRONG = {
  totp: refusal.bind(
    null,
    401,
    'INVALID_CODE',
    'This code is wrong, too old, or was used already. Wait for the next one.',
  ),
  backup: refusal.bind(null, 401, 'INVALID_BACKUP_CODE', 'This is no backup code, or it was used already.'),
};
const over = refusal.bind(null, 401, 'INVALID_TWO_FACTOR_COOKIE', 'This sign-in is over. Sign in again.');
const AMBIGUOUS = 'Two sign-ins wait for a code in this browser. Sign in again.';

/** Whose sign-in waits in the browser. The cookie that is looked at is the one whose signature was verified. */
async function waiting(context: Services, request: FastifyRequest) {
  const value = cookie(request.headers.cookie, CHALLENGE, context.config);
  if (value === 'ambiguous') throw new Refusal('invalid_request', { detail: AMBIGUOUS });
  const { secret } = await (await context.auth()).$context;
  const challenge = value === null ? null : unsigned(value, secret);
  const person = challenge === null ? null : await findChallenge(context.db.read, challenge, now(context));
  return challenge !== null && person ? { challenge, person } : null;
}

async function noteWrongCode(context: Services, request: FastifyRequest, person: Owner, last: boolean): Promise<void> {
  context.log.info({ reqId: request.id, code: 'code_failed' }, 'a code of a second factor was wrong');
  await noteOf(context, request, person, 'code_failed');
  if (last) await noteOf(context, request, person, 'codes_stopped');
}

/** The second step of a sign-in. */
async function enterCode(context: Services, request: FastifyRequest, kind: CodeKind, body: Body): Promise<Response> {
  const asked = await waiting(context, request);
  if (!asked) return over();
  const { challenge, person } = asked;
  const { api, sealing } = await context.auth();
  return slowly(context, await askerOf(context, request, 'code', person.email), async (_known, last) => {
    const code = { kind, personId: person.id, challenge, code: String(body.code) };
    const verdict = await judgeCode(context, await sealing(), code);
    if (verdict === 'wrong') await noteWrongCode(context, request, person, last);
    if (verdict !== 'right') return { good: false, value: verdict === 'wrong' ? WRONG[kind]() : over() };
    const opened = { body: { personId: person.id }, headers: headersFor(context, request), asResponse: true };
    const value = (await api.openSession(opened as never)) as unknown as Response;
    if (body.trustDevice === true) value.headers.set(TRUST_HEADER, '1');
    return { good: true, value };
  });
}

/** The first code shows that the app has the secret: from then on it is asked for. */
async function confirmFactor(
  context: Services,
  request: FastifyRequest,
  visitor: Visitor,
  body: Body,
): Promise<Response> {
  const { api, sealing } = await context.auth();
  const asker = await askerOf(context, request, 'own-code', `first ${visitor.email}`);
  return slowly(context, asker, async () => {
    const verdict = await judgeFirstCode(context, await sealing(), visitor.id, String(body.code));
    if (verdict !== 'right') return { good: false, value: WRONG.totp() };
    await context.db.write(async (tx) => {
      await trustNoDevice(tx, visitor.id);
      await note(tx, visitor, 'second_factor_on', originOf(context, request), now(context));
    });
    const asked = { headers: headersFor(context, request), asResponse: true };
    return { good: true, value: (await api.confirmFactor(asked as never)) as unknown as Response };
  });
}

/** Takes the code of an app: of a sign-in, or the first of a second factor that is set up. */
export const verifyTotp = relayed({ body: bodies.code, answer: Done }, async (context, request, body) => {
  const { visitor } = request;
  const first = visitor !== null && (await isSettingUp(context.db.read, visitor.id));
  return first ? confirmFactor(context, request, visitor, body) : enterCode(context, request, 'totp', body);
});

export const verifyBackupCode = relayed({ body: bodies.code, answer: Done }, (context, request, body) =>
  enterCode(context, request, 'backup', body),
);

/** Runs `work` for a visitor without a password who shows a code that was mailed to them. */
async function proven(
  context: Services,
  request: FastifyRequest,
  proof: unknown,
  work: () => Promise<Response>,
): Promise<Response> {
  const visitor = visitorOf(request);
  if (typeof proof !== 'string') {
    throw invalid({
      pointer: '/proof',
      detail: 'is required, because this account has no password: have a code mailed',
    });
  }
  const asker = await askerOf(context, request, 'own-code', `mailed ${visitor.email}`);
  const good = await slowly(context, asker, async () => {
    const taken = await takeProof(context, visitor, proof);
    return { good: taken, value: taken };
  });
  return good ? work() : refusal(400, 'INVALID_PROOF', 'This is not the code that was mailed, or it is too old.');
}

/** Mails the code that stands for a password where there is none. */
export const mailOwnProof = relayed({ answer: Done }, async (context, request) => {
  const visitor = visitorOf(request);
  await countOnly(context, await askerOf(context, request, 'mail', `proof ${visitor.email}`));
  await mailProof(context, visitor);
  return Response.json({ status: true });
});

const passwordSet = () =>
  refusal(400, 'PASSWORD_ALREADY_SET', 'This account has a password: change it with the old one.');

/** Gives an account that has no password its first. */
export const setPassword = relayed(
  { body: bodies.setPassword, answer: Done },
  async (context, request, { proof, newPassword }) => {
    const visitor = visitorOf(request);
    if ((await passwordHashOf(context.db.read, visitor.id)) !== null) return passwordSet();
    return proven(context, request, proof, async () => {
      const place = { known: true, network: network(request.ip) };
      const hash = await inPlace(place, () => hashPassword(String(newPassword)));
      const secret = deviceSecret(context, request);
      const added = await context.db.write(async (tx) => {
        if (!(await addPassword(tx, visitor.id, hash, now(context)))) return false;
        await forgetSecrets(tx, visitor.id, secret);
        await endOtherSessions(tx, visitor, secret);
        await note(tx, visitor, 'password_changed', originOf(context, request), now(context));
        return true;
      });
      return added ? Response.json({ status: true }) : passwordSet();
    });
  },
);

/** Changes the second factor: asks for the password again, or for a code by mail where there is no password. */
const changeFactor = (action: string, answer: TSchema, kind: SecurityKind | null) =>
  relayed({ body: bodies.again, answer }, async (context, request, { password, proof }) => {
    const visitor = visitorOf(request);
    const path = `/two-factor/${action}`;
    const again = { account: visitor.email, path, body: { password } };
    if ((await passwordHashOf(context.db.read, visitor.id)) !== null && typeof password !== 'string')
      throw invalid({ pointer: '/password', detail: 'is required' });
    const failed = () => context.log.info({ reqId: request.id, code: 'password_failed' }, 'a password was wrong');
    const response =
      typeof password === 'string'
        ? await passGuarded(context, request, again, failed)
        : await proven(context, request, proof, () => pass(context, request, path, {}));
    if (response.ok && kind !== null) {
      await context.db.write(async (tx) => {
        if (kind === 'second_factor_off') await trustNoDevice(tx, visitor.id);
        await note(tx, visitor, kind, originOf(context, request), now(context));
      });
    }
    return response;
  });

/** It is told once a code has shown that it works. */
export const enableFactor = changeFactor('enable', authAnswers.secondFactor, null);
export const disableFactor = changeFactor('disable', Done, 'second_factor_off');
export const renewBackupCodes = changeFactor('generate-backup-codes', authAnswers.backupCodes, 'backup_codes_renewed');

const answering = <T extends TSchema>(answer: T) => ({ schema: { hide: true, response: { 200: answer } } });

/** How the own account is signed in to. */
export const showMethods = operation(answering(authAnswers.methods), async (context, request) => ({
  password: (await passwordHashOf(context.db.read, visitorOf(request).id)) !== null,
}));

/** What happened to the own account. */
export const showHistory = operation(answering(authAnswers.history), async (context, request) =>
  listHistory(context.db.read, visitorOf(request).id),
);

/** The browsers that are trusted. */
export const listTrustedDevices = operation(answering(authAnswers.devices), async (context, request) => {
  const visitor = visitorOf(request);
  const here = await deviceOf(context, request, visitor.email);
  const devices = await trustedDevices(context.db.read, visitor.id, now(context));
  return devices.map(({ id, browser, created, lastUsed, trustedUntil }) => ({
    id,
    browser,
    created: isoTime(created),
    lastUsed: isoTime(lastUsed),
    trustedUntil: isoTime(trustedUntil ?? lastUsed),
    current: id === here,
  }));
});

export const removeTrustedDevice = operation(
  { schema: { hide: true, body: bodies.device, response: { 200: Done } } },
  async (context, request) => {
    const visitor = visitorOf(request);
    const { id } = request.body as { id: string };
    await context.db.write(async (tx) => {
      await forgetDevice(tx, visitor.id, id);
      await note(tx, visitor, 'device_removed', originOf(context, request), now(context));
    });
    return { status: true };
  },
);
