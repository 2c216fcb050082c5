import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { personActor } from '../actor.ts';
import { deviceSecret, relaySignIn } from '../auth/better-auth/welcome.ts';
import { OIDC } from '../auth/constants.ts';
import { readEmail, readPersonName } from '../auth/fields.ts';
import { note, originOf } from '../auth/history.ts';
import { readerOfToken } from '../auth/mail-link.ts';
import { inPlace } from '../auth/password.ts';
import { forgetSecrets, isDisabled } from '../auth/person.ts';
import { visitorOf } from '../auth/require-session.ts';
import { authAnswers, bodies, Done } from '../auth/schema.ts';
import { endOtherSessions, endSession, leaveSession, listSessions } from '../auth/session.ts';
import { addressOfLink } from '../auth/sign-in-link.ts';
import { countOnly, network, slowly } from '../auth/throttle.ts';
import { clockOf, now, type Services } from '../context.ts';
import { notFound, Refusal, unavailable } from '../errors.ts';
import { operation } from '../http/operation.ts';
import { renameOwnStudent } from '../student/own-name.ts';
import { askerOf, type Body, noteFailure, pass, passGuarded, refusal } from './gate.ts';
import { relayed } from './relay.ts';

/** For what mails a secret: the answer is the same, and as quick, whether the address has an account or not. */
async function passLater(context: Services, request: FastifyRequest, path: string, body: Body): Promise<Response> {
  const email = readEmail(body.email).key;
  await countOnly(context, await askerOf(context, request, 'mail', email));
  context.afterAnswer.run('a mail with a link', () => pass(context, request, path, { ...body, email }));
  return Response.json({ status: true });
}

/** A line in the log and in the history of the account, after the answer: its time tells nobody who has an account. */
function passwordFailed(context: Services, request: FastifyRequest, email: string): void {
  context.log.info({ reqId: request.id, code: 'sign_in_failed' }, 'a password was wrong');
  context.afterAnswer.run('a failed sign-in', () => noteFailure(context, request, email, 'sign_in_failed'));
}

/** Passes what asks for a password on, and notes a wrong one. */
const guarded = (context: Services, request: FastifyRequest, account: string, path: string, body: Body) =>
  passGuarded(context, request, { account, path, body }, () => passwordFailed(context, request, account));

/** Signs in with an address and a password. */
export const signIn = relayed({ body: bodies.signIn, answer: authAnswers.signedIn }, async (context, request, body) => {
  const email = readEmail(body.email).key;
  return guarded(context, request, email, '/sign-in/email', { ...body, email });
});

/** Mails a link that signs in. */
export const mailSignInLink = relayed({ body: bodies.link, answer: Done }, (context, request, body) =>
  passLater(context, request, '/sign-in/magic-link', body),
);

/** Begins a sign-in at the identity provider. */
export const signInByProvider = relayed(
  { body: bodies.provider, answer: authAnswers.provider },
  async (context, request, { providerId, ...body }) => {
    await countOnly(context, { ...(await askerOf(context, request, 'provider', '')), device: null });
    return pass(context, request, '/sign-in/social', { ...body, provider: providerId === OIDC ? OIDC : 'none' });
  },
);

export const signOut = relayed({ answer: Done }, async (context, request) => {
  const { visitor } = request;
  if (visitor) await leaveSession(context, visitor); // Better Auth says yes where it could not
  return pass(context, request, '/sign-out', {});
});

/** Mails a link that resets a password. */
export const mailPasswordReset = relayed({ body: bodies.askReset, answer: Done }, (context, request, body) =>
  passLater(context, request, '/request-password-reset', body),
);

export const resetPassword = relayed({ body: bodies.reset, answer: Done }, (context, request, body) =>
  inPlace({ known: false, network: network(request.ip) }, () => pass(context, request, '/reset-password', body)),
);

export const changePassword = relayed({ body: bodies.changePassword, answer: Done }, async (context, request, body) => {
  const visitor = visitorOf(request);
  const asked = { ...body, revokeOtherSessions: true };
  const changed = await guarded(context, request, visitor.email, '/change-password', asked);
  if (changed.ok) {
    await context.db.write(async (tx) => {
      await forgetSecrets(tx, visitor.id, deviceSecret(context, request));
      await note(tx, visitor, 'password_changed', originOf(context, request), now(context));
    });
  }
  return changed;
});

