import { isIPv6 } from 'node:net';
import { type Context, now } from '../context.ts';
import type { Transaction } from '../db/database.ts';
import { locked } from '../db/dialect.ts';
import { prepare } from '../db/prepare.ts';
import { Refusal } from '../errors.ts';
import { failedAgain, secondsToWait } from '../rules/guess.ts';
import { hashOf } from '../token/token.ts';

/** What is tried: a password, a code of a second factor, or a mail with a link in it. */
export type Kind = 'password' | 'code' | 'mail';

const DAY = 24 * 60 * 60;
/** How long an address that has signed in stays known. */
const KNOWN_SECONDS = 90 * DAY;

/** How a try ended: whether it was right, and whether its address belongs to the account from now on. */
export interface Tried<T> {
  good: boolean;
  known: boolean;
  value: T;
}

/** Tries without delay: of one account from one address, from one address, and of one account from addresses not known. */
const FREE = { pair: 3, address: 20, account: 20 };

const add = prepare((db, p: { subject: string }) =>
  db
    .insertInto('attempt')
    .values({ subject: p.subject, failures: 0, last_at: 0 })
    .onConflict((conflict) => conflict.column('subject').doNothing()),
);
const read = prepare((db, p: { subject: string }, engine) =>
  locked(db.selectFrom('attempt').select(['failures', 'last_at']).where('subject', '=', p.subject), engine),
);
const write = prepare((db, p: { subject: string; failures: number; last: number }) =>
  db.updateTable('attempt').set({ failures: p.failures, last_at: p.last }).where('subject', '=', p.subject),
);
const undo = prepare((db, p: { subject: string }) =>
  db
    .updateTable('attempt')
    .set((eb) => ({ failures: eb('failures', '-', 1) }))
    .where('subject', '=', p.subject)
    .where('failures', '>', 0),
);
const know = prepare((db, p: { subject: string; now: number }) =>
  db
    .insertInto('attempt')
    .values({ subject: p.subject, failures: 0, last_at: p.now })
    .onConflict((conflict) => conflict.column('subject').doUpdateSet({ failures: 0, last_at: p.now })),
);
const forget = prepare((db, p: { yesterday: number; longAgo: number }) =>
  db
    .deleteFrom('attempt')
    .where('last_at', '<', p.yesterday)
    .where((eb) => eb.or([eb('failures', '>', 0), eb('last_at', '<', p.longAgo)])),
);

/** One household or office has a whole network of IPv6 addresses. */
export function network(address: string): string {
  if (!isIPv6(address) || address.startsWith('::ffff:')) return address.replace('::ffff:', '');
  const [head = '', tail = ''] = address.split('::');
  const before = head.split(':').filter(Boolean);
  const zeros = address.includes('::') ? 8 - before.length - tail.split(':').filter(Boolean).length : 0;
  return [...before, ...Array<string>(zeros).fill('0'), ...tail.split(':')].slice(0, 4).join(':');
}

const subjectsOf = (kind: Kind, account: string, address: string) => {
  const from = network(address);
  const name = (part: string, ...of: string[]) => `${part}:${hashOf(JSON.stringify([kind, ...of]))}`;
  return {
    account: name('account', account),
    address: name('address', from),
    pair: name('pair', account, from),
    known: `known:${hashOf(JSON.stringify([account, from]))}`,
  };
};

/** Counts a try as failed before it is made, so that tries at the same time are counted too; throws `rate_limited`. */
async function count(tx: Transaction, subject: string, free: number, at: number): Promise<void> {
  await add(tx, { subject });
  const [row] = await read(tx, { subject });
  const tries = { failures: row?.failures ?? 0, last: row?.last_at ?? 0 };
  const wait = secondsToWait(tries, free, at);
  if (wait > 0) {
    const detail = `Too many tries. Wait ${wait} seconds, or use another way to sign in.`;
    throw new Refusal('rate_limited', { detail, headers: { 'retry-after': String(wait) } });
  }
  await write(tx, { subject, ...failedAgain(tries, at) });
}

/**
 * Slows down guessing, over all processes: each failure makes the next try at this account from this address wait
 * longer; so does a flood from one address, and one at an account from addresses that it was never used from. Nobody
 * can lock others out: the address that somebody signed in from is not held up by what others do elsewhere.
 * Runs `work`; where that was good the try was no failure.
 */
export async function slowly<T>(
  context: Context,
  { kind, account, address }: { kind: Kind; account: string; address: string },
  work: () => Promise<Tried<T>>,
): Promise<T> {
  const { db } = context;
  const subjects = subjectsOf(kind, account, address);
  const at = now(context);
  await db.write(async (tx) => {
    await forget(tx, { yesterday: at - DAY, longAgo: at - KNOWN_SECONDS });
    const [known] = await read(tx, { subject: subjects.known });
    if (!known) {
      await count(tx, subjects.account, FREE.account, at);
      await count(tx, subjects.address, FREE.address, at);
    }
    await count(tx, subjects.pair, FREE.pair, at);
  });
  const { good, known, value } = await work();
  if (good) {
    await db.write(async (tx) => {
      await undo(tx, { subject: subjects.account });
      await undo(tx, { subject: subjects.address });
      await know(tx, { subject: subjects.pair, now: at });
      if (known) await know(tx, { subject: subjects.known, now: at });
    });
  }
  return value;
}
