import { createHash } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Context, now } from '../context.ts';
import type { Transaction } from '../db/database.ts';
import { prepare } from '../db/prepare.ts';
import { invalid, Refusal } from '../errors.ts';
import { type Owner, principalOf } from '../principal.ts';
import { DAY } from '../rules/time.ts';
import type { Seal } from '../seal.ts';
import { writeFor } from './dry-run.ts';

const REMEMBERED_SECONDS = DAY;

interface Claim {
  owner: Owner;
  key: string;
  fingerprint: string;
  now: number;
}

/** Waits, on PostgreSQL, for another request that claims the same key now. */
const claim = prepare((db, p: Claim) =>
  db
    .insertInto('idempotency')
    .values({ owner: p.owner, key: p.key, fingerprint: p.fingerprint, status: 0, body: '', created_at: p.now })
    .onConflict((conflict) => conflict.columns(['owner', 'key']).doNothing())
    .returning('key'),
);

const recall = prepare((db, p: { owner: Owner; key: string }) =>
  db
    .selectFrom('idempotency')
    .select(['fingerprint', 'status', 'body', 'headers', 'created_at'])
    .where('owner', '=', p.owner)
    .where('key', '=', p.key),
);

const keep = prepare((db, p: { owner: Owner; key: string; status: number; body: string; headers: string | null }) =>
  db
    .updateTable('idempotency')
    .set({ status: p.status, body: p.body, headers: p.headers })
    .where('owner', '=', p.owner)
    .where('key', '=', p.key),
);

/** The answer to a request of several parts: the first one that was given stays. */
const keepFirst = prepare((db, p: { owner: Owner; key: string; body: string }) =>
  db
    .updateTable('idempotency')
    .set({ status: 200, body: p.body })
    .where('owner', '=', p.owner)
    .where('key', '=', p.key)
    .where('body', '=', ''),
);

/** The answers to the parts of a request: no key of a caller has a space. */
const forgetParts = prepare((db, p: { owner: Owner; from: string; to: string }) =>
  db.deleteFrom('idempotency').where('owner', '=', p.owner).where('key', '>', p.from).where('key', '<', p.to),
);

/**
 * Changes nothing, but is written: the commit of a repeated answer then waits for the disk, and for a standby, like the
 * first one, whose own wait may have been cut short. Until then nobody else changes what is kept.
 */
const confirm = prepare((db, p: { owner: Owner; key: string }) =>
  db
    .updateTable('idempotency')
    .set((eb) => ({ status: eb.ref('status') }))
    .where('owner', '=', p.owner)
    .where('key', '=', p.key)
    .returning(['fingerprint', 'status', 'body', 'headers', 'created_at']),
);

