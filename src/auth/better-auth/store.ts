import { kyselyAdapter } from '@better-auth/kysely-adapter';
import type { BetterAuthOptions } from 'better-auth';
import type { CompiledQuery, Kysely } from 'kysely';
import { sha256 } from '../../crypto.ts';
import type { Database } from '../../db/database.ts';
import { kyselyOn } from '../../db/kysely-connection.ts';
import { decodeAddresses, encodeAddress } from '../address-encoding.ts';

type DBAdapter = ReturnType<ReturnType<typeof kyselyAdapter>>;
type Row = Record<string, unknown>;
type Condition = { field: string; value: unknown };

/** Reads go to the reader, everything else through the one way to write: a statement is a transaction of its own. */
function kyselyOver(db: Database): Kysely<Record<string, Row>> {
  return kyselyOn(db.engine, (query: CompiledQuery) => {
    const reads = query.query.kind === 'SelectQueryNode';
    const answer = reads ? db.read.kysely.executeQuery(query) : db.write((tx) => tx.kysely.executeQuery(query));
    return answer as ReturnType<Parameters<typeof kyselyOn>[1]>;
  });
}

/** Better Auth lives by the wall clock. Its times are moved by `shift` milliseconds, so that they follow ours. */
function move<T>(value: T, shift: number): T {
  if (shift === 0 || typeof value !== 'object' || value === null) return value;
  if (value instanceof Date) return new Date(value.getTime() + shift) as T;
  if (Array.isArray(value)) return value.map((item) => move(item, shift)) as T;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, move(member, shift)])) as T;
}

/** The same rows with every address written by `write`. */
function readdress<T>(value: T, write: (address: string) => string): T {
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  if (Array.isArray(value)) return value.map((item) => readdress(item, write)) as T;
  const entries = Object.entries(value).map(([name, member]) => [
    name,
    name === 'email' && typeof member === 'string' ? write(member) : readdress(member, write),
  ]);
  return Object.fromEntries(entries) as T;
}

/** The database knows people by their addresses alone. */
function revealAddress<T extends { where?: Condition[] }>(asked: T): T {
  const where = asked.where?.map((one) =>
    one.field === 'email' && typeof one.value === 'string' ? { ...one, value: decodeAddresses(one.value) } : one,
  );
  return readdress({ ...asked, ...(where && { where }) }, decodeAddresses);
}

const hashed = (value: unknown) =>
  Array.isArray(value) ? value.map((text) => sha256(String(text))) : sha256(String(value));

/** The database holds the hash of a session's token only: reading it opens no session. */
function hideToken(asked: { where?: Condition[]; data?: Row; update?: Row }) {
  const conceal = (row: Row | undefined) => (row && 'token' in row ? { ...row, token: hashed(row.token) } : row);
  const where = asked.where?.map((one) => (one.field === 'token' ? { ...one, value: hashed(one.value) } : one));
  return { ...asked, ...(where && { where }), data: conceal(asked.data), update: conceal(asked.update) };
}

const tokenIn = (asked: { where?: Condition[]; data?: Row }): unknown =>
  asked.data?.token ?? asked.where?.find((one) => one.field === 'token' && typeof one.value === 'string')?.value;

type Method = (asked: { model: string; where?: Condition[]; data?: Row; update?: Row }) => Promise<unknown>;

/** Every operation of the adapter, with its times, addresses and session tokens translated on the way in and out. */
function translated(adapter: DBAdapter, clock: () => number): DBAdapter {
  const shift = () => (clock === Date.now ? 0 : clock() - Date.now());
  const wrap = (method: Method): Method => {
    return async (asked) => {
      const moved = revealAddress(move(asked, shift()));
      const isSession = asked.model === 'session';
      const found = await method((isSession ? hideToken(moved) : moved) as typeof asked);
      const answer = readdress(move(found, -shift()), encodeAddress);
      const token = isSession && tokenIn(asked);
      return token && answer && typeof answer === 'object' && !Array.isArray(answer) ? { ...answer, token } : answer;
    };
  };
  const entries = Object.entries(adapter).map(([name, member]) => [
    name,
    typeof member === 'function' && name !== 'transaction' && name !== 'createSchema' ? wrap(member as Method) : member,
  ]);
  return Object.fromEntries(entries) as DBAdapter;
}

/**
 * Where Better Auth keeps its records: in our database, by our clock. On SQLite its statements queue with all the
 * others for the single writer.
 */
export function authStore(db: Database, clock: () => number): (options: BetterAuthOptions) => DBAdapter {
  return (options) => {
    const on = (kysely: Kysely<never>) => translated(kyselyAdapter(kysely, { type: db.engine })(options), clock);
    const transaction = ((work: (adapter: DBAdapter) => Promise<unknown>) =>
      db.write((tx) => work(on(tx.kysely as unknown as Kysely<never>)))) as DBAdapter['transaction'];
    return { ...on(kyselyOver(db) as unknown as Kysely<never>), transaction };
  };
}
