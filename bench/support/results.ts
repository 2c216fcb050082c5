import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Finding } from './measure.ts';

/** What one benchmark found when it last ran. */
export interface Result {
  /** Date of the run, and whether it was a `--full` one. */
  date: string;
  full: boolean;
  seconds: number;
  machine: string;
  /** Processes that wanted to run when it began, in the mean of a minute, the benchmark's own left out. */
  load: number;
  failed: boolean;
  findings: Finding[];
}

const file = join(import.meta.dirname, '..', 'results.json');

/** The last results of every benchmark, by its name. */
export const readResults = (): Record<string, Result> =>
  existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};

export function keepResult(name: string, result: Result): void {
  writeFileSync(file, `${JSON.stringify({ ...readResults(), [name]: result }, null, 2)}\n`);
}
