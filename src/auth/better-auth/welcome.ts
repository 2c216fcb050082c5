import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Context, now } from '../../context.ts';
import { cookiesOf } from '../../public-url.ts';
import { PERSON_HEADER, TRUST_HEADER } from '../constants.ts';
import { cookie, openedSession } from '../cookies.ts';
import { DEVICE, KNOWN_SECONDS, knownDevice, rememberDevice } from '../device.ts';
import { isUsual, note, type Owner, originOf } from '../history.ts';
import { emailOf } from '../person.ts';
import { bindSession } from '../session.ts';
import { knowAddress } from '../throttle.ts';
import { relay } from './forward.ts';

/** What the browser keeps to be known again; null where it keeps none, or two. */
export function deviceSecret(context: Pick<Context, 'config'>, request: FastifyRequest): string | null {
  const value = cookie(request.headers.cookie, DEVICE, context.config);
  return value !== null && value !== 'ambiguous' && /^[\w-]{43}$/.test(value) ? value : null;
}

/** The browser of the request, where the account with this address has used it before. */
export async function deviceOf(context: Context, request: FastifyRequest, email: string): Promise<string | null> {
  const found = await knownDevice(context.db.read, { email, secret: deviceSecret(context, request) }, now(context));
  return found?.id ?? null;
}

/** The browser is known from now on, and so is its address; a new browser is told to the person. */
async function welcome(
  context: Context,
  request: FastifyRequest,
  reply: FastifyReply,
  owner: Owner,
  opened: { token: string | null; trust: boolean },
): Promise<void> {
  const { token, trust } = opened;
  const origin = originOf(context, request);
  const asked = { personId: owner.id, secret: deviceSecret(context, request), browser: origin.browser, trust };
  const secret = await context.db.write(async (tx) => {
    const at = now(context);
    const device = await rememberDevice(tx, asked, at);
    if (token) await bindSession(tx, token, device.secret);
    const unusual = device.added && !device.first && !(await isUsual(tx, owner.id, origin));
    await knowAddress(tx, owner.email, request.ip, at);
    await note(tx, owner, unusual ? 'new_device' : 'signed_in', origin, at);
    if (trust) await note(tx, owner, 'device_trusted', origin, at);
    return device.secret;
  });
  const { prefix, path, secure } = cookiesOf(context.config.publicUrl);
  const name = `${prefix}.${DEVICE}`;
  const attributes = `Max-Age=${KNOWN_SECONDS}; Path=${path}; HttpOnly${secure ? '; Secure' : ''}; SameSite=Lax`;
  reply.header('set-cookie', `${name}=${secret}; ${attributes}`);
}

/** Answers what Better Auth answered, and welcomes whoever is signed in by it. A session that it opens belongs to the browser. */
export async function relaySignIn(
  context: Context,
  request: FastifyRequest,
  reply: FastifyReply,
  response: Response,
): Promise<FastifyReply> {
  const id = response.headers.get(PERSON_HEADER);
  const email = id && (await emailOf(context.db.read, id));
  const token = openedSession(response.headers, context.config);
  const secret = deviceSecret(context, request);
  if (id && email)
    await welcome(context, request, reply, { id, email }, { token, trust: response.headers.has(TRUST_HEADER) });
  else if (token && secret) await context.db.write((tx) => bindSession(tx, token, secret));
  return relay(reply, response);
}
