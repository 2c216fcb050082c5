import { randomInt } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { FastifyRequest } from 'fastify';
import { type TSchema, Type } from 'typebox';
import type { ServerContext } from '../context.ts';
import { notFound } from '../errors.ts';
import type { App } from '../http/app-type.ts';
import { visitorOf } from '../http/session.ts';
import { slowly } from './attempts.ts';
import { readEmail, readName } from './fields.ts';
import { forward, relay } from './forward.ts';
import type { LazyAuth } from './lazy-auth.ts';
import { noteOtherAddress } from './other-address.ts';
import { forgetSecrets } from './person.ts';
import { bodies } from './schema.ts';
import { whoseCode } from './second-factor.ts';
import { endSessions, listSessions } from './session.ts';
import { addressOfLink } from './sign-in-link.ts';
import { OIDC } from './terms.ts';

type Body = Record<string, unknown>;
type Handler = (request: FastifyRequest, body: Body) => Promise<Response>;
type Post = (path: string, body: TSchema | null, handle: Handler) => void;
type Pass = (request: FastifyRequest, path: string, body?: Body) => Promise<Response>;

const asksForCode = async (response: Response): Promise<boolean> =>
  (await response.clone().text()).includes('"twoFactorRedirect":true');

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

/** For what asks for a password: guessing it is slowed down. */
const guarding =
  (context: ServerContext, pass: Pass) =>
  (path: string, account: (request: FastifyRequest, body: Body) => string, more: Body = {}): Handler =>
  async (request, body) =>
    slowly(context, { kind: 'password', account: account(request, body), address: request.ip }, async () => {
      const value = await pass(request, path, { ...body, ...more });
      return { good: value.ok, known: value.ok && !(await asksForCode(value)), value };
    });

/** For what mails a secret: the answer is the same, and as quick, whether the address has an account or not. */
const mailing =
  (context: ServerContext, pass: Pass, later: ReturnType<typeof afterwards>) =>
  (path: string): Handler =>
  async (request, body) => {
    const email = readEmail(body.email).key;
    const asked = { kind: 'mail', account: email, address: request.ip } as const;
    await slowly(context, asked, async () => ({ good: false, known: false, value: null }));
    later(() => pass(request, path, { ...body, email }));
    return Response.json({ status: true });
  };

/** The part of Better Auth that the web app needs, under its own names; nothing else of it can be reached. */
export function authRoutes(app: App, context: ServerContext, auth: LazyAuth): void {
  noteOtherAddress(app, context);
  const pass: Pass = (request, path, body) => forward(context, auth, request, path, body);
  const post: Post = (path, body, handle) =>
    app.post(`/${path}`, { schema: { hide: true, ...(body ? { body } : {}) } }, async (request, reply) =>
      relay(reply, await handle(request, (request.body ?? {}) as Body)),
    );
  const guarded = guarding(context, pass);
  const mailed = mailing(context, pass, afterwards(app, context));
  const ownAccount = (request: FastifyRequest) => visitorOf(request).email;

  post('sign-in/email', bodies.signIn, async (request, body) => {
    const email = readEmail(body.email).key;
    return guarded('/sign-in/email', () => email, { email })(request, body);
  });
  post('sign-in/magic-link', bodies.link, mailed('/sign-in/magic-link'));
  post('sign-in/oauth2', bodies.provider, (request, { providerId, ...body }) =>
    pass(request, '/sign-in/social', { ...body, provider: providerId === OIDC ? OIDC : 'none' }),
  );
  post('sign-out', null, (request) => pass(request, '/sign-out', {}));
  post('request-password-reset', bodies.askReset, mailed('/request-password-reset'));
  post('reset-password', bodies.reset, (request, body) => pass(request, '/reset-password', body));
  post('change-password', bodies.changePassword, async (request, body) => {
    const changed = await guarded('/change-password', ownAccount, { revokeOtherSessions: true })(request, body);
    if (changed.ok) await context.db.write((tx) => forgetSecrets(tx, visitorOf(request).id));
    return changed;
  });
  post('update-user', bodies.name, (request, body) => pass(request, '/update-user', { name: readName(body.name) }));
  for (const action of ['enable', 'disable', 'generate-backup-codes']) {
    post(`two-factor/${action}`, bodies.password, guarded(`/two-factor/${action}`, ownAccount));
  }
  codeRoutes(context, auth, post, pass);
  linkRoutes(app, auth, post, pass);
  sessionRoutes(app, context);
}

/** The second step of a sign-in. Guessing codes is slowed down as guessing passwords is. */
function codeRoutes(context: ServerContext, auth: LazyAuth, post: Post, pass: Pass): void {
  for (const action of ['verify-totp', 'verify-backup-code']) {
    post(`two-factor/${action}`, bodies.code, async (request, body) => {
      const account = await whoseCode(auth, request);
      return slowly(context, { kind: 'code', account, address: request.ip }, async () => {
        const value = await pass(request, `/two-factor/${action}`, body);
        return { good: value.ok, known: value.ok, value };
      });
    });
  }
}

/** Where mails and the identity provider send the browser. */
function linkRoutes(app: App, auth: LazyAuth, post: Post, pass: Pass): void {
  const query = Type.Object({ token: Type.String({ maxLength: 200 }) });
  app.get('/magic-link', { schema: { hide: true, querystring: query } }, async (request) => {
    const email = await addressOfLink(auth, request.query.token);
    if (email === null) throw notFound();
    return { email };
  });

  post('magic-link/verify', bodies.openLink, async (request, { token }) => {
    const response = await pass(request, `/magic-link/verify?${new URLSearchParams({ token: String(token) })}`);
    if (response.status < 300 || response.status >= 400) return response;
    const message = 'This link is used up or too old. Ask for a new one.';
    return Response.json({ code: 'INVALID_TOKEN', message }, { status: 400 });
  });

  app.get(`/callback/${OIDC}`, { schema: { hide: true } }, async (request, reply) =>
    relay(reply, await pass(request, `/callback/${OIDC}?${request.url.split('?', 2)[1] ?? ''}`)),
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
