/** So many changes at once leave a crowd of reads about half of two processors. */
const MAX_BESIDE_READS = 2;
/** After so long, in milliseconds, a change that waits for a lock no longer keeps others from being made. */
const PATIENCE_MS = 50;

/**
 * Makes changes as they come, but few at once while reads are `crowded()`: many side by side are hardly faster, and
 * take the processors from everything else (docs/decisions/0031-fewer-round-trips.md).
 */
export class Turns {
  readonly #crowded: () => boolean;
  readonly #waiting: (() => void)[] = [];
  #taken = 0;

  constructor(crowded: () => boolean) {
    this.#crowded = crowded;
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
    const patience = setTimeout(end, PATIENCE_MS);
    try {
      return await change();
    } finally {
      clearTimeout(patience);
      end();
    }
  }

  #startNext(): void {
    while (this.#waiting.length > 0 && (this.#taken < MAX_BESIDE_READS || !this.#crowded())) {
      this.#taken++;
      this.#waiting.shift()?.();
    }
  }
}
