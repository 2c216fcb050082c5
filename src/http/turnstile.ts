interface Line {
  inside: number;
  waiting: (() => void)[];
}

interface Bounds {
  atOnce: number;
  waiting: number;
  waitMs: number;
}

/** Lets few in at a time for each key, the others wait for their turn. Nothing is kept of keys that nobody uses. */
export class Turnstile {
  readonly #lines = new Map<string, Line>();
  readonly #bounds: Bounds;

  constructor(bounds: Bounds) {
    this.#bounds = bounds;
  }

  /**
   * Resolves with what lets the next one in, to be called once; null where too many wait, or one waited too long, the
   * `waitedMs` before it came here included.
   */
  enter(key: string, waitedMs = 0): Promise<(() => void) | null> {
    const line = this.#lines.get(key) ?? { inside: 0, waiting: [] };
    this.#lines.set(key, line);
    const leave = () => this.#leave(key, line);
    if (line.inside < this.#bounds.atOnce) {
      line.inside++;
      return Promise.resolve(leave);
    }
    if (line.waiting.length >= this.#bounds.waiting) return Promise.resolve(null);
    return new Promise((resolve) => {
      const enter = () => {
        clearTimeout(giveUp);
        resolve(leave);
      };
      const giveUp = setTimeout(
        () => {
          line.waiting.splice(line.waiting.indexOf(enter), 1);
          resolve(null);
        },
        Math.max(0, this.#bounds.waitMs - waitedMs),
      ).unref();
      line.waiting.push(enter);
    });
  }

  #leave(key: string, line: Line): void {
    const next = line.waiting.shift();
    if (next) next();
    else if (--line.inside === 0) this.#lines.delete(key);
  }
}
