import { type RawBuilder, sql } from 'kysely';
import { accountSecret } from '../auth/secret.ts';
import type { Database, Queries } from '../db/database.ts';
import { LINK_CODES, SIGNING_KEYS, sealWith, WEBHOOK_SECRETS } from '../seal.ts';

/** How a value is sealed: `decrypt` answers null for what another key sealed. */
interface Cipher {
  decrypt(secret: Buffer, sealed: string): Promise<string | null>;
  encrypt(secret: Buffer, text: string): Promise<string>;
}

/** Every column that holds what only the key opens. Who seals another one names it here, and nowhere else. */
export interface SealedColumn {
  table: string;
  column: string;
  /** As an operator knows it, one and more. */
  names: [one: string, more: string];
  cipher: Cipher;
}

const ownSeal = (purpose: string): Cipher => ({
  decrypt: async (secret, sealed) => sealWith([secret], purpose).decrypt(sealed),
  encrypt: async (secret, text) => sealWith([secret], purpose).encrypt(text),
});

/** Better Auth's, which a server without visitors need not load. */
const betterAuth: Cipher = {
  decrypt: async (secret, sealed) => {
    const { symmetricDecrypt } = await import('better-auth/crypto');
    return symmetricDecrypt({ key: accountSecret(secret), data: sealed }).catch(() => null);
  },
  encrypt: async (secret, text) => {
    const { symmetricEncrypt } = await import('better-auth/crypto');
    return symmetricEncrypt({ key: accountSecret(secret), data: text });
  },
};

const webhook = (column: string, names: [string, string]): SealedColumn => ({
  table: 'webhook',
  column,
  names,
  cipher: ownSeal(WEBHOOK_SECRETS),
});

export const sealedColumns: readonly SealedColumn[] = [
  { table: 'link', column: 'code_sealed', names: ['code of a link', 'codes of links'], cipher: ownSeal(LINK_CODES) },
  webhook('secret_sealed', ['secret of a webhook', 'secrets of webhooks']),
  webhook('previous_sealed', ['former secret of a webhook', 'former secrets of webhooks']),
  {
    table: 'signing_key',
    column: 'private_sealed',
    names: ['key that signs launches', 'keys that sign launches'],
    cipher: ownSeal(SIGNING_KEYS),
  },
  { table: 'two_factor', column: 'secret', names: ['second factor', 'second factors'], cipher: betterAuth },
  {
    table: 'two_factor',
    column: 'backup_codes',
    names: ['list of backup codes', 'lists of backup codes'],
    cipher: betterAuth,
  },
];

const BATCH = 100;

interface Sealed {
  id: string | number;
  sealed: string;
}

/** The values of a column, some at a time, in the order of their ids. */
async function* batches(queries: Queries, { table, column }: SealedColumn): AsyncGenerator<Sealed[]> {
  const value = sql.ref(column);
  for (let last: string | number | null = null; ; ) {
    const later: RawBuilder<unknown> = last === null ? sql`` : sql`and id > ${last}`;
    const { rows }: { rows: Sealed[] } =
      await sql<Sealed>`select id, ${value} as sealed from ${sql.table(table)} where ${value} is not null ${later} order by id limit ${sql.lit(BATCH)}`.execute(
        queries.kysely,
      );
    if (rows.length > 0) yield rows;
    last = rows.at(-1)?.id ?? null;
    if (rows.length < BATCH) return;
  }
}

/** The text of a value, and which of the keys opens it; null where none does. */
async function opened({ cipher }: SealedColumn, keys: readonly Buffer[], sealed: string) {
  for (const [age, key] of keys.entries()) {
    const text = await cipher.decrypt(key, sealed);
    if (text !== null) return { text, age };
  }
  return null;
}

/** How many values of each kind the first of the keys does not open, and how many no key opens. */
export interface SealedCount {
  names: [one: string, more: string];
  all: number;
  /** Opened by a later one of the keys. */
  older: number;
  unreadable: number;
}

export async function countSealed(queries: Queries, keys: readonly Buffer[]): Promise<SealedCount[]> {
  const counts: SealedCount[] = [];
  for (const column of sealedColumns) {
    const count = { names: column.names, all: 0, older: 0, unreadable: 0 };
    for await (const rows of batches(queries, column)) {
      for (const { sealed } of rows) {
        const found = await opened(column, keys, sealed);
        count.all++;
        if (!found) count.unreadable++;
        else if (found.age > 0) count.older++;
      }
    }
    counts.push(count);
  }
  return counts;
}

export async function countUnreadable(queries: Queries, keys: readonly Buffer[]) {
  const counts = await countSealed(queries, keys);
  const sum = (of: 'all' | 'unreadable') => counts.reduce((total, count) => total + count[of], 0);
  return { all: sum('all'), unreadable: sum('unreadable') };
}

/** What a key has made that clients and people hold. */
export async function countMade(queries: Queries): Promise<{ tokens: number; links: number; factors: number }> {
  const { rows } = await sql<{ tokens: number; links: number; factors: number }>`
    select (select count(*) from token) as tokens, (select count(*) from link) as links,
      (select count(*) from two_factor) as factors`.execute(queries.kysely);
  return rows[0] ?? { tokens: 0, links: 0, factors: 0 };
}

/** Seals anew what a later one of the keys opens, a few at a time, until `stopping`. Answers how many values. */
export async function sealAnew(db: Database, keys: readonly Buffer[], stopping: () => boolean): Promise<number> {
  const [current] = keys as [Buffer];
  let changed = 0;
  for (const column of sealedColumns) {
    for await (const rows of batches(db.read, column)) {
      if (stopping()) return changed;
      const work = await Promise.all(
        rows.map(async ({ id, sealed }) => {
          const found = await opened(column, keys, sealed);
          return found && found.age > 0 ? [{ id, sealed, anew: await column.cipher.encrypt(current, found.text) }] : [];
        }),
      );
      changed += await store(db, column, work.flat());
    }
  }
  return changed;
}

/** A value that was changed meanwhile is left as it is. */
async function store(db: Database, { table, column }: SealedColumn, values: (Sealed & { anew: string })[]) {
  if (values.length === 0) return 0;
  await db.write(async (tx) => {
    for (const { id, sealed, anew } of values) {
      await sql`update ${sql.table(table)} set ${sql.ref(column)} = ${anew}
        where id = ${id} and ${sql.ref(column)} = ${sealed}`.execute(tx.kysely);
    }
  });
  return values.length;
}
