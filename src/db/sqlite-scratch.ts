import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';

/** Its errors are not those of the database, after some of which nothing may be written any more. */
const notTheDatabase = (error: unknown) =>
  new Error(`the file for temporary data: ${(error as Error).message}`, { cause: error });

function attempt<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw notTheDatabase(error);
  }
}

/**
 * A private database for what is too much for memory. It lives in a file without a name in the system's folder for
 * temporary files, which goes away when it is closed, or with the process. Nothing in it lasts, and nothing is undone.
 */
export class Scratch implements Disposable {
  readonly #db = new DatabaseSync('');
  readonly #writes = new Map<string, StatementSync>();

  constructor(schema: string) {
    this.script(`pragma journal_mode = off; pragma synchronous = off; pragma cache_size = -16000; ${schema}; begin`);
  }

  script(sql: string): void {
    attempt(() => this.#db.exec(sql));
  }

  /** Runs a statement that is prepared once; answers how many rows it changed. */
  run(sql: string, ...values: SQLInputValue[]): number {
    return attempt(() => {
      let statement = this.#writes.get(sql);
      if (!statement) this.#writes.set(sql, (statement = this.#db.prepare(sql)));
      return Number(statement.run(...values).changes);
    });
  }

  /** The rows one by one as they are asked for, none of them kept. Other tables may be written meanwhile. */
  *rows<R>(sql: string, ...values: SQLInputValue[]): Generator<R> {
    try {
      yield* this.#db.prepare(sql).iterate(...values) as Iterable<R>;
    } catch (error) {
      throw notTheDatabase(error);
    }
  }

  /** The first row. */
  row<R>(sql: string, ...values: SQLInputValue[]): R | undefined {
    return attempt(() => this.#db.prepare(sql).get(...values) as R | undefined);
  }

  [Symbol.dispose](): void {
    this.#db.close();
  }
}
