import type { CompiledQuery, Kysely, QueryResult } from 'kysely';
import pg from 'pg';
import type { Queries } from './database.ts';
import { kyselyOn } from './kysely-connection.ts';
import type { Tables } from './tables.ts';

/** For what may take its time: migrations, and looking at everything. The most that a timer takes. */
export const UNLIMITED_MS = 2 ** 31 - 1;

/** A statement with how long its answer is waited for, in milliseconds, where that is not the connection's own limit. */
export type Query = pg.QueryConfig & { query_timeout?: number };
export type Send = (query: Query) => Promise<pg.QueryResult>;

/** Sends a statement, without waiting for the answers to those before it. What is sent in one turn goes out in one piece. */
export function send(client: pg.PoolClient, query: Query): Promise<pg.QueryResult> {
  const { stream } = (client as unknown as pg.Client).connection;
  if (stream.writableCorked === 0) {
    stream.cork();
    process.nextTick(() => stream.uncork());
  }
  return new Promise((resolve, reject) => {
    const { text, values, name, query_timeout } = query;
    const settle = (error: Error | undefined, result: pg.QueryResult) => (error ? reject(error) : resolve(result));
    client.query(Object.assign(new pg.Query(text, values, settle), { name, query_timeout })); // a plain object is copied
  });
}

const names = new Map<string, string>();
/** Named statements are parsed once per connection. */
function nameOf(sql: string): string {
  let name = names.get(sql);
  if (!name) names.set(sql, (name = `q${names.size}`));
  return name;
}

/** What can be asked by way of `ask`. */
export function queriesOn(ask: Send): Queries {
  const result = async (query: CompiledQuery): Promise<QueryResult<never>> => {
    const { rows, rowCount } = await ask({ text: query.sql, values: [...query.parameters] });
    return { rows: rows as never[], numAffectedRows: BigInt(rowCount ?? 0) };
  };
  let kysely: Kysely<Tables> | undefined;
  return {
    engine: 'postgres',
    get kysely() {
      return (kysely ??= kyselyOn('postgres', result));
    },
    run: async <R>(query: CompiledQuery<R>) => {
      const { rows } = await ask({ name: nameOf(query.sql), text: query.sql, values: query.parameters as unknown[] });
      return rows as R[];
    },
  };
}
