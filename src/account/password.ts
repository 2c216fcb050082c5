import { argon2, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { Refusal } from '../errors.ts';

/** Argon2id with 46 MiB and two passes: above the least that OWASP advises. */
const COST = { memory: 47_104, passes: 2, parallelism: 1 };
const AT_ONCE = 2;
const MOST_WAITING = 50;

export const LEAST_CHARACTERS = 10;
export const MOST_CHARACTERS = 256;

const derive = promisify(argon2);
const waiting: (() => void)[] = [];
let running = 0;

/** Each derivation takes its memory: two at a time, and a short queue, so that sign-ins cannot exhaust the server. */
async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (waiting.length >= MOST_WAITING) throw new Refusal('rate_limited', { headers: { 'retry-after': '5' } });
  if (running >= AT_ONCE) await new Promise<void>((resolve) => waiting.push(resolve));
  else running++;
  try {
    return await work();
  } finally {
    const next = waiting.shift();
    if (next) next();
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
