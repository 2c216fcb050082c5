import type { Context } from '../context.ts';
import type { Database, Queries, Transaction } from '../db/database.ts';
import { prepare } from '../db/prepare.ts';
import type { SecretKeyTable } from '../db/tables.ts';
import { fingerprintOf, sealWith } from '../seal.ts';
import { SettingError } from '../setting-error.ts';
import { countMade, countUnreadable } from './sealed.ts';

/** So many earlier keys are kept. A token that was made before the oldest of them has to be made anew. */
const MAX_EARLIER = 8;

/** The keys of a server, the current one first, and by which of them the database was served before. */
export interface Ring {
  keys: readonly Buffer[];
  /** The key whose place the current one takes; null where it is in its place already. */
  replaces: Buffer | null;
}

type Configured = Pick<Context['config'], 'secretKey' | 'secretKeyPrevious'>;

const allKeys = prepare((db) => db.selectFrom('secret_key').selectAll().orderBy('since', 'desc'));
const insertKey = prepare((db, p: SecretKeyTable) =>
  db
    .insertInto('secret_key')
    .values({ fingerprint: p.fingerprint, current: p.current, sealed: p.sealed, since: p.since })
    .onConflict((conflict) => conflict.doNothing()),
);
const removeAll = prepare((db) => db.deleteFrom('secret_key').returning('fingerprint'));
const nameTokens = prepare((db, p: { fingerprint: string }) =>
  db.updateTable('token').set({ made_with: p.fingerprint }).where('made_with', 'is', null),
);

const earlierKeys = (secret: Buffer) => sealWith([secret], 'earlier keys');

/** By which keys the database was served: the current one, and the earlier ones that it still holds. */
export const keptKeys = (queries: Queries): Promise<SecretKeyTable[]> => allKeys(queries, {});

export const currentOf = (rows: readonly SecretKeyTable[]): SecretKeyTable | undefined =>
  rows.find(({ current }) => current === 1);

/** The earlier keys, opened with the key that they are sealed with. */
function openEarlier(rows: readonly SecretKeyTable[], secret: Buffer): Buffer[] {
  const seal = earlierKeys(secret);
  const opened = rows.map(({ sealed }) => (sealed === null ? null : seal.decrypt(sealed)));
  return opened.filter((text) => text !== null).map((text) => Buffer.from(text, 'base64url'));
}

/** The ring that these settings make on a database; null where they lack the key that it was served with. */
export function ringOf({ secretKey, secretKeyPrevious }: Configured, rows: readonly SecretKeyTable[]): Ring | null {
  const kept = currentOf(rows)?.fingerprint;
  if (kept === fingerprintOf(secretKey)) return { keys: [secretKey, ...openEarlier(rows, secretKey)], replaces: null };
  if (!secretKeyPrevious || kept !== fingerprintOf(secretKeyPrevious)) return null;
  return { keys: [secretKey, secretKeyPrevious, ...openEarlier(rows, secretKeyPrevious)], replaces: secretKeyPrevious };
}

/** A database that was never asked for its key takes the one that opens what is sealed in it. */
async function adopt(db: Database, { secretKey, secretKeyPrevious }: Configured, now: number): Promise<void> {
  const candidates = secretKeyPrevious ? [secretKey, secretKeyPrevious] : [secretKey];
  for (const key of candidates) {
    const { unreadable, all } = await countUnreadable(db.read, [key]);
    if (all > 0 && unreadable === all) continue;
    const fingerprint = fingerprintOf(key);
    await db.write(async (tx) => {
      await insertKey(tx, { fingerprint, current: 1, sealed: null, since: now });
      await nameTokens(tx, { fingerprint });
    });
    return;
  }
}

const some = (count: number, one: string, more: string) => (count === 1 ? `1 ${one}` : `${count} ${more}`);

/** What a server with the wrong key would break, and how to go on, in one line. */
async function wrongKey(db: Database, config: Configured, kept: string | undefined): Promise<SettingError> {
  const { tokens, links, factors } = await countMade(db.read);
  const from = kept === undefined ? 'what is sealed in it' : `key ${kept}, with which it was served`;
  return new SettingError(
    `SECRET_KEY (or secret.key in DATA_DIR) has the fingerprint ${fingerprintOf(config.secretKey)} and does not fit this database: ${from}. ` +
      `With it ${some(tokens, 'API token', 'API tokens')}, every session, the codes of ${some(links, 'link', 'links')} and ` +
      `${some(factors, 'second factor', 'second factors')} would be refused. Give the former key back, or set it as SECRET_KEY_PREVIOUS; ` +
      'if it is lost, run “carrel key accept”',
  );
}

/**
 * The keys to serve with; the first server writes down the fingerprint of its key. Throws SettingError where the
 * database was served with another one, which SECRET_KEY_PREVIOUS is not either.
 */
export async function settleKeys({ db, config }: Pick<Context, 'db' | 'config'>, now: number): Promise<Ring> {
  if (!currentOf(await keptKeys(db.read))) await adopt(db, config, now);
  const rows = await keptKeys(db.read);
  const ring = ringOf(config, rows);
  if (!ring) throw await wrongKey(db, config, currentOf(rows)?.fingerprint);
  return ring;
}

/** Puts the current key in the place of the one it replaces, which is kept under its seal. Throws where others changed the keys meanwhile. */
export function replaceKey(db: Database, { keys, replaces }: Ring, now: number): Promise<void> {
  const [key, ...earlier] = keys as [Buffer, ...Buffer[]];
  const seal = earlierKeys(key);
  return db.write(async (tx) => {
    const gone = await removeAll(tx, {});
    const expected = replaces && gone.some(({ fingerprint }) => fingerprint === fingerprintOf(replaces));
    if (!expected) throw new Error('the keys of the database were changed meanwhile');
    await insertKey(tx, { fingerprint: fingerprintOf(key), current: 1, sealed: null, since: now });
    for (const [age, old] of earlier.slice(0, MAX_EARLIER).entries()) {
      const sealed = seal.encrypt(old.toString('base64url'));
      await insertKey(tx, { fingerprint: fingerprintOf(old), current: 0, sealed, since: now - 1 - age });
    }
  });
}

/** Takes the key for that of the database, whatever it was served with; what earlier keys made is refused from now on. */
export async function acceptKey(tx: Transaction, secret: Buffer, now: number): Promise<void> {
  await removeAll(tx, {});
  await insertKey(tx, { fingerprint: fingerprintOf(secret), current: 1, sealed: null, since: now });
}
