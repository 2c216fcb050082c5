import type { Engine } from '../../src/db/database.ts';
import type { Outcome } from './proof.ts';

export interface Line extends Outcome {
  name: string;
  engine: Engine;
  seed: number;
  unit: string;
  ms: number;
  skipped?: string;
}

const verdict = (line: Line) => (line.skipped !== undefined ? 'skipped' : line.failures.length > 0 ? 'FAILED' : 'held');

/** One line per test: verdict, name, engine, n, figure, seed, time. */
export function table(lines: readonly Line[]): string {
  const cells = lines.map((line) => [
    verdict(line),
    line.name,
    line.engine,
    `${line.n} ${line.unit}`,
    `${(line.ms / 1000).toFixed(1)} s`,
    `seed ${line.seed}`,
    line.skipped ?? line.figure,
  ]);
  const widths = cells[0]?.map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0))) ?? [];
  return cells
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
