import { createHash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Context, now } from '../context.ts';
import type { Transaction } from '../db/database.ts';
import { prepare } from '../db/prepare.ts';
import { invalid, Refusal } from '../errors.ts';
import { callerOf } from './caller.ts';

const REMEMBERED_SECONDS = 24 * 60 * 60;

interface Claim {
  managerId: number;
  key: string;
  fingerprint: string;
  now: number;
}

/** Waits, on PostgreSQL, for another request that claims the same key now. */
const claim = prepare((db, p: Claim) =>
  db
    .insertInto('idempotency')
    .values({ manager_id: p.managerId, key: p.key, fingerprint: p.fingerprint, status: 0, body: '', created_at: p.now })
    .onConflict((conflict) => conflict.columns(['manager_id', 'key']).doNothing())
    .returning('key'),
);

const recall = prepare((db, p: { managerId: number; key: string }) =>
  db
    .selectFrom('idempotency')
    .select(['fingerprint', 'body', 'created_at'])
    .where('manager_id', '=', p.managerId)
    .where('key', '=', p.key),
);

const keep = prepare((db, p: { managerId: number; key: string; status: number; body: string }) =>
  db
    .updateTable('idempotency')
    .set({ status: p.status, body: p.body })
    .where('manager_id', '=', p.managerId)
    .where('key', '=', p.key),
);

const forget = prepare((db, p: { managerId: number; key: string }) =>
  db.deleteFrom('idempotency').where('manager_id', '=', p.managerId).where('key', '=', p.key),
);

/** The key of IETF draft Idempotency-Key, quoted (RFC 9651 string) or bare: 1 to 255 visible ASCII characters. */
export function idempotencyKey(header: string | string[] | undefined): string | null {
  if (header === undefined) return null;
  const text = String(header).trim();
  const quoted = /^"((?:[\x21\x23-\x5b\x5d-\x7e]|\\["\\])*)"$/.exec(text)?.[1]?.replace(/\\(.)/g, '$1');
  const key = quoted ?? (text.startsWith('"') ? '' : text);
  if (/^[\x21-\x7e]{1,255}$/.test(key)) return key;
  throw invalid({
    parameter: 'Idempotency-Key',
    detail: 'must be 1 to 255 visible ASCII characters, bare or as one quoted string',
  });
}

const fingerprintOf = (request: FastifyRequest): string =>
  createHash('sha256')
    .update(`${request.method} ${request.url}\n`)
    .update(request.rawBody ?? '')
    .digest('base64url');

/** The first answer to the same request, or null where this is the first; then the key is claimed until the commit. */
async function firstAnswer(tx: Transaction, asked: Claim): Promise<string | null> {
  const [claimed] = await claim(tx, asked);
  if (claimed) return null;
  const [earlier] = await recall(tx, asked);
  if (!earlier || earlier.created_at <= asked.now - REMEMBERED_SECONDS) {
    await forget(tx, asked);
    return firstAnswer(tx, asked);
  }
  if (earlier.fingerprint !== asked.fingerprint) throw new Refusal('idempotency_key_reused');
  return earlier.body;
}

/**
 * Runs a change in one transaction and answers with what it returns, after the commit. With an Idempotency-Key the
 * answer is kept in the same transaction, and given again to the same request (contract section 2, Requests).
 */
export async function change(
  context: Context,
  request: FastifyRequest,
  reply: FastifyReply,
  work: (tx: Transaction, now: number) => Promise<object>,
): Promise<FastifyReply> {
  const key = idempotencyKey(request.headers['idempotency-key']);
  const { managerId } = callerOf(request);
  const { body, replayed } = await context.db.write(async (tx) => {
    const at = now(context);
    const earlier =
      key === null ? null : await firstAnswer(tx, { managerId, key, fingerprint: fingerprintOf(request), now: at });
    if (earlier !== null) return { body: earlier, replayed: true };
    const answer = String(reply.serialize((await work(tx, at)) as Record<string, unknown>));
    if (key !== null) await keep(tx, { managerId, key, status: 200, body: answer });
    return { body: answer, replayed: false };
  });
  if (replayed) reply.header('idempotent-replayed', 'true');
  return reply.type('application/json; charset=utf-8').send(body);
}
