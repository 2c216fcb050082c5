import type { Context } from './context.ts';

const WINDOW_MS = 60_000;

interface Limits {
  /** Lines a minute for one key, such as a network. */
  each: number;
  /** Lines a minute for all keys together. */
  all: number;
}

/**
 * For what strangers can bring about as often as they like: so many lines a minute are written. The others are counted,
 * and their number is told when the minute is over.
 */
export class LimitedLog {
  readonly #context: Pick<Context, 'log' | 'clock'>;
  readonly #what: string;
  readonly #limits: Limits;
  readonly #lines = new Map<string, number>();
  #since = Number.NEGATIVE_INFINITY;
  #written = 0;
  #left = 0;
  #telling: NodeJS.Timeout | undefined;

  constructor(context: Pick<Context, 'log' | 'clock'>, what: string, limits: Limits) {
    this.#context = context;
    this.#what = what;
    this.#limits = limits;
  }

  write(level: 'warn' | 'error', key: string, facts: object, message: string): void {
    this.#beginMinute();
    const lines = this.#lines.get(key) ?? 0;
    if (lines >= this.#limits.each || this.#written >= this.#limits.all) {
      this.#left++;
      this.#telling ??= setTimeout(() => this.tell(), WINDOW_MS).unref();
      return;
    }
    this.#lines.set(key, lines + 1);
    this.#written++;
    this.#context.log[level](facts, message);
  }

  /** Tells how many lines were left out, if any were. */
  tell(): void {
    clearTimeout(this.#telling);
    this.#telling = undefined;
    if (this.#left > 0)
      this.#context.log.warn({ more: this.#left }, `${this.#what}: and ${this.#left} more such lines`);
    this.#left = 0;
  }

  #beginMinute(): void {
    const now = this.#context.clock();
    if (now >= this.#since && now - this.#since < WINDOW_MS) return;
    this.tell();
    this.#since = now;
    this.#written = 0;
    this.#lines.clear();
  }
}
