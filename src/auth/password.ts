import { AsyncLocalStorage } from 'node:async_hooks';
import { argon2, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { Refusal } from '../errors.ts';

/** Argon2id with 46 MiB and two passes: above the least that OWASP advises. */
const COST = { memory: 47_104, passes: 2, parallelism: 1 };
const AT_ONCE = 2;
/** Places in the queue: of those who are known, of all strangers, and of the strangers of one network. */
const PLACES = { known: 100, strange: 50, network: 10 };
/** So many of those who are known come before a stranger who waits. */
const KNOWN_FIRST = 4;
const RETRY_SECONDS = 5;

export const LEAST_CHARACTERS = 10;
export const MAX_CHARACTERS = 256;

/** For whom a password is hashed: somebody whose browser or address is known, or a stranger from a network. */
export interface Place {
  known: boolean;
  network: string;
}

interface Waiting extends Place {
  go: () => void;
}

const derive = promisify(argon2);
const place = new AsyncLocalStorage<Place>();
const nobody: Place = { known: false, network: '' };
const known: Waiting[] = [];
const strange: Waiting[] = [];
let running = 0;
let sinceStranger = 0;
let refused = 0;

/** Runs `work` with this place in the queue for what it hashes. */
export const inPlace = <T>(whose: Place, work: () => Promise<T>): Promise<T> => place.run(whose, work);

/** How many wait to be hashed, and how many were sent away because too many did. */
export const hashQueue = () => ({ waiting: known.length + strange.length, refused });

function isFull(whose: Place): boolean {
  if (whose.known) return known.length >= PLACES.known;
  const neighbours = strange.filter(({ network }) => network === whose.network).length;
  return strange.length >= PLACES.strange || (whose.network !== '' && neighbours >= PLACES.network);
}

function next(): Waiting | undefined {
  const stranger = sinceStranger >= KNOWN_FIRST && strange.length > 0;
  const one = stranger ? strange.shift() : (known.shift() ?? strange.shift());
  sinceStranger = one?.known ? sinceStranger + 1 : 0;
  return one;
}

/**
 * Each derivation takes its memory: two at a time, and a queue that strangers cannot fill for those who are known, so
 * that a flood of wrong passwords neither exhausts the server nor keeps people out.
 */
async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  const whose = place.getStore() ?? nobody;
  if (running >= AT_ONCE) {
    if (isFull(whose)) {
      refused++;
      const detail = `Too many people sign in at this moment. Try again in ${RETRY_SECONDS} seconds.`;
      throw new Refusal('unavailable', { detail, headers: { 'retry-after': String(RETRY_SECONDS) } });
    }
    await new Promise<void>((go) => (whose.known ? known : strange).push({ ...whose, go }));
  } else running++;
  try {
    return await work();
  } finally {
    const following = next();
    if (following) following.go();
    else running--;
  }
}

const run = (password: string, nonce: Buffer, cost: typeof COST) =>
  inTurn(() => derive('argon2id', { message: password.normalize('NFKC'), nonce, tagLength: 32, ...cost }));

const text = (bytes: Buffer) => bytes.toString('base64url');

/** `$argon2id$v=19$m=…,t=…,p=…$salt$hash` */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const hash = await run(password, salt, COST);
  return `$argon2id$v=19$m=${COST.memory},t=${COST.passes},p=${COST.parallelism}$${text(salt)}$${text(hash)}`;
}

const FORM = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([\w-]+)\$([\w-]+)$/;

/** With the cost that the hash was made with, so that the cost may be raised later. */
export async function verifyPassword({ hash, password }: { hash: string; password: string }): Promise<boolean> {
  const [, memory, passes, parallelism, salt, expected] = FORM.exec(hash) ?? [];
  if (!salt || !expected) return false;
  const cost = { memory: Number(memory), passes: Number(passes), parallelism: Number(parallelism) };
  const found = await run(password, Buffer.from(salt, 'base64url'), cost);
  const wanted = Buffer.from(expected, 'base64url');
  return found.length === wanted.length && timingSafeEqual(found, wanted);
}
