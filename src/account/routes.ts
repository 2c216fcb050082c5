import { randomInt } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { personActor } from '../actor.ts';
import type { LazyAuth } from '../auth/better-auth/lazy.ts';
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
import { now, type ServerContext } from '../context.ts';
import { notFound, Refusal, unavailable } from '../errors.ts';
import type { App } from '../http/app-type.ts';
import { renameOwnStudent } from '../student/own-name.ts';
import {
  askerOf,
  guarding,
  type Handler,
  noteFailure,
  type Pass,
  type Post,
  passing,
  posting,
  refusal,
} from './gate.ts';
import { noteOtherAddress } from './other-address.ts';
import { noteUnknownProxy } from './unknown-proxy.ts';

/** Milliseconds that work may wait after the answer. */
const LATEST = 200;

type Later = (what: string, work: () => Promise<unknown>) => void;

/**
 * Work that begins some time after the answer, so that neither its own time nor that of a request behind it tells
 * what it did. It is finished before the server stops.
 */
function afterwards(app: App, context: ServerContext): Later {
  const pending = new Set<Promise<void>>();
  app.addHook('onClose', async () => {
    await Promise.all(pending);
  });
  return (what, work) => {
    const running = pause(randomInt(1, LATEST))
      .then(work)
      .then(
        () => {},
        (error: unknown) => context.log.error({ err: error }, `${what} was not written`),
      );
    pending.add(running);
    void running.finally(() => pending.delete(running));
  };
}

/** For what mails a secret: the answer is the same, and as quick, whether the address has an account or not. */
const mailing =
  (context: ServerContext, pass: Pass, later: Later) =>
  (path: string): Handler =>
  async (request, body) => {
    const email = readEmail(body.email).key;
    await countOnly(context, await askerOf(context, request, 'mail', email));
    later('a mail with a link', () => pass(request, path, { ...body, email }));
    return Response.json({ status: true });
  };

/** A line in the log and in the history of the account, after the answer: its time tells nobody who has an account. */
const failing =
  (context: ServerContext, later: Later) =>
  (request: FastifyRequest, email: string): void => {
    context.log.info({ reqId: request.id, code: 'sign_in_failed' }, 'a password was wrong');
    later('a failed sign-in', () => noteFailure(context, request, email, 'sign_in_failed'));
  };

/** The part of Better Auth that the web app needs, under its own names; nothing else of it can be reached. */
export function authRoutes(app: App, context: ServerContext, auth: LazyAuth): void {
  noteOtherAddress(app, context);
  noteUnknownProxy(app, context);
  const pass = passing(context, auth);
  const post = posting(app, context);
  const later = afterwards(app, context);
  const guarded = guarding(context, pass, failing(context, later));
  const mailed = mailing(context, pass, later);

  post('sign-in/email', { body: bodies.signIn, answer: authAnswers.signedIn }, async (request, body) => {
    const email = readEmail(body.email).key;
    return guarded(request, email, '/sign-in/email', { ...body, email });
  });
  post('sign-in/magic-link', { body: bodies.link, answer: Done }, mailed('/sign-in/magic-link'));
  post(
    'sign-in/oauth2',
    { body: bodies.provider, answer: authAnswers.provider },
    async (request, { providerId, ...body }) => {
      await countOnly(context, { ...(await askerOf(context, request, 'provider', '')), device: null });
      return pass(request, '/sign-in/social', { ...body, provider: providerId === OIDC ? OIDC : 'none' });
    },
  );
  post('sign-out', { answer: Done }, async (request) => {
    const { visitor } = request;
    if (visitor) await leaveSession(context, visitor); // Better Auth says yes where it could not
    return pass(request, '/sign-out', {});
  });
  post('request-password-reset', { body: bodies.askReset, answer: Done }, mailed('/request-password-reset'));
  post('reset-password', { body: bodies.reset, answer: Done }, (request, body) =>
    inPlace({ known: false, network: network(request.ip) }, () => pass(request, '/reset-password', body)),
  );
  post('change-password', { body: bodies.changePassword, answer: Done }, async (request, body) => {
    const visitor = visitorOf(request);
    const asked = { ...body, revokeOtherSessions: true };
    const changed = await guarded(request, visitor.email, '/change-password', asked);
    if (changed.ok) {
      await context.db.write(async (tx) => {
        await forgetSecrets(tx, visitor.id, deviceSecret(context, request));
        await note(tx, visitor, 'password_changed', originOf(context, request), now(context));
      });
    }
    return changed;
  });
  post('update-user', { body: bodies.name, answer: Done }, async (request, body) => {
    const visitor = visitorOf(request);
    const name = readPersonName(body.name);
    const by = personActor(visitor);
    await context.db.write((tx) => renameOwnStudent(tx, { key: visitor.email, name }, by, () => now(context)));
    return pass(request, '/update-user', { name });
  });
  linkRoutes(app, context, auth, post, pass);
  renewing(context, post, mailed('/sign-in/magic-link'));
  sessionRoutes(app, context);
}

