/** `npm run bench`: all benchmarks; `npm run bench -- NAME …`: some; `--full`: with five million licenses where it matters. */
import { globSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Benchmark } from './support/measure.ts';
import { writeReport } from './support/report.ts';

const names = globSync('*.ts', { cwd: import.meta.dirname })
  .map((file) => basename(file, '.ts'))
  .filter((name) => name !== 'run')
  .sort();
const given = process.argv.slice(2);
const full = given.includes('--full');
const asked = given.filter((argument) => !argument.startsWith('--'));
const unknown = asked.find((name) => !names.includes(name));

if (unknown) {
  console.error(`There is no benchmark ${unknown}; there are: ${names.join(', ')}.`);
  process.exit(2);
}
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));
for (const name of asked.length > 0 ? asked : names) {
  const { default: benchmark } = (await import(join(import.meta.dirname, `${name}.ts`))) as { default: Benchmark };
  console.log(`${benchmark.title} …`);
  const findings = await benchmark.run({ full });
  for (const { what, result, goal, reached } of findings)
    console.log(`  ${reached ? 'reached' : 'missed '}  ${what}: ${result} (goal ${goal})`);
  writeReport(name, findings);
}
process.exit(0);