/** Only what is old: another request may have claimed the key anew a moment ago. */
const forget = prepare((db, p: { owner: Owner; key: string; old: number }) =>
  db.deleteFrom('idempotency').where('owner', '=', p.owner).where('key', '=', p.key).where('created_at', '<=', p.old),
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

/** An answer as it is kept. */
interface Kept {
  status: number;
  body: string;
  headers: string | null;
}

/** The first answer to the same request, or null where this is the first; then the key is claimed until the commit. */
async function firstAnswer(tx: Transaction, asked: Claim, find: typeof recall = recall): Promise<Kept | null> {
  const [claimed] = await claim(tx, asked);
  if (claimed) return null;
  const [earlier] = await find(tx, asked);
  if (!earlier || earlier.created_at <= asked.now - REMEMBERED_SECONDS) {
    await forget(tx, { ...asked, old: asked.now - REMEMBERED_SECONDS });
    return firstAnswer(tx, asked, find);
  }
  if (earlier.fingerprint !== asked.fingerprint) throw new Refusal('idempotency_key_reused');
  return earlier;
}

/** How the answer to a request is found again: null where it has no Idempotency-Key, or is a dry run. */
function claimOf(request: FastifyRequest): Omit<Claim, 'now'> | null {
  if (request.dryRun) return null;
  const key = idempotencyKey(request.headers['idempotency-key']);
  return key === null ? null : { owner: principalOf(request).scope.owner, key, fingerprint: fingerprintOf(request) };
}

type Answer = Kept & { replayed: boolean };

/** Does the work of a claim once: answers what it answered the first time, kept in the transaction of the work. */
async function once(
  tx: Transaction,
  asked: Claim | null,
  work: () => Promise<Kept>,
  seal: Seal | null = null,
): Promise<Answer> {
  if (!asked) return { ...(await work()), replayed: false };
  const kept = await firstAnswer(tx, asked);
  if (kept !== null) {
    const earlier = seal ? seal.decrypt(kept.body) : kept.body;
    if (earlier === null) throw new Refusal('idempotency_key_reused'); // sealed with a key that the server no longer has
    void confirm(tx.deferred, { owner: asked.owner, key: asked.key });
    return { status: kept.status, body: earlier, headers: kept.headers, replayed: true };
  }
  const { status, body, headers } = await work();
  const stored = seal ? seal.encrypt(body) : body;
  void keep(tx.deferred, { owner: asked.owner, key: asked.key, status, body: stored, headers });
  return { status, body, headers, replayed: false };
}

const JSON_TYPE = 'application/json; charset=utf-8';

function send(reply: FastifyReply, { status, body, headers, replayed }: Answer): FastifyReply {
  if (replayed) reply.header('idempotent-replayed', 'true');
  if (headers) reply.headers(JSON.parse(headers));
  return reply.code(status).type(JSON_TYPE).send(body);
}

/** What a change answers: a body, headers that tell of it, and 200 where it says nothing else. */
export interface Told {
  status?: 200 | 202;
  body: object;
  headers: Record<string, string>;
}

/**
 * Runs a change in one transaction and answers with what it returns, after the commit. With an Idempotency-Key the
 * answer is kept in the same transaction, and given again to the same request (contract section 2, Requests); under
 * seal, where it tells a secret.
 */
export function change(
  context: Context,
  request: FastifyRequest,
  reply: FastifyReply,
  work: (tx: Transaction, now: number) => Promise<object>,
  seal: Seal | null = null,
): Promise<FastifyReply> {
  const told = async (tx: Transaction, at: number) => ({ body: await work(tx, at), headers: {} });
  return changeAndTell(context, request, reply, told, seal);
}

/** The same for a change that tells more in headers. */
export async function changeAndTell(
  context: Context,
  request: FastifyRequest,
  reply: FastifyReply,
  work: (tx: Transaction, now: number) => Promise<Told>,
  seal: Seal | null = null,
): Promise<FastifyReply> {
  return send(reply, await perform(context, request, reply, work, seal));
}

/** The same for a change with something to be done after the commit, before it is answered; not in a dry run. */
export async function changeAndFinish(
  context: Context,
  request: FastifyRequest,
  reply: FastifyReply,
  work: (tx: Transaction, now: number) => Promise<object>,
  finish: () => Promise<void>,
): Promise<FastifyReply> {
  const told = async (tx: Transaction, at: number) => ({ body: await work(tx, at), headers: {} });
  const answer = await perform(context, request, reply, told, null);
  if (!request.dryRun) await finish();
  return send(reply, answer);
}

async function perform(
  context: Context,
  request: FastifyRequest,
  reply: FastifyReply,
  work: (tx: Transaction, now: number) => Promise<Told>,
  seal: Seal | null,
): Promise<Answer> {
  const asked = claimOf(request);
  return writeFor(context.db, request, async (tx) => {
    const at = now(context);
    await request.guard?.before(tx);
    const first = async () => {
      const { status = 200, body, headers } = await work(tx, at);
      const some = Object.keys(headers).length > 0;
      reply.code(status); // by which the body is written
      return { status, body: String(reply.serialize(body)), headers: some ? JSON.stringify(headers) : null };
    };
    const answer = await once(tx, asked && { ...asked, now: at }, first, seal);
    await request.guard?.after(tx, answer.body);
    return answer;
  });
}

/** Runs the part of this name in a transaction of its own, and only the first time it is asked for. */
export type OnePart = <T extends object>(part: number | string, work: (tx: Transaction) => Promise<T>) => Promise<T>;

/** Refuses a key that was used for another request, and finds the whole answer that was given to this one. */
async function wholeAnswer(context: Context, asked: Omit<Claim, 'now'>): Promise<string | null> {
  const [earlier] = await recall(context.db.read, asked);
  if (!earlier || earlier.created_at <= now(context) - REMEMBERED_SECONDS) return null;
  if (earlier.fingerprint !== asked.fingerprint) throw new Refusal('idempotency_key_reused');
  return earlier.body || null;
}

/** For what takes more than one transaction: refuses a key that was used for another request before anything is done. */
export async function refuseReusedKey(context: Context, request: FastifyRequest): Promise<void> {
  const asked = claimOf(request);
  if (asked) await wholeAnswer(context, asked);
}

/** Keeps the answer to a request whose parts had effects, in the place of theirs; answers what is now kept. */
async function keepWhole(context: Context, { owner, key }: Omit<Claim, 'now'>, body: string): Promise<string> {
  const [kept] = await context.db.write(async (tx) => {
    void keepFirst(tx.deferred, { owner, key, body });
    void forgetParts(tx.deferred, { owner, from: `${key} `, to: `${key}!` });
    return recall(tx, { owner, key });
  });
  return kept?.body || body;
}

/** Thrown where another request with the same key has answered the whole, and forgotten its parts. */
class AnsweredMeanwhile extends Error {
  readonly body: string;

  constructor(body: string) {
    super('another request with the same key was answered meanwhile');
    this.body = body;
  }
}

/** Keeps the key of a request of several parts for this part, until its commit: nobody answers the whole meanwhile. */
async function holdKey(tx: Transaction, asked: Claim): Promise<void> {
  const whole = await firstAnswer(tx, asked, confirm);
  if (whole?.body) throw new AnsweredMeanwhile(whole.body);
}

/**
 * In a dry run all parts share one transaction, so that each sees what those before it did. Others get turns
 * meanwhile: on SQLite nothing in it waits.
 */
async function rehearseInParts(
  context: Context,
  request: FastifyRequest,
  reply: FastifyReply,
  work: (one: OnePart) => Promise<object>,
): Promise<FastifyReply> {
  const answer = await writeFor(context.db, request, (tx) =>
    work(async (_, make) => {
      await nextTurn();
      return make(tx);
    }),
  );
  return reply.type(JSON_TYPE).send(String(reply.serialize(answer as Record<string, unknown>)));
}

/**
 * Runs a change of many parts, each in a transaction of its own, and answers with what it returns. With an
 * Idempotency-Key each part is remembered by itself until the whole is answered: a request that broke off goes on where
 * it stopped, and one that was answered gets the same answer again. Where no part had an effect nothing is kept.
 */
export async function changeInParts(
  context: Context,
  request: FastifyRequest,
  reply: FastifyReply,
  work: (one: OnePart) => Promise<object>,
): Promise<FastifyReply> {
  const asked = claimOf(request);
  const whole = asked && (await wholeAnswer(context, asked));
  if (whole) return send(reply, { status: 200, body: whole, headers: null, replayed: true });
  if (request.dryRun) return rehearseInParts(context, request, reply, work);
  let effects = false;
  const one: OnePart = async (part, make) => {
    if (!asked) return context.db.write(make);
    const { body } = await context.db.write(async (tx) => {
      const own = { ...asked, now: now(context) };
      await holdKey(tx, own);
      const key = `${own.key} ${part}`;
      return once(tx, { ...own, key }, async () => ({
        status: 200,
        body: JSON.stringify(await make(tx)),
        headers: null,
      }));
    });
    effects = true;
    return JSON.parse(body);
  };
  try {
    const body = String(reply.serialize((await work(one)) as Record<string, unknown>));
    return reply.type(JSON_TYPE).send(asked && effects ? await keepWhole(context, asked, body) : body);
  } catch (error) {
    if (!(error instanceof AnsweredMeanwhile)) throw error;
    return send(reply, { status: 200, body: error.body, headers: null, replayed: true });
  }
}
