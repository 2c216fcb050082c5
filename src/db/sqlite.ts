import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import type { CompiledQuery, QueryResult } from 'kysely';
import { CommitListeners } from './commit-topics.ts';
import type { Database, Queries } from './database.ts';
import { deferredStatements } from './deferred.ts';
import { kyselyOn } from './kysely-connection.ts';
import { isBusy, PASSING, primaryCode, publicError } from './sqlite-errors.ts';
import { rewriteFile } from './sqlite-purge.ts';
import { SharedReads } from './sqlite-reader.ts';
import { GroupCommit } from './sqlite-writer.ts';

const bind = (value: unknown): SQLInputValue =>
  value === undefined ? null : typeof value === 'boolean' ? Number(value) : (value as SQLInputValue);

interface Prepared {
  statement: StatementSync;
  columns: string[];
}

/** All rows of a statement. Objects that node:sqlite makes itself are twice as slow, to make and to read. */
function rowsOf({ statement, columns }: Prepared, parameters: readonly unknown[]): Record<string, unknown>[] {
  const rows = statement.all(...parameters.map(bind)) as unknown as unknown[][];
  return rows.map((values) => {
    const row: Record<string, unknown> = {};
    for (let i = 0; i < columns.length; i++) row[columns[i] as string] = values[i];
    return row;
  });
}

/** One connection with its prepared statements. */
export class SqliteConnection {
  readonly raw: DatabaseSync;
  readonly #statements = new Map<string, Prepared>();

  constructor(raw: DatabaseSync) {
    this.raw = raw;
  }

  #prepare(sql: string): Prepared {
    let prepared = this.#statements.get(sql);
    if (!prepared) {
      const statement = this.raw.prepare(sql);
      statement.setReturnArrays(true);
      prepared = { statement, columns: statement.columns().map(({ name }) => name) };
      if (this.#statements.size >= 500) this.#statements.clear();
      this.#statements.set(sql, prepared);
    }
    return prepared;
  }

  rows<R>(query: CompiledQuery<R>): R[] {
    return rowsOf(this.#prepare(query.sql), query.parameters) as R[];
  }

  /** Runs a query in the shape that Kysely expects of a connection. */
  result(query: CompiledQuery): QueryResult<never> {
    const prepared = this.#prepare(query.sql);
    if (prepared.columns.length > 0) return { rows: rowsOf(prepared, query.parameters) as never[] };
    const { changes, lastInsertRowid } = prepared.statement.run(...query.parameters.map(bind));
    return { rows: [], numAffectedRows: BigInt(changes), insertId: BigInt(lastInsertRowid) };
  }

  queries(): Queries {
    return {
      engine: 'sqlite',
      kysely: kyselyOn('sqlite', async (query) => this.result(query)),
      run: async (query) => this.rows(query),
    };
  }

  /** The same, for callers who are told no more than that it cannot be done now. */
  reading(): Queries {
    const reads = new SharedReads(this.raw);
    const attempt = <T>(work: () => T): Promise<T> =>
      reads.run(() => {
        try {
          return work();
        } catch (error) {
          throw publicError(error);
        }
      });
    return {
      engine: 'sqlite',
      kysely: kyselyOn('sqlite', (query) => attempt(() => this.result(query))),
      run: (query) => attempt(() => this.rows(query)),
    };
  }
}

/** How long to wait for another process that opens the same file at this moment. */
const OPEN_WAIT_MS = 5000;

/** Switches to the write-ahead log. Where several processes do it to a new file, SQLite refuses all but one of them at once. */
function useLog(db: DatabaseSync): void {
  for (const until = performance.now() + OPEN_WAIT_MS; ; ) {
    try {
      db.exec('pragma journal_mode = wal');
      return;
    } catch (error) {
      if (!isBusy(error) || performance.now() > until) throw error;
    }
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10);
  }
}

function openWriter(path: string): SqliteConnection {
  const db = new DatabaseSync(path, { timeout: 0, enableForeignKeyConstraints: true });
  useLog(db);
  db.exec(`pragma synchronous = full; pragma trusted_schema = off; pragma cell_size_check = on;
    pragma mmap_size = 0; pragma cache_size = -32000; pragma recursive_triggers = on; pragma wal_autocheckpoint = 4000`);
  const value = (name: string) => Object.values(db.prepare(`pragma ${name}`).get() ?? {})[0];
  if (value('journal_mode') !== 'wal' || value('synchronous') !== 2 || value('foreign_keys') !== 1) {
    throw new Error(`${path}: SQLite did not accept write-ahead logging with full synchronisation`);
  }
  return new SqliteConnection(db);
}

/**
 * After a crash the log may hold pages that only the system's cache has: a commit whose fsync failed. Copying the log
 * into the file writes and flushes them anew. Where another process is at it, or the disk is full, that waits.
 */
function settleLog(db: DatabaseSync): void {
  try {
    db.prepare('pragma wal_checkpoint(truncate)').get();
  } catch (error) {
    if (!PASSING.has(primaryCode(error))) throw error;
  }
}

/** A connection of its own for reading: in WAL mode it never waits for the writer. */
function openReader(path: string): SqliteConnection {
  const db = new DatabaseSync(path, { timeout: 1000 });
  db.exec('pragma query_only = on; pragma trusted_schema = off; pragma cache_size = -32000');
  return new SqliteConnection(db);
}

/** Reads by a connection of its own, all from the same state. */
async function inSnapshot<T>(path: string, work: (read: Queries) => Promise<T>): Promise<T> {
  const own = openReader(path);
  try {
    own.raw.exec('begin');
    return await work(own.reading());
  } finally {
    own.raw.close();
  }
}

/**
 * Opens the embedded database: one writer, whose transactions share commits, and one reader.
 * `onFatal` is called once when SQLite reports an I/O error or corruption; nothing is written after that.
 */
export function openSqlite(path: string, onFatal: (error: unknown) => void): Database {
  const writer = openWriter(path);
  settleLog(writer.raw);
  const reader = openReader(path);
  const transaction = {
    ...writer.queries(),
    writable: true,
    script: async (sql: string) => writer.raw.exec(sql),
  } as const;
  const commits = new GroupCommit(writer.raw, onFatal);
  const read = reader.reading();
  const listeners = new CommitListeners();
  return {
    engine: 'sqlite',
    read,
    write: async (work) => {
      const { afterCommit, tell, seatsChanged, settle } = listeners.collect();
      const value = await commits.run(async () => {
        const { deferred, all } = deferredStatements(transaction);
        const tx = { ...transaction, deferred, settled: all, afterCommit, seatsChanged };
        const value = await work(tx);
        await settle(tx);
        await all();
        return value;
      });
      tell();
      return value;
    },
    onCommit: (topic, listener) => listeners.on(topic, listener),
    beforeCommit: (settle) => listeners.beforeCommit(settle),
    snapshot: (work) => inSnapshot(path, work),
    purge: () => commits.alone(() => rewriteFile(path)),
    probe: async () => {
      reader.raw.prepare('select 1').get();
      commits.assertUsable();
    },
    close: async () => {
      await commits.idle();
      reader.raw.close();
      writer.raw.close();
    },
  };
}
