import { randomInt } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { TSchema } from 'typebox';
import type { ServerContext } from '../context.ts';
import type { App } from '../http/app-type.ts';
import { visitorOf } from '../http/session.ts';
import { slowly } from './attempts.ts';
import { readEmail, readName } from './fields.ts';
import { forward, relay } from './forward.ts';
import type { LazyAuth } from './lazy-auth.ts';
import { bodies } from './schema.ts';
import { endSessions, listSessions } from './session.ts';
import { OIDC } from './terms.ts';

type Body = Record<string, unknown>;

/** Milliseconds that work may wait after the answer. */
const LATEST = 200;

/**
 * Work that begins some time after the answer, so that neither its own time nor that of a request behind it tells
 * what it did. It is finished before the server stops.
 */
function afterwards(app: App, context: ServerContext): (work: () => Promise<unknown>) => void {
  const pending = new Set<Promise<void>>();
  app.addHook('onClose', async () => {
    await Promise.all(pending);
  });
  return (work) => {
    const running = pause(randomInt(1, LATEST))
      .then(work)
      .then(
        () => {},
        (error: unknown) => context.log.error({ err: error }, 'a mail with a link was not made'),
      );
    pending.add(running);
    void running.finally(() => pending.delete(running));
  };
}

/** The part of Better Auth that the web app needs, under its own names; nothing else of it can be reached. */
export function authRoutes(app: App, context: ServerContext, auth: LazyAuth): void {
  const later = afterwards(app, context);
  const pass = (request: FastifyRequest, path: string, body?: Body) => forward(context, auth, request, path, body);

  const post = (
    path: string,
    body: TSchema | null,
    handle: (request: FastifyRequest, body: Body) => Promise<Response>,
  ) =>
    app.post(`/${path}`, { schema: { hide: true, ...(body ? { body } : {}) } }, async (request, reply) =>
      relay(reply, await handle(request, (request.body ?? {}) as Body)),
    );

  /** For what asks for a password: guessing it is slowed down. */
  const guarded =
    (path: string, account: (request: FastifyRequest, body: Body) => string, more: Body = {}) =>
    async (request: FastifyRequest, body: Body) =>
      slowly(context, { kind: 'password', account: account(request, body), address: request.ip }, async () => {
        const value = await pass(request, path, { ...body, ...more });
        return { good: value.ok, value };
      });

  const ownAccount = (request: FastifyRequest) => visitorOf(request).email;

  /** For what mails a secret: the answer is the same, and as quick, whether the address has an account or not. */
  const mailing = (path: string) => async (request: FastifyRequest, body: Body) => {
    const email = readEmail(body.email).key;
    const asked = { kind: 'mail', account: email, address: request.ip } as const;
    await slowly(context, asked, async () => ({ good: false, value: null }));
    later(() => pass(request, path, { ...body, email }));
    return Response.json({ status: true });
  };

  post('sign-in/email', bodies.signIn, async (request, body) => {
    const email = readEmail(body.email).key;
    return guarded('/sign-in/email', () => email, { email })(request, body);
  });
  post('sign-in/magic-link', bodies.link, mailing('/sign-in/magic-link'));
  post('sign-in/oauth2', bodies.provider, (request, { providerId, ...body }) =>
    pass(request, '/sign-in/social', { ...body, provider: providerId === OIDC ? OIDC : 'none' }),
  );
  post('sign-out', null, (request) => pass(request, '/sign-out', {}));
  post('request-password-reset', bodies.askReset, mailing('/request-password-reset'));
  post('reset-password', bodies.reset, (request, body) => pass(request, '/reset-password', body));
  post(
    'change-password',
    bodies.changePassword,
    guarded('/change-password', ownAccount, { revokeOtherSessions: true }),
  );
  post('update-user', bodies.name, (request, body) => pass(request, '/update-user', { name: readName(body.name) }));
  for (const action of ['enable', 'disable', 'generate-backup-codes']) {
    post(`two-factor/${action}`, bodies.password, guarded(`/two-factor/${action}`, ownAccount));
  }
  for (const action of ['verify-totp', 'verify-backup-code']) {
    post(`two-factor/${action}`, bodies.code, (request, body) => pass(request, `/two-factor/${action}`, body));
  }

  linkRoutes(app, pass);
  sessionRoutes(app, context);
}

/** Where mails and the identity provider send the browser. */
function linkRoutes(app: App, pass: (request: FastifyRequest, path: string) => Promise<Response>): void {
  const follow = async (request: FastifyRequest, reply: FastifyReply, path: string) =>
    relay(reply, await pass(request, `${path}?${request.url.split('?', 2)[1] ?? ''}`));

  app.get('/magic-link/verify', { schema: { hide: true } }, async (request, reply) => {
    const query = request.url.split('?', 2)[1] ?? '';
    const response = await pass(request, `/magic-link/verify?${query}`);
    const needsCode = (await response.clone().text()).includes('twoFactorRedirect');
    if (!needsCode) return relay(reply, response);
    for (const cookie of response.headers.getSetCookie()) reply.header('set-cookie', cookie);
    const next = new URLSearchParams(query).get('callbackURL') ?? '/';
    return reply.redirect(`/two-factor?${new URLSearchParams({ next })}`);
  });
  app.get(`/callback/${OIDC}`, { schema: { hide: true } }, (request, reply) =>
    follow(request, reply, `/callback/${OIDC}`),
  );
}

/** Where one is signed in. `token` is what `revoke-session` takes: the name of the session, not its secret. */
function sessionRoutes(app: App, context: ServerContext): void {
  app.get('/list-sessions', { schema: { hide: true } }, async (request) => listSessions(context, visitorOf(request)));
  app.post('/revoke-session', { schema: { hide: true, body: bodies.session } }, async (request) => {
    await endSessions(context, visitorOf(request), { id: String((request.body as Body).token) });
    return { status: true };
  });
  app.post('/revoke-other-sessions', { schema: { hide: true } }, async (request) => {
    await endSessions(context, visitorOf(request), 'others');
    return { status: true };
  });
}
