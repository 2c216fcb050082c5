import type { Engine } from '../../src/db/database.ts';

/** What a test is given to work with. */
export interface Trial {
  engine: Engine;
  /** How many rounds, kills, requests …: what one of it is, the proof says. */
  n: number;
  /** Makes the same choices again. */
  seed: number;
  /** Whether times count: only in the full form, on a machine that does nothing else. */
  timed: boolean;
  /** Tells how far it is, 0 to 1. */
  progress(done: number): void;
  /** Runs at the end, whatever happens; the last one first. */
  cleanUp(work: () => unknown): void;
}

/** What came out: a test without failures has held its promise. */
export interface Outcome {
  /** How many were really done. */
  n: number;
  figure: string;
  failures: string[];
}

/** A promise, and the program that puts it to the test. */
export interface Proof {
  name: string;
  /** What holds, in words. */
  promise: string;
  /** What `n` counts. */
  unit: string;
  engines: readonly Engine[];
  full: number;
  short: number;
  run(trial: Trial): Promise<Outcome>;
}

/** Thrown where this machine cannot run a test: it is reported as skipped, with the reason. */
export class Skipped extends Error {}

export const both: readonly Engine[] = ['sqlite', 'postgres'];

/** Collects what went wrong, the first few in words and all of them by number. */
export class Failures {
  readonly #told: string[] = [];
  count = 0;

  add(text: string): void {
    this.count++;
    if (this.#told.length < 10) this.#told.push(text);
  }

  unless(holds: boolean, text: string): void {
    if (!holds) this.add(text);
  }

  addAll(texts: readonly string[]): void {
    for (const text of texts) this.add(text);
  }

  list(): string[] {
    const more = this.count - this.#told.length;
    return more > 0 ? [...this.#told, `… and ${more} more`] : this.#told;
  }
}

/** Runs a proof once, cleans up after it, and turns what it throws into a failure. */
export async function carryOut(
  proof: Proof,
  given: { engine: Engine; n: number; seed: number; timed: boolean; progress?: (done: number) => void },
): Promise<Outcome & { ms: number; skipped?: string }> {
  const started = performance.now();
  const works: (() => unknown)[] = [];
  const trial: Trial = { ...given, progress: given.progress ?? (() => {}), cleanUp: (work) => works.push(work) };
  const ms = () => Math.round(performance.now() - started);
  try {
    return { ...(await proof.run(trial)), ms: ms() };
  } catch (error) {
    if (error instanceof Skipped) return { n: 0, figure: '', failures: [], skipped: error.message, ms: ms() };
    return { n: 0, figure: 'stopped by an error', failures: [String((error as Error).stack ?? error)], ms: ms() };
  } finally {
    for (const work of works.reverse()) {
      await Promise.try(work).catch((error: unknown) =>
        process.stderr.write(`clean-up: ${(error as Error).message}\n`),
      );
    }
  }
}
