import {
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryResult,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely';
import type { Engine } from './database.ts';
import type { Tables } from './tables.ts';

type Run = (query: CompiledQuery) => Promise<QueryResult<never>>;

const parts = {
  sqlite: { compiler: SqliteQueryCompiler, adapter: SqliteAdapter, introspector: SqliteIntrospector },
  postgres: { compiler: PostgresQueryCompiler, adapter: PostgresAdapter, introspector: PostgresIntrospector },
};

const refuseTransaction = async () => {
  throw new Error('open transactions with Database.write');
};

function driver(run: Run): Driver {
  const connection: DatabaseConnection = {
    executeQuery: (query: CompiledQuery) => run(query) as Promise<QueryResult<never>>,
    streamQuery: () => {
      throw new Error('streaming is not supported');
    },
  };
  return {
    init: async () => {},
    acquireConnection: async () => connection,
    releaseConnection: async () => {},
    beginTransaction: refuseTransaction,
    commitTransaction: refuseTransaction,
    rollbackTransaction: refuseTransaction,
    destroy: async () => {},
  };
}

/** A Kysely that builds for `engine` and runs on one given connection; it opens and closes nothing itself. */
export function kyselyOn<T = Tables>(engine: Engine, run: Run): Kysely<T> {
  const { compiler, adapter, introspector } = parts[engine];
  const dialect: Dialect = {
    createDriver: () => driver(run),
    createQueryCompiler: () => new compiler(),
    createAdapter: () => new adapter(),
    createIntrospector: (db) => new introspector(db),
  };
  return new Kysely<T>({ dialect });
}
