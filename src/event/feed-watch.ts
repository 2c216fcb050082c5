import { setTimeout as pause } from 'node:timers/promises';
import type { Database } from '../db/database.ts';
import { advanceFeed } from './feed.ts';

/** How often the database is asked while somebody waits, in milliseconds: events of other processes are seen so late. */
const POLL_MS = 500;
/** Who waits beyond this number is answered at once. */
const MAX_WAITING = 1000;

/** Lets readers of the event feed wait for what comes next. They hold no connection: one question serves all of them. */
export class FeedWatch {
  readonly #db: Database;
  readonly #draining: () => boolean;
  readonly #waiting = new Set<() => void>();
  #newest = 0;
  #watching = false;

  constructor(db: Database, draining: () => boolean) {
    this.#db = db;
    this.#draining = draining;
  }

  /**
   * Resolves with the position of the newest event of anybody once it is behind `seen`; sooner when `signal` aborts,
   * when the server stops, and when too many wait.
   */
  async next(seen: number, signal: AbortSignal): Promise<number> {
    if (this.#newest > seen || signal.aborted || this.#waiting.size >= MAX_WAITING) return this.#newest;
    await new Promise<void>((resolve) => {
      const wake = () => {
        signal.removeEventListener('abort', wake);
        this.#waiting.delete(wake);
        resolve();
      };
      signal.addEventListener('abort', wake);
      this.#waiting.add(wake);
      if (!this.#watching) void this.#watch();
    });
    return this.#newest;
  }

  async #watch(): Promise<void> {
    this.#watching = true;
    while (this.#waiting.size > 0) {
      await pause(POLL_MS, undefined, { ref: false });
      const newest = await advanceFeed(this.#db).catch(() => this.#newest + 1); // readers are told when they ask
      if (newest <= this.#newest && !this.#draining()) continue;
      this.#newest = Math.max(newest, this.#newest);
      for (const wake of [...this.#waiting]) wake();
    }
    this.#watching = false;
  }
}
