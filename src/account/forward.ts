import { STATUS_CODES } from 'node:http';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Context } from '../context.ts';
import { Refusal } from '../errors.ts';
import type { LazyAuth } from './lazy-auth.ts';
import { ADDRESS_HEADER } from './terms.ts';

/** What answers may tell. Session tokens are for the cookie alone. */
const TOLD = ['status', 'url', 'redirect', 'twoFactorRedirect', 'twoFactorMethods', 'totpURI', 'backupCodes'];

type Told = Record<string, unknown>;

/** Hands a request to Better Auth, a GET where there is no body: only the headers that it needs, and the client's address as we know it. */
export async function forward(
  { config }: Pick<Context, 'config'>,
  auth: LazyAuth,
  request: FastifyRequest,
  path: string,
  body?: object,
): Promise<Response> {
  const url = new URL(`${config.publicUrl}/api/auth${path}`);
  const headers = new Headers({ [ADDRESS_HEADER]: request.ip });
  for (const name of ['cookie', 'user-agent'] as const) {
    const value = request.headers[name];
    if (value) headers.set(name, value);
  }
  const { handler } = await auth();
  if (!body) return handler(new Request(url, { headers }));
  headers.set('content-type', 'application/json');
  return handler(new Request(url, { method: 'POST', headers, body: JSON.stringify(body) }));
}

async function sendRefusal(reply: FastifyReply, status: number, body: Told): Promise<FastifyReply> {
  const code = String(body.code ?? 'internal_error');
  if (code === 'UNAUTHORIZED') throw new Refusal('unauthorized', { detail: 'Sign in first.' });
  if (code === 'FAILED_TO_GET_SESSION') throw new Refusal('unavailable', { headers: { 'retry-after': '1' } });
  if (status >= 500) throw new Error(`Better Auth answered ${status} ${code}`);
  return reply
    .code(status)
    .type('application/problem+json')
    .serializer(JSON.stringify)
    .send({
      type: 'about:blank',
      title: STATUS_CODES[status] ?? 'Error',
      status,
      detail: String(body.message ?? code),
      instance: reply.request.routeOptions.url ?? '',
      code,
    });
}

/** Answers with what Better Auth answered: its cookies, its redirect, and of its body what the browser may know. */
export async function relay(reply: FastifyReply, response: Response): Promise<FastifyReply> {
  for (const cookie of response.headers.getSetCookie()) reply.header('set-cookie', cookie);
  const location = response.headers.get('location');
  const text = await response.text();
  const body: Told = text ? JSON.parse(text) : {};
  if (location && response.status >= 300 && response.status < 400)
    return reply.code(302).header('location', location).send();
  if (!response.ok) return sendRefusal(reply, response.status, body);
  return reply.send(
    Object.fromEntries(Object.entries({ status: true, ...body }).filter(([name]) => TOLD.includes(name))),
  );
}
