import { randomBytes, randomUUID } from 'node:crypto';
import { sha256 } from '../crypto.ts';
import type { Queries, Transaction } from '../db/database.ts';
import { prepare } from '../db/prepare.ts';
import { insertVerification } from './verification.ts';

/** How long a sign-in waits for its code. */
export const CHALLENGE_SECONDS = 10 * 60;
/** The name of its cookie, behind the prefix of all cookies. */
export const CHALLENGE = 'two_factor';

const find = prepare((db, p: { identifier: string; now: string }) =>
  db
    .selectFrom('verification')
    .innerJoin('person', 'person.id', 'verification.value')
    .select(['person.id', 'person.email'])
    .where('verification.identifier', '=', p.identifier)
    .where('verification.expires_at', '>', p.now),
);

const take = prepare((db, p: { identifier: string; personId: string; now: string }) =>
  db
    .deleteFrom('verification')
    .where('identifier', '=', p.identifier)
    .where('value', '=', p.personId)
    .where('expires_at', '>', p.now)
    .returning('id'),
);

const identifierOf = (text: string) => `second-factor:${sha256(text)}`;
const iso = (seconds: number) => new Date(seconds * 1000).toISOString();

/** A sign-in that waits for its second factor. Answers what its cookie holds, signed. */
export async function openChallenge(tx: Transaction, personId: string, now: number): Promise<string> {
  const text = randomBytes(32).toString('base64url');
  const times = { now: iso(now), end: iso(now + CHALLENGE_SECONDS) };
  await insertVerification(tx, { id: randomUUID(), identifier: identifierOf(text), personId, ...times });
  return text;
}

/** Whose sign-in waits; null where it is over, or never was. */
export async function findChallenge(
  db: Queries,
  text: string,
  now: number,
): Promise<{ id: string; email: string } | null> {
  const [person] = await find(db, { identifier: identifierOf(text), now: iso(now) });
  return person ?? null;
}

/** Uses a challenge up; false where somebody else did, or it is over. */
export async function takeChallenge(tx: Transaction, text: string, personId: string, now: number): Promise<boolean> {
  return (await take(tx, { identifier: identifierOf(text), personId, now: iso(now) })).length === 1;
}
