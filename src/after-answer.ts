import { randomInt } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Context } from './context.ts';

/** Milliseconds that work may wait after the answer. */
const MAX_DELAY_MS = 200;

/**
 * Work that begins some time after the answer, so that neither its own time nor that of a request behind it tells
 * what it did.
 */
export class AfterAnswer {
  readonly #log: Context['log'];
  readonly #pending = new Set<Promise<void>>();

  constructor(log: Context['log']) {
    this.#log = log;
  }

  /** `what` is named in the log where the work fails. */
  run(what: string, work: () => Promise<unknown>): void {
    const running = pause(randomInt(1, MAX_DELAY_MS))
      .then(work)
      .then(
        () => {},
        (error: unknown) => this.#log.error({ err: error }, `${what} was not written`),
      );
    this.#pending.add(running);
    void running.finally(() => this.#pending.delete(running));
  }

  /** Resolves once all of it is done: before the server stops. */
  async drained(): Promise<void> {
    await Promise.all(this.#pending);
  }
}
