import { createHash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Context, now } from '../context.ts';
import type { Transaction } from '../db/database.ts';
import { prepare } from '../db/prepare.ts';
import { invalid, Refusal } from '../errors.ts';
import type { Seal } from '../seal.ts';
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

/**
 * Changes nothing, but is written: the commit of a repeated answer then waits for the disk, and for a standby, like the
 * first one, whose own wait may have been cut short.
 */
const confirm = prepare((db, p: { managerId: number; key: string }) =>
  db
    .updateTable('idempotency')
    .set((eb) => ({ status: eb.ref('status') }))
    .where('manager_id', '=', p.managerId)
    .where('key', '=', p.key),
);

/** Only what is old: another request may have claimed the key anew a moment ago. */
const forget = prepare((db, p: { managerId: number; key: string; old: number }) =>
  db
    .deleteFrom('idempotency')
    .where('manager_id', '=', p.managerId)
    .where('key', '=', p.key)
    .where('created_at', '<=', p.old),
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
    await forget(tx, { ...asked, old: asked.now - REMEMBERED_SECONDS });
    return firstAnswer(tx, asked);
  }
  if (earlier.fingerprint !== asked.fingerprint) throw new Refusal('idempotency_key_reused');
  return earlier.body;
}

/** How the answer to a request is found again: null where it has no Idempotency-Key. */
export function claimOf(request: FastifyRequest): Omit<Claim, 'now'> | null {
  const key = idempotencyKey(request.headers['idempotency-key']);
  return key === null ? null : { managerId: callerOf(request).managerId, key, fingerprint: fingerprintOf(request) };
}

/** For what takes more than one transaction: refuses a key that was used for another request before anything is done. */
export async function refuseReusedKey(context: Context, request: FastifyRequest): Promise<void> {
  const asked = claimOf(request);
  const [earlier] = asked ? await recall(context.db.read, asked) : [];
  const remembered = earlier && earlier.created_at > now(context) - REMEMBERED_SECONDS;
  if (remembered && earlier.fingerprint !== asked?.fingerprint) throw new Refusal('idempotency_key_reused');
}

/** Does the work of a claim once: answers what it answered the first time, kept in the transaction of the work. */
export async function once(
  tx: Transaction,
  asked: Claim | null,
  work: () => Promise<string>,
  seal: Seal | null = null,
): Promise<{ body: string; replayed: boolean }> {
  if (!asked) return { body: await work(), replayed: false };
  const kept = await firstAnswer(tx, asked);
  if (kept !== null) {
    const earlier = seal ? seal.open(kept) : kept;
    if (earlier === null) throw new Refusal('idempotency_key_reused'); // sealed with a key that the server no longer has
    void confirm(tx.later, { managerId: asked.managerId, key: asked.key });
    return { body: earlier, replayed: true };
  }
  const body = await work();
  const stored = seal ? seal.close(body) : body;
  void keep(tx.later, { managerId: asked.managerId, key: asked.key, status: 200, body: stored });
  return { body, replayed: false };
}

/**
 * Runs a change in one transaction and answers with what it returns, after the commit. With an Idempotency-Key the
 * answer is kept in the same transaction, and given again to the same request (contract section 2, Requests); under
 * seal, where it tells a secret.
 */
export async function change(
  context: Context,
  request: FastifyRequest,
  reply: FastifyReply,
  work: (tx: Transaction, now: number) => Promise<object>,
  seal: Seal | null = null,
): Promise<FastifyReply> {
  const asked = claimOf(request);
  const { body, replayed } = await context.db.write(async (tx) => {
    const at = now(context);
    const answer = async () => String(reply.serialize((await work(tx, at)) as Record<string, unknown>));
    return once(tx, asked && { ...asked, now: at }, answer, seal);
  });
  if (replayed) reply.header('idempotent-replayed', 'true');
  return reply.type('application/json; charset=utf-8').send(body);
}
