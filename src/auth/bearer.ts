import { createHmac, timingSafeEqual } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Context } from '../context.ts';
import { now } from '../context.ts';
import { sha256 } from '../crypto.ts';
import { Refusal } from '../errors.ts';
import type { RateLimiter } from '../http/rate-limit.ts';
import type { Principal, Scope } from '../principal.ts';
import type { LastUse } from '../token/last-use.ts';
import { type TokenLookup, tokenLookup } from '../token/shared-lookup.ts';
import { AUDIENCES, type Audience, type Claims, scopeOf } from '../token/token.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The route takes a POST of those who may only read, and refuses itself what changes something. */
    readsByPost?: boolean;
  }
}

const MAX_CHARACTERS = 2048;
const MAX_REMEMBERED = 10_000;
const KEY = /^[\w-]+$/;
const BEARER = /^bearer +([\w-]+)\.([\w-]+)\.([\w-]+)$/i;

interface Verified {
  key: string;
  scope: Scope;
  hash: string;
}

const unauthorized = () => new Refusal('unauthorized', { headers: { 'www-authenticate': 'Bearer' } });

const parseJson = (part: string): Record<string, unknown> | null => {
  try {
    return JSON.parse(Buffer.from(part, 'base64url').toString());
  } catch {
    return null;
  }
};

function signed(text: string, given: Buffer, key: Buffer): boolean {
  const expected = createHmac('sha256', key).update(text).digest();
  return given.length === expected.length && timingSafeEqual(given, expected);
}

/** What a token is verified with, and for which API. */
interface Expected {
  keys: readonly Buffer[];
  audience: Audience;
}

/** Checks signature and claims (RFC 7519, RFC 8725); null for whatever is not ours. */
export function verify(
  header: string,
  claims: string,
  signature: string,
  { keys, audience }: Expected,
): Verified | null {
  const given = Buffer.from(signature, 'base64url');
  if (!keys.some((key) => signed(`${header}.${claims}`, given, key))) return null;
  const head = parseJson(header);
  const body = parseJson(claims) as Partial<Claims> | null;
  if (head?.alg !== 'HS256' || head.typ !== 'JWT' || body?.aud !== audience) return null;
  const scope = scopeOf(body);
  if (typeof body.key !== 'string' || !KEY.test(body.key) || !scope) return null;
  return { key: body.key, scope, hash: sha256(`${header}.${claims}.${signature}`) };
}

/** What a text proves never changes, so it is worked out once; whether its token still exists is read every time. */
function verifier(expected: Expected): (text: string) => Verified | null {
  const known = new Map<string, Verified>();
  return (text) => {
    const remembered = known.get(text);
    if (remembered) return remembered;
    const [, header = '', claims = '', signature = ''] = text.length <= MAX_CHARACTERS ? (BEARER.exec(text) ?? []) : [];
    const verified = header ? verify(header, claims, signature, expected) : null;
    if (!verified) return null;
    if (known.size >= MAX_REMEMBERED) known.clear();
    known.set(text, verified);
    return verified;
  };
}

/** Only the exact text of an existing token is that token; throws `unauthorized`, alike for every reason. */
async function authenticate(context: Context, find: TokenLookup, verified: Verified | null): Promise<Principal> {
  const row = verified ? await find(context.db.read, verified.key) : undefined;
  // A plain comparison gives nothing away: only who has the key can choose what is hashed.
  if (!verified || row?.hash !== verified.hash || row.manager_id !== verified.scope.managerId) throw unauthorized();
  const { scope } = verified;
  const suspended = row.suspended_at !== null;
  return { kind: 'token', id: row.id, label: row.name, scope, may: row.permission, suspended };
}

/** Whom the text of a license manager's token stands for, or null. */
export async function verifyText(context: Context, text: string): Promise<Principal | null> {
  const verified = verifier({ keys: context.keys, audience: AUDIENCES.manager })(`Bearer ${text}`);
  return authenticate(context, tokenLookup(), verified).catch((error: unknown) => {
    if (error instanceof Refusal && error.code === 'unauthorized') return null;
    throw error;
  });
}

const READING = new Set(['GET', 'HEAD', 'OPTIONS']);

function refuseWrites({ method, routeOptions }: FastifyRequest, { may, suspended }: Principal): void {
  if (READING.has(method) || routeOptions.config.readsByPost) return;
  if (may === 'read') throw new Refusal('forbidden');
  if (suspended) throw new Refusal('manager_suspended');
}

/** Requires a bearer token of this audience for every route of this app, counts the request, and lets a read-only token only read. */
export function requireToken(
  app: FastifyInstance,
  context: Context & { lastUse: LastUse },
  { audience, limiter }: { audience: Audience; limiter: RateLimiter },
): void {
  const verifyHeader = verifier({ keys: context.keys, audience });
  const find = tokenLookup();
  app.addHook('onRequest', async (request: FastifyRequest, reply: FastifyReply) => {
    const inner = request.server.inner.of(request);
    if (inner) {
      request.principal = inner.principal;
      request.guard = inner.guard;
      return refuseWrites(request, inner.principal);
    }
    const principal = await authenticate(context, find, verifyHeader(request.headers.authorization ?? ''));
    request.principal = principal;
    context.lastUse.note(principal.id, now(context));
    await limiter.take(principal.scope.owner, reply);
    refuseWrites(request, principal);
  });
}
