import { isIPv4 } from 'node:net';
import type { FastifyRequest } from 'fastify';
import { forward } from '../auth/better-auth/forward.ts';
import { deviceOf } from '../auth/better-auth/welcome.ts';
import type { SecurityKind } from '../auth/history.ts';
import { note, originOf } from '../auth/history.ts';
import { inPlace } from '../auth/password.ts';
import { findPerson } from '../auth/person.ts';
import { type Asker, type Kind, network, slowly } from '../auth/throttle.ts';
import { type Context, now, type Services } from '../context.ts';

export type Body = Record<string, unknown>;

/** Hands a request to Better Auth. */
export const pass = (context: Services, request: FastifyRequest, path: string, body?: Body): Promise<Response> =>
  forward(context, context.auth, request, path, body);

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

/**
 * For what asks for a password: guessing it is slowed down, and those who are known keep their places in the queue.
 * `failed` is told of a wrong one.
 */
export async function passGuarded(
  context: Services,
  request: FastifyRequest,
  { account, path, body }: { account: string; path: string; body: Body },
  failed: () => void,
): Promise<Response> {
  const asker = await askerOf(context, request, 'password', account);
  return slowly(context, asker, async (known) => {
    const value = await inPlace({ known, network: network(request.ip) }, () => pass(context, request, path, body));
    if (!value.ok) failed();
    return { good: value.ok, value };
  });
}
