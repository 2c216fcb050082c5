import type { DatabaseSync } from 'node:sqlite';
import { setImmediate as nextTurn, setTimeout as pause } from 'node:timers/promises';
import { unavailable } from '../errors.ts';
import { isBusy, isFatal, publicError } from './sqlite-errors.ts';

const LOCK_WAIT_MS = 5000;
const MAX_PER_COMMIT = 64;
/** So long, in milliseconds, jobs and answers follow each other before reads get a turn: most jobs take longer. */
const SLICE_MS = 0.2;
/** For so many turns a batch waits for one more job: a turn costs far less than a commit. */
const TURNS_TO_WAIT = 2;

interface Job {
  work: () => Promise<unknown>;
  settle: (failure: unknown) => void;
  value?: unknown;
  failure?: unknown;
}

/**
 * Runs write jobs one after the other on the single writing connection. Jobs that wait together share one
 * commit, each in its own savepoint, and are answered only after that commit: one fsync serves them all. Between
 * jobs, and between answers, the event loop gets turns, so that reads go on meanwhile.
 */
export class GroupCommit {
  readonly #db: DatabaseSync;
  readonly #onFatal: (error: unknown) => void;
  readonly #waiting: Job[] = [];
  readonly #alone: (() => Promise<void>)[] = [];
  #draining: Promise<void> | null = null;
  #sliceEnds = 0;
  #fatal: unknown = null;

  constructor(db: DatabaseSync, onFatal: (error: unknown) => void) {
    this.#db = db;
    this.#onFatal = onFatal;
  }

  run<T>(work: () => Promise<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      const job: Job = { work, settle: (failure) => (failure ? reject(failure) : resolve(job.value as T)) };
      this.#waiting.push(job);
      this.#draining ??= this.#drain();
    });
  }

  /** Runs `work` between two commits: it may have the database for itself, and changes wait until it is done. */
  alone(work: () => Promise<void>): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#alone.push(() => work().then(resolve, reject));
      this.#draining ??= this.#drain();
    });
  }

  assertUsable(): void {
    if (this.#fatal) throw unavailable(this.#fatal);
  }

  async idle(): Promise<void> {
    while (this.#draining) await this.#draining;
  }

  async #drain(): Promise<void> {
    while (this.#waiting.length > 0 || this.#alone.length > 0) {
      await nextTurn();
      await this.#alone.shift()?.();
      if (this.#waiting.length > 0) await this.#commitTogether();
    }
    this.#draining = null; // in the same breath as the last look at the queue, so that no job is left in it
  }

  async #commitTogether(): Promise<void> {
    const batch: Job[] = [];
    let failure: unknown = null;
    try {
      this.assertUsable();
      await this.#begin();
      for (let turns = 0; turns < TURNS_TO_WAIT && batch.length < MAX_PER_COMMIT; ) {
        const job = this.#waiting.shift();
        if (job) {
          batch.push(job);
          await this.#runOne(job);
        }
        turns = job ? 0 : turns + 1;
        await (job ? this.#makeRoom() : nextTurn());
      }
      this.#db.exec('commit');
    } catch (error) {
      failure = publicError(error);
      if (batch.length === 0) batch.push(...this.#waiting.splice(0));
      this.#giveUp(error);
    }
    for (const job of batch) {
      job.settle(failure ?? job.failure);
      await this.#makeRoom();
    }
  }

  /** Lets everything else have a turn where a slice of time has been used up. */
  async #makeRoom(): Promise<void> {
    if (performance.now() < this.#sliceEnds) return;
    await nextTurn();
    this.#sliceEnds = performance.now() + SLICE_MS;
  }

  async #runOne(job: Job): Promise<void> {
    this.#db.exec('savepoint job');
    try {
      job.value = await job.work();
    } catch (error) {
      if (isFatal(error) || !this.#db.isTransaction) throw error;
      job.failure = publicError(error);
      this.#db.exec('rollback to job');
    }
    this.#db.exec('release job');
  }

  /** Waits for another process's write lock outside the driver, where a wait would freeze the event loop. */
  async #begin(): Promise<void> {
    const giveUpAt = performance.now() + LOCK_WAIT_MS;
    for (let delay = 1; ; delay = Math.min(delay * 2, 25)) {
      try {
        this.#db.exec('begin immediate');
        return;
      } catch (error) {
        if (!isBusy(error) || performance.now() > giveUpAt) throw error;
        await pause(delay);
      }
    }
  }

  #giveUp(error: unknown): void {
    if (this.#db.isTransaction) {
      try {
        this.#db.exec('rollback');
      } catch (rollbackError) {
        error = rollbackError;
      }
    }
    if (!isFatal(error) || this.#fatal) return;
    this.#fatal = error;
    this.#onFatal(error);
  }
}
