import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import type { CompiledQuery, Kysely, QueryResult } from 'kysely';
import { unavailable } from '../errors.ts';
import type { Database, Queries, Transaction } from './database.ts';
import { kyselyOn } from './kysely-connection.ts';
import type { Tables } from './tables.ts';

const INT8 = 20;
const NUMERIC = 1700;
const TIMES_TO_REPEAT = 5;
/** Serialization failure and deadlock: PostgreSQL undid everything and asks for another try. */
const REPEATABLE = new Set(['40001', '40P01']);
/** Connection, resources, intervention, read-only, lock and statement time limits: nothing the caller did. */
const PASSING = /^(08|53|57|58)|^(25006|55P03|25P03)$/;

/** Ids and instants are whole numbers below 2^53; the driver would hand them over as text. */
const types = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') =>
    oid === INT8 || oid === NUMERIC ? Number : pg.types.getTypeParser(oid, format as 'text'),
} as unknown as NonNullable<pg.PoolConfig['types']>;

const sqlState = (error: unknown) => String((error as { code?: unknown }).code ?? '');

function publicError(error: unknown): unknown {
  if (error instanceof pg.DatabaseError) return PASSING.test(sqlState(error)) ? unavailable(error) : error;
  const lost = /ECONN|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENOENT/.test(sqlState(error));
  const message = (error as Error).message ?? '';
  return lost || /[Cc]onnection terminated|timeout exceeded|not queryable|timeout expired/.test(message) ? unavailable(error) : error;
}

const names = new Map<string, string>();
/** Named statements are parsed once per connection. */
function nameOf(sql: string): string {
  let name = names.get(sql);
  if (!name) names.set(sql, (name = `q${names.size}`));
  return name;
}

function queriesOn(client: pg.Pool | pg.ClientBase): Queries {
  const result = async (query: CompiledQuery): Promise<QueryResult<never>> => {
    const { rows, rowCount } = await client.query({ text: query.sql, values: [...query.parameters] });
    return { rows: rows as never[], numAffectedRows: BigInt(rowCount ?? 0) };
  };
  let kysely: Kysely<Tables> | undefined;
  return {
    engine: 'postgres',
    get kysely() {
      return (kysely ??= kyselyOn('postgres', result));
    },
    run: async <R>(query: CompiledQuery<R>) => {
      const { rows } = await client.query({ name: nameOf(query.sql), text: query.sql, values: query.parameters as unknown[] });
      return rows as R[];
    },
  };
}

/** A commit counts only when it came back clean: not as a rollback, not with the warning of a standby that did not confirm. */
async function commit(client: pg.PoolClient): Promise<void> {
  let warning: unknown = null;
  const onNotice = (notice: { code?: string | undefined }) => {
    if (notice.code?.startsWith('01')) warning = notice;
  };
  client.on('notice', onNotice);
  try {
    const { command } = await client.query('commit');
    if (command !== 'COMMIT' || warning) throw unavailable(warning ?? new Error(`commit answered ${command}`));
  } catch (error) {
    throw unavailable(error);
  } finally {
    client.off('notice', onNotice);
  }
}

const transactionOn = (client: pg.PoolClient): Transaction =>
  Object.assign(queriesOn(client), {
    writable: true as const,
    script: async (sql: string) => {
      await client.query(sql);
    },
  });

async function attempt<T>(pool: pg.Pool, work: (tx: Transaction) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    await client.query('begin');
    const value = await work(transactionOn(client));
    await commit(client);
    return value;
  } catch (error) {
    await client.query('rollback').catch((rollbackError: Error) => {
      broken = rollbackError;
    });
    throw error;
  } finally {
    client.release(broken);
  }
}

async function repeating<T>(pool: pg.Pool, work: (tx: Transaction) => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await attempt(pool, work);
    } catch (error) {
      if (!REPEATABLE.has(sqlState(error))) throw publicError(error);
      if (tries >= TIMES_TO_REPEAT) throw unavailable(error);
      await pause(Math.random() * 10 * 2 ** tries);
    }
  }
}

/** Opens a pool of connections to PostgreSQL. Nothing is sent until the first query. */
export function openPostgres(url: string, size: number): Database {
  const pool = new pg.Pool({
    connectionString: url,
    max: size,
    types,
    connectionTimeoutMillis: 5000,
    idleTimeoutMillis: 30_000,
    statement_timeout: 5000,
    lock_timeout: 2000,
    idle_in_transaction_session_timeout: 10_000,
    application_name: 'carrel',
  });
  pool.on('error', () => {}); // an idle connection was lost; the next query opens another
  const reads = queriesOn(pool);
  return {
    engine: 'postgres',
    read: {
      engine: 'postgres',
      kysely: reads.kysely,
      run: (query) =>
        reads.run(query).catch((error: unknown) => {
          throw publicError(error);
        }),
    },
    write: (work) => repeating(pool, work),
    probe: async () => {
      await pool.query('select 1').catch((error: unknown) => {
        throw publicError(error);
      });
    },
    close: () => pool.end(),
  };
}