/** Changes the own name, on the own licenses too. */
export const changeName = relayed({ body: bodies.name, answer: Done }, async (context, request, body) => {
  const visitor = visitorOf(request);
  const name = readPersonName(body.name);
  const by = personActor(visitor);
  await context.db.write((tx) => renameOwnStudent(tx, { key: visitor.email, name }, by, clockOf(context)));
  return pass(context, request, '/update-user', { name });
});

const deadLink = (): Response => refusal(400, 'INVALID_TOKEN', 'This link is used up or too old. Ask for a new one.');

/** Whoever holds a mail about a license may have a new link mailed to where that mail went, and to nobody else. */
export const renewSignInLink = relayed(
  { body: bodies.renewLink, answer: Done },
  async (context, request, { token, callbackURL }) => {
    const email = await readerOfToken(context.keys, context.db.read, String(token));
    if (email === null) return deadLink();
    return passLater(context, request, '/sign-in/magic-link', { email, ...(callbackURL ? { callbackURL } : {}) });
  },
);

/** Better Auth sends the browser on with this where it could not read or write: the same address may be opened again. */
const failedOver = (response: Response): boolean =>
  /[?&]error=internal_server_error(&|$)/.test(response.headers.get('location') ?? '');

const LinkQuery = Type.Object({ token: Type.String({ maxLength: 200 }) });

/** Whom a link signs in, before it does. */
export const showSignInLink = operation(
  { schema: { hide: true, querystring: LinkQuery, response: { 200: authAnswers.addressee } } },
  async (context, request) => {
    const { token } = request.query;
    const asker = { ...(await askerOf(context, request, 'link', '')), device: null };
    const email = await slowly(context, asker, async () => {
      const value = await addressOfLink(context.auth, token);
      return { good: value !== null, value };
    });
    if (email !== null) return { email };
    const reader = await readerOfToken(context.keys, context.db.read, token);
    throw reader !== null && (await isDisabled(context.db.read, reader)) ? new Refusal('account_disabled') : notFound();
  },
);

/** Signs in by a link that was mailed. */
export const openSignInLink = relayed(
  { body: bodies.openLink, answer: authAnswers.signedIn },
  async (context, request, { token }) => {
    const asker = { ...(await askerOf(context, request, 'link', '')), device: null };
    return slowly(context, asker, async () => {
      const response = await pass(
        context,
        request,
        `/magic-link/verify?${new URLSearchParams({ token: String(token) })}`,
      );
      const dead = response.status >= 300 && response.status < 400;
      return { good: !dead, value: dead ? deadLink() : response };
    });
  },
);

/** Where the identity provider sends the browser. */
export const returnFromProvider = operation({ schema: { hide: true } }, async (context, request, reply) => {
  const refuse = (code: string) => {
    reply.refusal = code;
    const location = `${context.config.publicUrl}/sign-in?${new URLSearchParams({ error: code })}`;
    return reply.code(302).header('location', location).send();
  };
  const query = request.url.split('?', 2)[1] ?? '';
  if (/%00/.test(query)) return refuse('invalid_request'); // no text of a database holds it
  const response = await pass(context, request, `/callback/${OIDC}?${query}`);
  if (failedOver(response)) throw unavailable(new Error('Better Auth could not judge an answer of the provider'));
  if (response.status < 400) return relaySignIn(context, request, reply, response);
  const { code } = (await response.json().catch(() => ({}))) as { code?: string };
  return refuse(code ?? 'invalid_request');
});

/** Where one is signed in. `token` is what `revoke-session` takes: the name of the session, not its secret. */
export const listOwnSessions = operation(
  { schema: { hide: true, response: { 200: authAnswers.sessions } } },
  async (context, request) => listSessions(context, visitorOf(request)),
);

export const revokeSession = operation(
  { schema: { hide: true, body: bodies.session, response: { 200: Done } } },
  async (context, request) => {
    const visitor = visitorOf(request);
    const { token } = request.body as { token: string };
    await context.db.write(async (tx) => {
      if (!(await endSession(tx, visitor, token))) return;
      await note(tx, visitor, 'session_ended', originOf(context, request), now(context));
    });
    return { status: true };
  },
);

export const revokeOtherSessions = operation(
  { schema: { hide: true, response: { 200: Done } } },
  async (context, request) => {
    const visitor = visitorOf(request);
    await context.db.write(async (tx) => {
      await endOtherSessions(tx, visitor, deviceSecret(context, request));
      await note(tx, visitor, 'sessions_ended', originOf(context, request), now(context));
    });
    return { status: true };
  },
);
