import { readFileSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, release, totalmem, type } from 'node:os';
import { join } from 'node:path';
import { loadBenchmark, names } from './benchmarks.ts';
import type { Benchmark, Finding } from './measure.ts';
import { keepResult, type Result, readResults } from './results.ts';

const file = join(import.meta.dirname, '..', '..', 'docs', 'performance.md');
const intro = join(import.meta.dirname, 'intro.md');

const load = loadavg()[0] ?? 0;
const machine = () =>
  `${cpus().length} cores (${cpus()[0]?.model.trim()}), ${Math.round(totalmem() / 2 ** 30)} GiB, ${type()} ${release()}, Node ${process.versions.node}`;

/** Keeps what a benchmark found so far. */
export function noteFindings(name: string, findings: Finding[], { full, seconds }: { full: boolean; seconds: number }) {
  const date = new Date().toISOString().slice(0, 10);
  const rounded = { load: Math.round(load * 10) / 10, seconds: Math.round(seconds) };
  keepResult(name, { date, full, ...rounded, machine: machine(), failed: false, findings });
}

/** Keeps that a benchmark did not come to its end; what it had found stays. */
export function noteFailure(name: string): void {
  const known = readResults()[name];
  const nothing = { date: new Date().toISOString().slice(0, 10), full: false, seconds: 0, load, findings: [] };
  keepResult(name, { ...nothing, machine: machine(), ...known, failed: true });
}

const cell = (text: string) => text.replaceAll('|', '\\|');

function table({ findings, failed }: Result): string {
  const rows = findings.map(({ what, floor, goal, result, reached }) =>
    [what, floor, result, goal, reached ? 'yes' : '**no**'].map(cell).join(' | '),
  );
  const lines = ['what | against | result | goal | reached', '---|---|---|---|---', ...rows];
  return [lines.map((line) => `| ${line} |`).join('\n'), ...(failed ? ['It **failed** before its end.'] : [])].join(
    '\n\n',
  );
}

function section(name: string, benchmark: Benchmark, result: Result | undefined): string {
  const { title, notes } = benchmark;
  if (!result) return `## ${title}\n\nNot measured yet: \`npm run bench -- ${name}\`.`;
  const { date, full, seconds, load: busy, machine: where } = result;
  const command = `npm run bench -- ${name}${full ? ' --full' : ''}`;
  const run = `\`${command}\`, ${date}, ${seconds} s. ${where}; load before it ${busy}.`;
  return [`## ${title}`, table(result), run, notes.trim()].filter(Boolean).join('\n\n');
}

/** Writes docs/performance.md: how to repeat it, and the last results of every benchmark. */
export async function writeReport(): Promise<void> {
  const results = readResults();
  const sections = await Promise.all(
    names.map(async (name) => section(name, await loadBenchmark(name), results[name])),
  );
  writeFileSync(file, `${[readFileSync(intro, 'utf8').trim(), ...sections].join('\n\n')}\n`);
}
