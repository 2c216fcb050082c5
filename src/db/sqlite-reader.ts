import type { DatabaseSync, StatementSync } from 'node:sqlite';

/**
 * Reads that are asked for in one turn of the event loop share one read transaction, because beginning one costs as
 * much as a read. It begins when the turn is over, so every read sees what was committed before it was asked for.
 */
export class SharedReads {
  readonly #db: DatabaseSync;
  readonly #begin: StatementSync;
  readonly #end: StatementSync;
  #waiting: (() => void)[] = [];

  constructor(db: DatabaseSync) {
    this.#db = db;
    this.#begin = db.prepare('begin');
    this.#end = db.prepare('commit');
  }

  run<T>(read: () => T): Promise<T> {
    return new Promise((resolve, reject) => {
      if (this.#waiting.length === 0) setImmediate(() => this.#readAll());
      this.#waiting.push(() => {
        try {
          resolve(read());
        } catch (error) {
          reject(error);
        }
      });
    });
  }

  #readAll(): void {
    const reads = this.#waiting;
    this.#waiting = [];
    const shared = reads.length > 1 && this.#db.isOpen && !this.#db.isTransaction;
    if (shared) this.#begin.run();
    for (const read of reads) read();
    if (shared && this.#db.isTransaction) this.#end.run();
  }
}
