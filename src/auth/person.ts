import { randomUUID } from 'node:crypto';
import { type SqlBool, sql } from 'kysely';
import type { Engine, Queries, Transaction } from '../db/database.ts';
import { prepare } from '../db/prepare.ts';
import type { Email } from '../rules/email.ts';
import { encodeAddress } from './address-encoding.ts';
import { forgetOtherDevices, trustNoDevice } from './device.ts';

/** Somebody who can sign in. The address is the key of `rules/email.ts`, and proven. */
export interface Person {
  id: string;
  name: string;
  email: string;
  publisher: boolean;
}

const byEmail = prepare((db, p: { email: string }) =>
  db.selectFrom('person').select(['id', 'name', 'email', 'publisher']).where('email', '=', p.email),
);

const any = prepare((db, _: object) => db.selectFrom('person').select('id').limit(1));

const disabled = prepare((db, p: { email: string }) =>
  db.selectFrom('person').select('id').where('email', '=', p.email).where('disabled_at', 'is not', null),
);

const disabledById = prepare((db, p: { id: string }) =>
  db.selectFrom('person').select('id').where('id', '=', p.id).where('disabled_at', 'is not', null),
);

const expected = prepare((db, p: { email: string }) =>
  db
    .selectFrom('person')
    .select(sql<number>`1`.as('found'))
    .where('email', '=', p.email)
    .unionAll(db.selectFrom('student').select(sql<number>`1`.as('found')).where('email_key', '=', p.email))
    .unionAll(db.selectFrom('member').select(sql<number>`1`.as('found')).where('email', '=', p.email)),
);

const insertPerson = prepare((db, p: { id: string; name: string; email: string; publisher: 0 | 1; at: string }) =>
  db
    .insertInto('person')
    .values({
      id: p.id,
      name: p.name,
      email: p.email,
      email_verified: sql`true`,
      publisher: p.publisher,
      created_at: p.at,
      updated_at: p.at,
    })
    .onConflict((conflict) => conflict.column('email').doNothing())
    .returning('id'),
);

const upsertPassword = prepare((db, p: { id: string; personId: string; hash: string; at: string }) =>
  db
    .insertInto('credential')
    .values({
      id: p.id,
      user_id: p.personId,
      account_id: p.personId,
      provider_id: 'credential',
      password: p.hash,
      created_at: p.at,
      updated_at: p.at,
    })
    .onConflict((conflict) =>
      conflict.columns(['provider_id', 'account_id']).doUpdateSet({ password: p.hash, updated_at: p.at }),
    ),
);

const passwordOf = prepare((db, p: { personId: string }) =>
  db
    .selectFrom('credential')
    .select('password')
    .where('user_id', '=', p.personId)
    .where('provider_id', '=', 'credential'),
);

const endSessions = prepare((db, p: { personId: string }) =>
  db.deleteFrom('session').where('user_id', '=', p.personId),
);

const byteOrder = (engine: Engine) => (engine === 'postgres' ? sql.raw('collate "C"') : sql.raw(''));

/** Links to a new password, codes that were mailed, and sign-ins that wait for a code: their value is the person. */
const deleteSecrets = prepare((db, p: { personId: string }, engine) =>
  db.deleteFrom('verification').where(sql<SqlBool>`value ${byteOrder(engine)} = ${p.personId}`),
);

/** Links that sign in: their value is JSON, which begins with the address. */
const deleteLinks = prepare((db, p: { from: string; to: string }, engine) =>
  db
    .deleteFrom('verification')
    .where(sql<SqlBool>`value ${byteOrder(engine)} >= ${p.from} and value ${byteOrder(engine)} < ${p.to}`),
);

const emailById = prepare((db, p: { id: string }) => db.selectFrom('person').select('email').where('id', '=', p.id));

const iso = (seconds: number) => new Date(seconds * 1000).toISOString();

/** The person with this address, or undefined. */
export async function findPerson(db: Queries, email: string): Promise<Person | undefined> {
  const [row] = await byEmail(db, { email });
  return row && { ...row, publisher: row.publisher === 1 };
}

/** True where an account may arise by itself for this address: a student's, or a member's. */
export const isExpected = async (db: Queries, email: string): Promise<boolean> =>
  (await expected(db, { email })).length > 0;

/** True once there is an account. */
export const anybody = async (db: Queries): Promise<boolean> => (await any(db, {})).length > 0;

/** Makes an account for an address that is proven; null where it has one. */
export async function createPerson(
  tx: Transaction,
  asked: { name: string; email: Email; passwordHash: string | null; publisher?: boolean },
  now: number,
): Promise<string | null> {
  const at = iso(now);
  const publisher = asked.publisher ? 1 : 0;
  const [made] = await insertPerson(tx, { id: randomUUID(), name: asked.name, email: asked.email.key, publisher, at });
  if (!made) return null;
  if (asked.passwordHash !== null) await setPassword(tx, made.id, asked.passwordHash, now);
  return made.id;
}

/** Ends every session of the person, on every process at once. */
export async function endSessionsOf(tx: Transaction, personId: string): Promise<void> {
  await endSessions(tx, { personId });
}

/** True where nobody may sign in with the account of this address. */
export const isDisabled = async (db: Queries, email: string): Promise<boolean> =>
  (await disabled(db, { email })).length > 0;

/** True where nobody may sign in with the account. */
export const isDisabledPerson = async (db: Queries, id: string): Promise<boolean> =>
  (await disabledById(db, { id })).length > 0;

/** The address of a person, or undefined. */
export const emailOf = async (db: Queries, id: string): Promise<string | undefined> =>
  (await emailById(db, { id }))[0]?.email;

async function forgetLinks(tx: Transaction, personId: string): Promise<void> {
  const email = await emailOf(tx, personId);
  if (email === undefined) return;
  const link = JSON.stringify({ type: 'magic-link', email: encodeAddress(email) }).slice(0, -1);
  await deleteLinks(tx, { from: `${link},`, to: `${link}~` });
}

/**
 * What was handed out before is void: links to a new password and to sign in, sign-ins that wait for a code, and
 * browsers that are trusted or known. The browser with the secret `keep` stays known, and is trusted no more.
 */
export async function forgetSecrets(tx: Transaction, personId: string, keep: string | null = null): Promise<void> {
  await deleteSecrets(tx, { personId });
  await forgetLinks(tx, personId);
  await forgetOtherDevices(tx, personId, keep);
  await trustNoDevice(tx, personId);
}

/** Sets a password and ends every session of the person. */
export async function setPassword(tx: Transaction, personId: string, hash: string, now: number): Promise<void> {
  await endSessions(tx, { personId });
  await forgetSecrets(tx, personId);
  await upsertPassword(tx, { id: randomUUID(), personId, hash, at: iso(now) });
}

/** Gives a person who has no password one; false where there is one. Sessions go on, mailed links are void. */
export async function addPassword(tx: Transaction, personId: string, hash: string, now: number): Promise<boolean> {
  if ((await passwordHashOf(tx, personId)) !== null) return false;
  await forgetLinks(tx, personId);
  await upsertPassword(tx, { id: randomUUID(), personId, hash, at: iso(now) });
  return true;
}

/** The hash of a person's password, or null where they have none. */
export const passwordHashOf = async (db: Queries, personId: string): Promise<string | null> =>
  (await passwordOf(db, { personId }))[0]?.password ?? null;
