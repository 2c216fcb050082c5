/**
 * The promises, put to the test: `npm run verify`, or `npm run verify -- kill race --n 100 --seed 7 --engine sqlite --short`.
 * One line per test at the end: figure, n, seed, engine, time. Everything runs against servers of its own on 127.0.0.1.
 */
import { parseArgs } from 'node:util';
import type { Engine } from '../src/db/database.ts';
import { startPostgres } from '../test/support/postgres.ts';
import { proofs } from './registry.ts';
import { Bar } from './support/bar.ts';
import { carryOut, type Proof } from './support/proof.ts';
import { type Line, table } from './support/table.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    n: { type: 'string' },
    seed: { type: 'string' },
    engine: { type: 'string' },
    short: { type: 'boolean' },
    list: { type: 'boolean' },
  },
});

function fail(message: string): never {
  console.error(message);
  process.exit(2);
}

function whole(name: 'n' | 'seed'): number | undefined {
  const text = values[name];
  if (text === undefined) return undefined;
  return /^\d{1,9}$/.test(text) ? Number(text) : fail(`--${name} must be a whole number`);
}

const known = new Map(proofs.map((proof) => [proof.name, proof]));
const chosen =
  positionals.length > 0
    ? positionals.map((name) => known.get(name) ?? fail(`There is no test “${name}”; --list names them all.`))
    : proofs;
if (values.list) {
  for (const { name, promise, full, unit } of proofs) console.log(`${name.padEnd(14)} ${promise} (${full} ${unit})`);
  process.exit(0);
}
if (values.engine && values.engine !== 'sqlite' && values.engine !== 'postgres')
  fail('--engine must be sqlite or postgres');

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));
const runs: [Proof, Engine][] = chosen.flatMap((proof) =>
  proof.engines
    .filter((engine) => !values.engine || values.engine === engine)
    .map((engine): [Proof, Engine] => [proof, engine]),
);
const postgres = runs.some(([, engine]) => engine === 'postgres') ? await startPostgres() : null;
if (postgres) process.env.TEST_POSTGRES_URL = postgres.url;
const lines: Line[] = [];
for (const [proof, engine] of runs) {
  const n = whole('n') ?? (values.short ? proof.short : proof.full);
  const seed = whole('seed') ?? Math.floor(Math.random() * 1e9);
  const bar = new Bar(`${proof.name} [${engine}]`);
  const outcome = await carryOut(proof, {
    engine,
    n,
    seed,
    timed: n >= proof.full,
    progress: (done) => bar.show(done),
  });
  bar.end();
  lines.push({ name: proof.name, engine, seed, unit: proof.unit, ...outcome });
  console.log(table(lines.slice(-1)));
  for (const failure of outcome.failures) console.log(`    ${failure.replaceAll('\n', '\n    ')}`);
}
await postgres?.stop();
if (lines.length > 1) console.log(`\n${table(lines)}`);
const failed = lines.filter((line) => line.failures.length > 0).length;
const skipped = lines.filter((line) => line.skipped !== undefined).length;
console.log(`${lines.length - failed - skipped} held, ${failed} failed, ${skipped} skipped`);
for (const { name, engine, skipped: why } of lines)
  if (why !== undefined) console.log(`skipped ${name} [${engine}]: ${why}`);
process.exit(failed > 0 ? 1 : skipped > 0 ? 3 : 0);
