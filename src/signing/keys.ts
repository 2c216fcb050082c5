import type { JWK, SignJWT } from 'jose';
import type { Context } from '../context.ts';
import { now } from '../context.ts';
import type { Database, Queries, Transaction } from '../db/database.ts';
import { prepare } from '../db/prepare.ts';
import type { SigningKeyTable } from '../db/tables.ts';
import { type Actor, record, system } from '../event/record.ts';
import { DAY } from '../rules/time.ts';
import { SIGNING_KEYS, sealWith } from '../seal.ts';

export const ALGORITHM = 'ES256';

/** The longest that a token of a launch is valid, in seconds. */
export const TOKEN_SECONDS = 120;
/** A key that signs no more is published until its last token has ended, by clocks that differ a little. */
const PUBLISHED_AFTER = TOKEN_SECONDS + 180;
/** A key is replaced at this age by itself. */
const MAX_AGE = 90 * DAY;

type Keeper = Pick<Context, 'db' | 'keys' | 'clock'>;

/** A key that signs. */
export interface SigningKey {
  id: string;
  jwk: JWK;
  sign: (token: SignJWT) => Promise<string>;
}

const currentKey = prepare((db) =>
  db.selectFrom('signing_key').select(['id', 'public_jwk', 'private_sealed', 'created_at']).where('current', '=', 1),
);
const publishedKeys = prepare((db, p: { since: number }) =>
  db
    .selectFrom('signing_key')
    .select(['public_jwk', 'current'])
    .where((eb) => eb.or([eb('current', '=', 1), eb('credentials', '=', 1), eb('retired_at', '>', p.since)]))
    .orderBy('current', 'desc')
    .orderBy('created_at', 'desc'),
);
const insertKey = prepare((db, p: { id: string; publicJwk: string; sealed: string; now: number }) =>
  db
    .insertInto('signing_key')
    .values({
      id: p.id,
      current: 1,
      public_jwk: p.publicJwk,
      private_sealed: p.sealed,
      created_at: p.now,
      retired_at: null,
    })
    .onConflict((conflict) => conflict.doNothing()),
);
const retireKey = prepare((db, p: { id: string; now: number }) =>
  db
    .updateTable('signing_key')
    .set({ current: 0, private_sealed: null, retired_at: p.now })
    .where('id', '=', p.id)
    .where('current', '=', 1)
    .returning('id'),
);
const deleteOld = prepare((db, p: { before: number }) =>
  db.deleteFrom('signing_key').where('retired_at', '<', p.before).where('credentials', '=', 0),
);
const markCredentials = prepare((db, p: { id: string }) =>
  db.updateTable('signing_key').set({ credentials: 1 }).where('id', '=', p.id).where('credentials', '=', 0),
);

type CurrentRow = Pick<SigningKeyTable, 'id' | 'public_jwk' | 'private_sealed' | 'created_at'>;

const currentIn = async (queries: Queries): Promise<CurrentRow | undefined> => (await currentKey(queries, {}))[0];

interface NewKey {
  id: string;
  publicJwk: string;
  privateJwk: string;
}

async function generate(): Promise<NewKey> {
  const { calculateJwkThumbprint, exportJWK, generateKeyPair } = await import('jose'); // a start needs nothing of it
  const { publicKey, privateKey } = await generateKeyPair(ALGORITHM, { extractable: true });
  const jwk = await exportJWK(publicKey);
  const id = await calculateJwkThumbprint(jwk);
  const publicJwk = JSON.stringify({ ...jwk, kid: id, alg: ALGORITHM, use: 'sig' });
  return { id, publicJwk, privateJwk: JSON.stringify(await exportJWK(privateKey)) };
}

/** Puts a new key in the place of the one that is known as current; where another process did it first, theirs stays. */
async function replace(
  tx: Transaction,
  keys: readonly Buffer[],
  fresh: NewKey,
  former: CurrentRow | undefined,
  by: Actor,
  at: number,
): Promise<void> {
  if (former && (await retireKey(tx, { id: former.id, now: at })).length === 0) return;
  const sealed = sealWith(keys, SIGNING_KEYS).encrypt(fresh.privateJwk);
  await insertKey(tx, { id: fresh.id, publicJwk: fresh.publicJwk, sealed, now: at });
  await deleteOld(tx, { before: at - PUBLISHED_AFTER });
  if (!former) return;
  const told = { managerId: null, at, kind: 'signing_key.rotated' as const, by };
  record(tx, { ...told, before: { key: former.id }, after: { key: fresh.id } });
}

/** Makes a new key, which signs from now on; answers its id, and that of the one whose place it takes. */
export async function rotateSigningKey(
  { db, keys, clock }: Keeper,
  by: Actor,
): Promise<{ id: string; former: string | null }> {
  const former = await currentIn(db.read);
  const fresh = await generate();
  await db.write((tx) => replace(tx, keys, fresh, former, by, now({ clock })));
  return { id: (await currentIn(db.read))?.id ?? fresh.id, former: former?.id ?? null };
}

/** Replaces the key where it has become old; answers whether it did. */
export async function rotateAgedKey(context: Keeper): Promise<boolean> {
  const key = await currentIn(context.db.read);
  if (!key || key.created_at > now(context) - MAX_AGE) return false;
  await rotateSigningKey(context, system);
  return true;
}

const opened = new WeakMap<Database, SigningKey>();

async function open({ db, keys }: Keeper, row: CurrentRow): Promise<SigningKey | null> {
  const known = opened.get(db);
  if (known?.id === row.id) return known;
  const text = sealWith(keys, SIGNING_KEYS).decrypt(row.private_sealed ?? '');
  if (text === null) return null;
  const { importJWK } = await import('jose');
  const key = await importJWK(JSON.parse(text), ALGORITHM);
  const { kid, kty, crv, x, y } = JSON.parse(row.public_jwk);
  const sign = (token: SignJWT) => token.sign(key);
  const made = { id: row.id, jwk: { kty, crv, x, y, kid }, sign };
  opened.set(db, made);
  return made;
}

/**
 * The key that signs now. The first to ask makes it, and one that the server's key does not open any more is replaced.
 * It is read each time, so that a rotation holds at once in every process.
 */
export async function signingKey(context: Keeper): Promise<SigningKey> {
  for (let attempt = 0; attempt < 3; attempt++) {
    const row = await currentIn(context.db.read);
    const key = row && (await open(context, row));
    if (key) return key;
    const fresh = await generate();
    await context.db.write((tx) => replace(tx, context.keys, fresh, row, system, now(context)));
  }
  throw new Error('the key that signs launches cannot be read');
}

/** The same for what does not end: its key stays published. */
export async function credentialKey(context: Keeper): Promise<SigningKey> {
  const key = await signingKey(context);
  if (!kept.has(key)) await context.db.write((tx) => markCredentials(tx, { id: key.id }));
  kept.add(key);
  return key;
}

/** Keys of which the database knows that they are to stay. */
const kept = new WeakSet<SigningKey>();

/** The public keys of all that is valid now, as a JSON Web Key Set (RFC 7517). */
export async function publishedKeySet(context: Keeper): Promise<{ keys: JWK[] }> {
  await signingKey(context);
  const rows = await publishedKeys(context.db.read, { since: now(context) - PUBLISHED_AFTER });
  return { keys: rows.map(({ public_jwk }) => JSON.parse(public_jwk)) };
}
