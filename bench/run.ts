/**
 * `npm run bench`: all benchmarks; `npm run bench -- NAME …`: some; `--full`: with five million licenses where it
 * matters. Each runs in a process of its own, so that one that fails takes nothing from the others.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { loadBenchmark, names } from './support/benchmarks.ts';
import { expectedSeconds, minutes } from './support/progress.ts';
import { noteFailure, noteFindings, writeReport } from './support/report.ts';

/** `bulk` means `bulk-sqlite` and `bulk-postgres`. */
const isMeant = (asked: string, name: string) => asked === name || name.startsWith(`${asked}-`);

const given = process.argv.slice(2);
const full = given.includes('--full');
const alone = given.includes('--alone');
const asked = given.filter((argument) => !argument.startsWith('--'));
const chosen = asked.length > 0 ? names.filter((name) => asked.some((one) => isMeant(one, name))) : names;
const unknown = asked.find((one) => !names.some((name) => isMeant(one, name)));
let child: ChildProcess | undefined;

if (unknown) {
  console.error(`There is no benchmark ${unknown}; there are: ${names.join(', ')}.`);
  process.exit(2);
}
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    child?.kill('SIGTERM');
    process.exit(1);
  });
}

async function runHere(name: string): Promise<void> {
  const { run } = await loadBenchmark(name);
  const startedAt = performance.now();
  const findings: Parameters<typeof noteFindings>[1] = [];
  await run({
    full,
    found: (finding) => {
      findings.push(finding);
      const { what, result, goal, reached } = finding;
      console.log(`  ${reached ? 'reached' : 'missed '}  ${what}: ${result} (goal ${goal})`);
      noteFindings(name, findings, { full, seconds: (performance.now() - startedAt) / 1000 });
    },
    tell: (line) => console.log(`  … ${line}`),
  });
  noteFindings(name, findings, { full, seconds: (performance.now() - startedAt) / 1000 });
}

const runInProcess = (name: string): Promise<boolean> =>
  new Promise((resolve) => {
    const args = [join(import.meta.dirname, 'run.ts'), name, '--alone', ...(full ? ['--full'] : [])];
    child = spawn(process.execPath, args, { stdio: 'inherit' });
    child.once('exit', (code) => resolve(code === 0));
  });

async function runAll(): Promise<boolean> {
  const failed: string[] = [];
  for (const [i, name] of chosen.entries()) {
    const left = expectedSeconds(chosen.slice(i), full);
    console.log(`${i + 1} of ${chosen.length}: ${(await loadBenchmark(name)).title} (${minutes(left)} left in all)`);
    if (await runInProcess(name)) continue;
    failed.push(name);
    noteFailure(name);
    console.log('  it failed; what it found before that is kept');
  }
  await writeReport();
  console.log(`docs/performance.md is written.${failed.length > 0 ? ` These failed: ${failed.join(', ')}.` : ''}`);
  return failed.length === 0;
}

if (alone) {
  await runHere(chosen[0] as string);
  process.exit(0);
}
process.exit((await runAll()) ? 0 : 1);
