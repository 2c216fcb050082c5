import { isIPv4 } from 'node:net';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { TSchema } from 'typebox';
import { forward } from '../auth/better-auth/forward.ts';
import type { LazyAuth } from '../auth/better-auth/lazy.ts';
import { deviceOf, relaySignIn } from '../auth/better-auth/welcome.ts';
import type { SecurityKind } from '../auth/history.ts';
import { note, originOf } from '../auth/history.ts';
import { inPlace } from '../auth/password.ts';
import { findPerson } from '../auth/person.ts';
import { type Asker, type Kind, network, slowly } from '../auth/throttle.ts';
import { type Context, now } from '../context.ts';

/** The part of `App` that is needed to add a route. */
interface Routes {
  post(
    path: string,
    options: object,
    handle: (request: FastifyRequest, reply: FastifyReply) => Promise<unknown>,
  ): unknown;
}

export type Body = Record<string, unknown>;
export type Handler = (request: FastifyRequest, body: Body, reply: FastifyReply) => Promise<Response>;
export type Post = (path: string, schema: { body?: TSchema; answer: TSchema }, handle: Handler) => void;
export type Pass = (request: FastifyRequest, path: string, body?: Body) => Promise<Response>;

/** Hands a request to Better Auth. */
export const passing =
  (context: Context, auth: LazyAuth): Pass =>
  (request, path, body) =>
    forward(context, auth, request, path, body);

/** Adds routes that answer as Better Auth does. */
export const posting =
  (app: Routes, context: Context): Post =>
  (path, { body, answer }, handle) => {
    const schema = { hide: true, ...(body ? { body } : {}), response: { 200: answer } };
    app.post(`/${path}`, { schema }, async (request, reply) =>
      relaySignIn(context, request, reply, await handle(request, (request.body ?? {}) as Body, reply)),
    );
  };

/** A refusal in the form of Better Auth's. */
export const refusal = (status: number, code: string, message: string): Response =>
  Response.json({ code, message }, { status });

/** Addresses of this host and of networks that nobody reaches from outside. */
function isPrivate(address: string): boolean {
  const plain = address.replace(/^::ffff:/, '');
  if (isIPv4(plain)) return /^(10|127|192\.168|172\.(1[6-9]|2\d|3[01])|169\.254)\./.test(plain);
  return plain === '::1' || /^f[cd]|^fe[89ab]/.test(plain.toLowerCase());
}

/** True where a proxy that is not trusted handed the request on: its address is everybody's, and tells nothing. */
export const behindUnknownProxy = ({ config }: Pick<Context, 'config'>, { ip, headers }: FastifyRequest): boolean =>
  config.trustedProxies.length === 0 && headers['x-forwarded-for'] !== undefined && isPrivate(ip);

/** Who tries to open an account by this request. */
export async function askerOf(context: Context, request: FastifyRequest, kind: Kind, account: string): Promise<Asker> {
  const address = behindUnknownProxy(context, request) ? null : request.ip;
  return { kind, account, address, device: await deviceOf(context, request, account) };
}

/** Writes a failure into the history of the account, if there is one. */
export async function noteFailure(
  context: Context,
  request: FastifyRequest,
  email: string,
  kind: SecurityKind,
): Promise<void> {
  const person = await findPerson(context.db.read, email);
  if (person) await context.db.write((tx) => note(tx, person, kind, originOf(context, request), now(context)));
}

/** For what asks for a password: guessing it is slowed down, and those who are known keep their places in the queue. */
export const guarding =
  (context: Context, pass: Pass, failed: (request: FastifyRequest, account: string) => void) =>
  async (request: FastifyRequest, account: string, path: string, body: Body): Promise<Response> => {
    const asker = await askerOf(context, request, 'password', account);
    return slowly(context, asker, async (known) => {
      const value = await inPlace({ known, network: network(request.ip) }, () => pass(request, path, body));
      if (!value.ok) failed(request, account);
      return { good: value.ok, value };
    });
  };
