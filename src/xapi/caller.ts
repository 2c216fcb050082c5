import { timingSafeEqual } from 'node:crypto';
import { type Context, now } from '../context.ts';
import { sha256 } from '../crypto.ts';
import type { Queries } from '../db/database.ts';
import { prepare } from '../db/prepare.ts';
import { Refusal } from '../errors.ts';
import { aliveSession, type Launch } from './cmi5-session.ts';

/** Who reports to the store, or asks it. */
export interface Caller {
  id: string;
  name: string;
  /** The launch that is all it may touch; null for a program of the publisher. */
  launch: Launch | null;
}

const credentialById = prepare((db, p: { id: string }) =>
  db.selectFrom('xapi_credential').select(['id', 'name', 'secret_hash']).where('id', '=', p.id),
);

const BASIC = /^basic +([A-Za-z\d+/]+={0,2})$/i;
const MAX_CHARACTERS = 500;
const MAX_REMEMBERED = 10_000;

const unauthorized = () =>
  new Refusal('unauthorized', {
    detail: 'Send the key and the secret of xAPI credentials by Basic authentication.',
    headers: { 'www-authenticate': 'Basic realm="xAPI", charset="UTF-8"' },
  });

const isSame = (one: string, other: string): boolean =>
  one.length === other.length && timingSafeEqual(Buffer.from(one), Buffer.from(other));

/** Who has this key, with the hash of the secret. */
async function find(
  db: Queries,
  id: string,
  publicUrl: string,
  at: number,
): Promise<(Caller & { hash: string }) | null> {
  const [row] = await credentialById(db, { id });
  if (row) return { id, name: row.name, launch: null, hash: row.secret_hash };
  const session = await aliveSession(db, id, publicUrl, at);
  return session && { id, name: 'cmi5', ...session };
}

/** Secrets are random and long, so one round of SHA-256 is as good as many. */
async function authenticate(db: Queries, header: string, publicUrl: string, at: number): Promise<Caller> {
  const [, encoded = ''] = header.length <= MAX_CHARACTERS ? (BASIC.exec(header) ?? []) : [];
  const [key = '', secret = ''] = Buffer.from(encoded, 'base64').toString().split(':', 2);
  const found = key === '' ? null : await find(db, key, publicUrl, at);
  if (!found || !isSame(sha256(secret), found.hash)) throw unauthorized();
  return { id: found.id, name: found.name, launch: found.launch };
}

/** So many requests a minute, saved up for one minute at most. */
interface Allowance {
  left: number;
  at: number;
}

/** A player needs less than a program that reports for many. */
const LAUNCH_PER_MINUTE = 600;

/** Requests of each credential, counted in this process: a log of thousands a minute would cost more than the requests. */
function floodGuard(perMinute: number): (id: string, ms: number) => void {
  const allowances = new Map<string, Allowance>();
  return (id, ms) => {
    if (perMinute === 0) return;
    if (allowances.size >= MAX_REMEMBERED) allowances.clear();
    const before = allowances.get(id) ?? { left: perMinute, at: ms };
    const left = Math.min(perMinute, before.left + ((ms - before.at) / 60_000) * perMinute);
    if (left < 1) {
      const seconds = String(Math.max(1, Math.ceil(((1 - left) * 60) / perMinute)));
      throw new Refusal('rate_limited', { headers: { 'retry-after': seconds } });
    }
    allowances.set(id, { left: left - 1, at: ms });
  };
}

/** Finds who calls by the header `Authorization`, and holds each to their share. Throws `unauthorized`, `rate_limited`. */
export function callers(context: Context): (header: string | undefined) => Promise<Caller> {
  const limit = context.config.xapiRateLimitPerMinute;
  const guard = floodGuard(limit);
  const guardLaunch = floodGuard(Math.min(limit, LAUNCH_PER_MINUTE));
  return async (header) => {
    const caller = await authenticate(context.db.read, header ?? '', context.config.publicUrl, now(context));
    (caller.launch ? guardLaunch : guard)(caller.id, now(context) * 1000);
    return caller;
  };
}
