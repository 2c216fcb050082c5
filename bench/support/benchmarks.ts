import { globSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Benchmark } from './measure.ts';

const folder = join(import.meta.dirname, '..');

/** What to run and report, in order: what a user waits for first, what takes long last. */
const ORDER = [
  'read',
  'access',
  'assign',
  'mixed',
  'bulk',
  'lists',
  'peers',
  'import',
  'start',
  'clicks',
  'first-load',
  'growth',
];
const rank = (name: string) => ORDER.findIndex((first) => name.startsWith(first));

/** Every benchmark, by the name of its file. */
export const names: readonly string[] = globSync('*.ts', { cwd: folder })
  .map((file) => basename(file, '.ts'))
  .filter((name) => name !== 'run')
  .sort((a, b) => rank(a) - rank(b) || b.localeCompare(a));

export async function loadBenchmark(name: string): Promise<Benchmark> {
  const { default: benchmark } = (await import(join(folder, `${name}.ts`))) as { default: Benchmark };
  return benchmark;
}
