import type { FastifyRequest } from 'fastify';
import type { TSchema } from 'typebox';
import { headersFor } from '../auth/better-auth/forward.ts';
import type { LazyAuth } from '../auth/better-auth/lazy.ts';
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
import { now, type ServerContext } from '../context.ts';
import { invalid, Refusal } from '../errors.ts';
import type { App } from '../http/app-type.ts';
import { isoTime } from '../rules/time.ts';
import { askerOf, type Body, guarding, type Pass, type Post, passing, posting, refusal } from './gate.ts';

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

/** The second factor, the browsers that are trusted, and what happened to the account. */
export function factorRoutes(app: App, context: ServerContext, auth: LazyAuth): void {
  const pass = passing(context, auth);
  const post = posting(app, context);
  codeRoutes(context, auth, post);
  settingRoutes(context, post, pass);
  ownRoutes(app, context);
}

/** Whose sign-in waits in the browser. The cookie that is looked at is the one whose signature was verified. */
async function waiting(context: ServerContext, auth: LazyAuth, request: FastifyRequest) {
  const value = cookie(request.headers.cookie, CHALLENGE, context.config);
  if (value === 'ambiguous') throw new Refusal('invalid_request', { detail: AMBIGUOUS });
  const { secret } = await (await auth()).$context;
  const challenge = value === null ? null : unsigned(value, secret);
  const person = challenge === null ? null : await findChallenge(context.db.read, challenge, now(context));
  return challenge !== null && person ? { challenge, person } : null;
}

/** The second step of a sign-in, and the first code of a second factor that is set up. */
function codeRoutes(context: ServerContext, auth: LazyAuth, post: Post): void {
  const wrong = async (request: FastifyRequest, person: Owner, last: boolean) => {
    context.log.info({ reqId: request.id, code: 'code_failed' }, 'a code of a second factor was wrong');
    await noteOf(context, request, person, 'code_failed');
    if (last) await noteOf(context, request, person, 'codes_stopped');
  };

  const enter = async (request: FastifyRequest, kind: CodeKind, body: Body): Promise<Response> => {
    const asked = await waiting(context, auth, request);
    if (!asked) return over();
    const { challenge, person } = asked;
    const { api, sealing } = await auth();
    return slowly(context, await askerOf(context, request, 'code', person.email), async (_known, last) => {
      const code = { kind, personId: person.id, challenge, code: String(body.code) };
      const verdict = await judgeCode(context, await sealing(), code);
      if (verdict === 'wrong') await wrong(request, person, last);
      if (verdict !== 'right') return { good: false, value: verdict === 'wrong' ? WRONG[kind]() : over() };
      const opened = { body: { personId: person.id }, headers: headersFor(context, request), asResponse: true };
      const value = (await api.openSession(opened as never)) as unknown as Response;
      if (body.trustDevice === true) value.headers.set(TRUST_HEADER, '1');
      return { good: true, value };
    });
  };

  /** The first code shows that the app has the secret: from then on it is asked for. */
  const confirm = async (request: FastifyRequest, visitor: Visitor, body: Body): Promise<Response> => {
    const { api, sealing } = await auth();
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
  };

  post('two-factor/verify-totp', { body: bodies.code, answer: Done }, async (request, body) => {
    const { visitor } = request;
    const first = visitor !== null && (await isSettingUp(context.db.read, visitor.id));
    return first ? confirm(request, visitor, body) : enter(request, 'totp', body);
  });
  post('two-factor/verify-backup-code', { body: bodies.code, answer: Done }, (request, body) =>
    enter(request, 'backup', body),
  );
}

const CHANGES: Record<string, { kind: SecurityKind | null; answer: TSchema }> = {
  enable: { kind: null, answer: authAnswers.secondFactor }, // told once a code has shown that it works
  disable: { kind: 'second_factor_off', answer: Done },
  'generate-backup-codes': { kind: 'backup_codes_renewed', answer: authAnswers.backupCodes },
};

/** What asks for the password again, or for a code by mail where there is no password. */
function settingRoutes(context: ServerContext, post: Post, pass: Pass): void {
  const guarded = guarding(context, pass, (request, account) => {
    context.log.info({ reqId: request.id, code: 'password_failed' }, 'a password was wrong');
    void account;
  });

  /** Runs `work` for a visitor without a password who shows a code that was mailed to them. */
  const proven = async (request: FastifyRequest, proof: unknown, work: () => Promise<Response>): Promise<Response> => {
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
  };

  post('mail-proof', { answer: Done }, async (request) => {
    const visitor = visitorOf(request);
    await countOnly(context, await askerOf(context, request, 'mail', `proof ${visitor.email}`));
    await mailProof(context, visitor);
    return Response.json({ status: true });
  });

  post('set-password', { body: bodies.setPassword, answer: Done }, async (request, { proof, newPassword }) => {
    const visitor = visitorOf(request);
    const taken = () =>
      refusal(400, 'PASSWORD_ALREADY_SET', 'This account has a password: change it with the old one.');
    if ((await passwordHashOf(context.db.read, visitor.id)) !== null) return taken();
    return proven(request, proof, async () => {
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
      return added ? Response.json({ status: true }) : taken();
    });
  });

  for (const [action, { kind, answer }] of Object.entries(CHANGES)) {
    post(`two-factor/${action}`, { body: bodies.again, answer }, async (request, { password, proof }) => {
      const visitor = visitorOf(request);
      const path = `/two-factor/${action}`;
      if ((await passwordHashOf(context.db.read, visitor.id)) !== null && typeof password !== 'string')
        throw invalid({ pointer: '/password', detail: 'is required' });
      const response =
        typeof password === 'string'
          ? await guarded(request, visitor.email, path, { password })
          : await proven(request, proof, () => pass(request, path, {}));
      if (response.ok && kind !== null) {
        await context.db.write(async (tx) => {
          if (kind === 'second_factor_off') await trustNoDevice(tx, visitor.id);
          await note(tx, visitor, kind, originOf(context, request), now(context));
        });
      }
      return response;
    });
  }
}

/** What a person sees of the own account, beside the sessions. */
function ownRoutes(app: App, context: ServerContext): void {
  const answering = <T extends TSchema>(answer: T) => ({ schema: { hide: true, response: { 200: answer } } });
  app.get('/methods', answering(authAnswers.methods), async (request) => ({
    password: (await passwordHashOf(context.db.read, visitorOf(request).id)) !== null,
  }));
  app.get('/history', answering(authAnswers.history), (request) => listHistory(context.db.read, visitorOf(request).id));
  app.get('/trusted-devices', answering(authAnswers.devices), async (request) => {
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
  app.post(
    '/trusted-devices/remove',
    { schema: { hide: true, body: bodies.device, response: { 200: Done } } },
    async (request) => {
      const visitor = visitorOf(request);
      const { id } = request.body as { id: string };
      await context.db.write(async (tx) => {
        await forgetDevice(tx, visitor.id, id);
        await note(tx, visitor, 'device_removed', originOf(context, request), now(context));
      });
      return { status: true };
    },
  );
}
