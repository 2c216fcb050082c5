import { STATUS_CODES } from 'node:http';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Context } from '../../context.ts';
import { Refusal, unavailable } from '../../errors.ts';
import { decodeAddresses, encodeAddress } from '../address-encoding.ts';
import { ADDRESS_HEADER, ZONE_HEADER } from '../constants.ts';
import { ownCookies } from '../cookies.ts';
import { network } from '../throttle.ts';
import type { LazyAuth } from './lazy.ts';

/** What answers may tell. Session tokens are for the cookie alone. */
const TOLD = ['status', 'url', 'redirect', 'twoFactorRedirect', 'twoFactorMethods', 'totpURI', 'backupCodes'];

type Told = Record<string, unknown>;

/** What Better Auth may see of a request: the headers that it needs, our cookies, and the client's address as we know it. */
export function headersFor({ config }: Pick<Context, 'config'>, request: FastifyRequest): Headers {
  const headers = new Headers({ [ADDRESS_HEADER]: request.ip });
  const cookies = ownCookies(request.headers.cookie, config);
  const agent = request.headers['user-agent'];
  if (cookies) headers.set('cookie', cookies);
  if (agent) headers.set('user-agent', agent);
  const language = request.headers['accept-language'];
  if (language) headers.set('accept-language', language);
  const zone = request.headers[ZONE_HEADER];
  if (typeof zone === 'string') headers.set(ZONE_HEADER, zone);
  return headers;
}

const readdressed = (body: { email?: unknown }) =>
  typeof body.email === 'string' ? { ...body, email: encodeAddress(body.email) } : body;

/**
 * Hands a request to Better Auth, a GET where there is no body. What stopped it from judging the request is thrown: the
 * database that is away, the queue of passwords that is full, a fault.
 */
export async function forward(
  context: Pick<Context, 'config'>,
  auth: LazyAuth,
  request: FastifyRequest,
  path: string,
  body?: object,
): Promise<Response> {
  const url = new URL(`${context.config.publicUrl}/api/auth${path}`);
  const headers = headersFor(context, request);
  if (body) headers.set('content-type', 'application/json');
  const { handler, asking } = await auth();
  const asked = new Request(
    url,
    body ? { method: 'POST', headers, body: JSON.stringify(readdressed(body)) } : { headers },
  );
  const response = await asking.run(network(request.ip), () => handler(asked));
  if (response.status < 500) return response;
  const { code } = (await response.json().catch(() => ({}))) as Told;
  if (code === 'FAILED_TO_GET_SESSION') throw unavailable(new Error('Better Auth could not read a session'));
  throw new Error(`Better Auth answered ${response.status} ${code}`);
}

async function sendRefusal(reply: FastifyReply, status: number, body: Told): Promise<FastifyReply> {
  const code = String(body.code ?? 'invalid_request');
  if (code === 'UNAUTHORIZED') throw new Refusal('unauthorized', { detail: 'Sign in first.' });
  reply.refusal = code;
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
  if (typeof body.totpURI === 'string') body.totpURI = decodeAddresses(body.totpURI);
  if (location && response.status >= 300 && response.status < 400)
    return reply.code(302).header('location', location).send();
  if (!response.ok) return sendRefusal(reply, response.status, body);
  return reply.send(
    Object.fromEntries(Object.entries({ status: true, ...body }).filter(([name]) => TOLD.includes(name))),
  );
}
