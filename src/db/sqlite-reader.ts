import type { DatabaseSync, StatementSync } from 'node:sqlite';

/**
 * Reads that are asked for in one turn of the event loop share one read transaction, because beginning one costs as
 * much as a read. It begins when the turn is over, so every read sees what was committed before it was asked for. The
 * reads that follow from them, such as that of a license once its token is known, are done in the same turn, once: the
 * next may be taken by a write.
 */
export class SharedReads {
  readonly #db: DatabaseSync;
  readonly #begin: StatementSync;
  readonly #end: StatementSync;
  #waiting: (() => void)[] = [];
  #hasTurn = false;

  constructor(db: DatabaseSync) {
    this.#db = db;
    this.#begin = db.prepare('begin');
    this.#end = db.prepare('commit');
  }

  run<T>(read: () => T): Promise<T> {
    return new Promise((resolve, reject) => {
      this.#takeTurn();
      this.#waiting.push(() => {
        try {
          resolve(read());
        } catch (error) {
          reject(error);
        }
      });
    });
  }

  #takeTurn(): void {
    if (this.#hasTurn) return;
    this.#hasTurn = true;
    setImmediate(() => {
      this.#hasTurn = false;
      this.#readAll();
      queueMicrotask(() => process.nextTick(() => this.#readAll())); // when all promises have moved on
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
