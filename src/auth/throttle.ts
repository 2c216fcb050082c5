import { isIPv6 } from 'node:net';
import { type Context, now } from '../context.ts';
import { sha256 } from '../crypto.ts';
import type { Transaction } from '../db/database.ts';
import { locked } from '../db/dialect.ts';
import { prepare } from '../db/prepare.ts';
import { Refusal } from '../errors.ts';
import { failedAgain, secondsToWait } from '../rules/guess.ts';
import { DAY } from '../rules/time.ts';

/** What is tried: a password, the code of a sign-in, one that somebody signed in was given, a mail, the way to a provider, a mailed link. */
export type Kind = 'password' | 'code' | 'own-code' | 'mail' | 'provider' | 'link';

/** Who tries. */
export interface Asker {
  kind: Kind;
  /** Whose secret it is. */
  account: string;
  /** Where the request came from; null where all requests seem to come from one place, which then tells nothing. */
  address: string | null;
  /** The browser, where the account has used it before. */
  device?: string | null;
}

/** How long an address that has signed in stays known. */
const KNOWN_SECONDS = 90 * DAY;

/** Tries without delay: of one account from one address or browser, from one address, and of one account from addresses not known. */
const FREE = { pair: 3, address: 20, account: 20 };

/** A limit that is not drawn out by those who go on: so many in so many seconds. */
interface Window {
  most: number;
  seconds: number;
}

/** Mails, ways to an identity provider, and links that lead nowhere, of one network: an office asks at nine o'clock. */
const OF_NETWORK: Window = { most: 300, seconds: 10 * 60 };

/**
 * Codes of one person that are looked at in a day and turn out wrong, wherever they come from: from browsers and
 * addresses the person has signed in from, and from all others. Three codes in a million are right.
 */
export const WRONG_CODES_A_DAY = { known: 10, strange: 20 };

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
const clear = prepare((db, p: { subject: string; now: number }) =>
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

function subjectsOf({ kind, account, address, device }: Asker) {
  const from = address === null ? '' : network(address);
  const name = (part: string, ...of: string[]) => `${part}:${sha256(JSON.stringify([kind, ...of]))}`;
  return {
    account: name('account', account),
    address: name('address', from),
    pair: device ? name('device', account, device) : name('pair', account, from),
    known: `known:${sha256(JSON.stringify([account, from]))}`,
    day: (lane: string) => name('day', lane, account),
  };
}

function refuse(wait: number): never {
  const detail = `Too many tries. Wait ${wait} seconds, or use another way to sign in.`;
  throw new Refusal('rate_limited', { detail, headers: { 'retry-after': String(wait) } });
}

async function triesOf(tx: Transaction, subject: string): Promise<{ failures: number; last: number }> {
  await add(tx, { subject });
  const [row] = await read(tx, { subject });
  return { failures: row?.failures ?? 0, last: row?.last_at ?? 0 };
}

/** Counts a try as failed before it is made, so that tries at the same time are counted too; throws `rate_limited`. */
async function count(tx: Transaction, subject: string, free: number, at: number): Promise<string> {
  const tries = await triesOf(tx, subject);
  const wait = secondsToWait(tries, free, at);
  if (wait > 0) refuse(wait);
  await write(tx, { subject, ...failedAgain(tries, at) });
  return subject;
}

/** Counts into a window that begins with its first try; throws `rate_limited`. */
async function countIn({ most, seconds }: Window, tx: Transaction, subject: string, at: number): Promise<number> {
  const { failures, last } = await triesOf(tx, subject);
  const over = failures === 0 || at - last >= seconds || at < last;
  if (!over && failures >= most) refuse(last + seconds - at);
  await write(tx, { subject, failures: over ? 1 : failures + 1, last: over ? at : last });
  return most - (over ? 1 : failures + 1);
}

const isKnown = async (tx: Transaction, subject: string) => (await read(tx, { subject })).length > 0;

interface Counted {
  subjects: string[];
  known: boolean;
  /** True of the last code that is looked at today. */
  last: boolean;
}

/** What belongs to no account that is known, and counts for the network alone. */
const OF_NOBODY: ReadonlySet<Kind> = new Set(['provider', 'link']);

/** Counts one try everywhere it counts. The subjects are locked in the same order by everybody. */
async function countTry(tx: Transaction, asker: Asker, at: number): Promise<Counted> {
  const subjects = subjectsOf(asker);
  await forget(tx, { yesterday: at - DAY, longAgo: at - KNOWN_SECONDS });
  const known = Boolean(asker.device) || (asker.address !== null && (await isKnown(tx, subjects.known)));
  const counted: string[] = [];
  let last = false;
  if (asker.kind === 'code') {
    const lane = known ? 'known' : 'strange';
    const subject = subjects.day(lane);
    last = (await countIn({ most: WRONG_CODES_A_DAY[lane], seconds: DAY }, tx, subject, at)) === 0;
    counted.push(subject);
  } else if (!known && !OF_NOBODY.has(asker.kind)) {
    counted.push(await count(tx, subjects.account, FREE.account, at));
  }
  if (asker.kind === 'mail' || asker.kind === 'provider' || (asker.kind === 'link' && asker.address !== null)) {
    await countIn(OF_NETWORK, tx, subjects.address, at);
    counted.push(subjects.address);
  } else if (!known && asker.address !== null && asker.kind === 'password') {
    counted.push(await count(tx, subjects.address, FREE.address, at));
  }
  if (!OF_NOBODY.has(asker.kind)) counted.push(await count(tx, subjects.pair, FREE.pair, at));
  return { subjects: counted, known, last };
}

/** A right password shows that the earlier failures of its pair were slips; a right code shows nothing of the others. */
async function takeBack(context: Context, subjects: string[], pair: string | null = null, at = 0): Promise<void> {
  await context.db.write(async (tx) => {
    for (const subject of subjects) await undo(tx, { subject });
    if (pair) await clear(tx, { subject: pair, now: at });
  });
}

/** A try by its end: right or wrong. Where `work` throws, nothing was judged. */
export interface Tried<T> {
  good: boolean;
  value: T;
}

/**
 * Slows down guessing, over all processes: each failure makes the next try at this account from this address wait
 * longer; so does a flood from one address, and one at an account from addresses that it was never used from. Nobody
 * can lock others out: browsers and addresses that somebody signed in from are not held up by what others do elsewhere.
 * Runs `work`; where that was good, or judged nothing, the try was no failure. A right code takes back only itself.
 */
export async function slowly<T>(
  context: Context,
  asker: Asker,
  work: (known: boolean, last: boolean) => Promise<Tried<T>>,
): Promise<T> {
  const at = now(context);
  const { subjects, known, last } = await context.db.write((tx) => countTry(tx, asker, at));
  let tried: Tried<T>;
  try {
    tried = await work(known, last);
  } catch (error) {
    await takeBack(context, subjects).catch((cause: unknown) =>
      context.log.warn({ err: cause }, 'a try that was not judged stays counted'),
    );
    throw error;
  }
  if (tried.good) await takeBack(context, subjects, asker.kind === 'password' ? subjectsOf(asker).pair : null, at);
  return tried.value;
}

/** Only counts: for mails, of which each is one too many. */
export async function countOnly(context: Context, asker: Asker): Promise<void> {
  await context.db.write((tx) => countTry(tx, asker, now(context)));
}

/** From now on the address belongs to the account. */
export async function knowAddress(tx: Transaction, account: string, address: string, at: number): Promise<void> {
  const { known } = subjectsOf({ kind: 'password', account, address });
  await clear(tx, { subject: known, now: at });
}
