import { availableParallelism } from 'node:os';

/** After so long, in milliseconds, a change that waits for a lock no longer keeps others from being made. */
const SLOT_TIMEOUT_MS = 50;

interface WriteLimits {
  besideReads?: number;
  slotTimeoutMs?: number;
}

/**
 * Makes changes as they come, but few at once while reads are `crowded()`: many side by side are hardly faster, and
 * take the processors from everything else (docs/decisions/0031-fewer-round-trips.md). `besideReads` is how many: as many as there are
 * processors leave a crowd of reads about half of them.
 */
export class WriteLimiter {
  readonly #crowded: () => boolean;
  readonly #besideReads: number;
  readonly #slotTimeoutMs: number;
  readonly #waiting: (() => void)[] = [];
  #taken = 0;

  constructor(
    crowded: () => boolean,
    { besideReads = availableParallelism(), slotTimeoutMs = SLOT_TIMEOUT_MS }: WriteLimits = {},
  ) {
    this.#crowded = crowded;
    this.#besideReads = besideReads;
    this.#slotTimeoutMs = slotTimeoutMs;
  }

  async run<T>(change: () => Promise<T>): Promise<T> {
    const turn = new Promise<void>((begin) => this.#waiting.push(begin));
    this.#startNext();
    await turn;
    let over = false;
    const end = () => {
      if (over) return;
      over = true;
      this.#taken--;
      this.#startNext();
    };
    const timeout = setTimeout(end, this.#slotTimeoutMs);
    try {
      return await change();
    } finally {
      clearTimeout(timeout);
      end();
    }
  }

  #startNext(): void {
    while (this.#waiting.length > 0 && (this.#taken < this.#besideReads || !this.#crowded())) {
      this.#taken++;
      this.#waiting.shift()?.();
    }
  }
}