const deadLink = (): Response => refusal(400, 'INVALID_TOKEN', 'This link is used up or too old. Ask for a new one.');

/** Whoever holds a mail about a license may have a new link mailed to where that mail went, and to nobody else. */
function renewing(context: ServerContext, post: Post, mail: Handler): void {
  post('magic-link/renew', { body: bodies.renewLink, answer: Done }, async (request, { token, callbackURL }, reply) => {
    const email = await readerOfToken(context.keys, context.db.read, String(token));
    if (email === null) return deadLink();
    return mail(request, { email, ...(callbackURL ? { callbackURL } : {}) }, reply);
  });
}

/** Better Auth sends the browser on with this where it could not read or write: the same address may be opened again. */
const failedOver = (response: Response): boolean =>
  /[?&]error=internal_server_error(&|$)/.test(response.headers.get('location') ?? '');

/** Where mails and the identity provider send the browser. */
function linkRoutes(app: App, context: ServerContext, auth: LazyAuth, post: Post, pass: Pass): void {
  const query = Type.Object({ token: Type.String({ maxLength: 200 }) });
  app.get(
    '/magic-link',
    { schema: { hide: true, querystring: query, response: { 200: authAnswers.addressee } } },
    async (request) => {
      const { token } = request.query;
      const asker = { ...(await askerOf(context, request, 'link', '')), device: null };
      const email = await slowly(context, asker, async () => {
        const value = await addressOfLink(auth, token);
        return { good: value !== null, value };
      });
      if (email !== null) return { email };
      const reader = await readerOfToken(context.keys, context.db.read, token);
      throw reader !== null && (await isDisabled(context.db.read, reader))
        ? new Refusal('account_disabled')
        : notFound();
    },
  );

  post('magic-link/verify', { body: bodies.openLink, answer: authAnswers.signedIn }, async (request, { token }) => {
    const asker = { ...(await askerOf(context, request, 'link', '')), device: null };
    return slowly(context, asker, async () => {
      const response = await pass(request, `/magic-link/verify?${new URLSearchParams({ token: String(token) })}`);
      const dead = response.status >= 300 && response.status < 400;
      return { good: !dead, value: dead ? deadLink() : response };
    });
  });

  app.get(`/callback/${OIDC}`, { schema: { hide: true } }, async (request, reply) => {
    const refuse = (code: string) => {
      reply.refusal = code;
      const location = `${context.config.publicUrl}/sign-in?${new URLSearchParams({ error: code })}`;
      return reply.code(302).header('location', location).send();
    };
    const query = request.url.split('?', 2)[1] ?? '';
    if (/%00/.test(query)) return refuse('invalid_request'); // no text of a database holds it
    const response = await pass(request, `/callback/${OIDC}?${query}`);
    if (failedOver(response)) throw unavailable(new Error('Better Auth could not judge an answer of the provider'));
    if (response.status < 400) return relaySignIn(context, request, reply, response);
    const { code } = (await response.json().catch(() => ({}))) as { code?: string };
    return refuse(code ?? 'invalid_request');
  });
}

/** Where one is signed in. `token` is what `revoke-session` takes: the name of the session, not its secret. */
function sessionRoutes(app: App, context: ServerContext): void {
  app.get('/list-sessions', { schema: { hide: true, response: { 200: authAnswers.sessions } } }, async (request) =>
    listSessions(context, visitorOf(request)),
  );
  app.post(
    '/revoke-session',
    { schema: { hide: true, body: bodies.session, response: { 200: Done } } },
    async (request) => {
      const visitor = visitorOf(request);
      const { token } = request.body as { token: string };
      await context.db.write(async (tx) => {
        if (!(await endSession(tx, visitor, token))) return;
        await note(tx, visitor, 'session_ended', originOf(context, request), now(context));
      });
      return { status: true };
    },
  );
  app.post('/revoke-other-sessions', { schema: { hide: true, response: { 200: Done } } }, async (request) => {
    const visitor = visitorOf(request);
    await context.db.write(async (tx) => {
      await endOtherSessions(tx, visitor, deviceSecret(context, request));
      await note(tx, visitor, 'sessions_ended', originOf(context, request), now(context));
    });
    return { status: true };
  });
}
