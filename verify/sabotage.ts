/**
 * Can the tests see? Each defect is built into a copy of the tree, alone, and the test that should notice it has to
 * fail: `node verify/sabotage.ts`, or with a part of a defect's name, or with the name of a test.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPostgres } from '../test/support/postgres.ts';
import { type Defect, defects } from './defects.ts';

const root = join(import.meta.dirname, '..');
const COPIED = ['src', 'test', 'verify', 'client', 'package.json', 'tsconfig.json'];
const TRIES = 3;

const wanted = process.argv.slice(2).join(' ');
const chosen = defects.filter(({ name, caughtBy }) => name.includes(wanted) || caughtBy === wanted);

function build(defect: Defect): string {
  const tree = mkdtempSync(join(tmpdir(), 'carrel-defect-'));
  for (const name of COPIED)
    cpSync(join(root, name), join(tree, name), { recursive: true, filter: (path) => !path.includes('node_modules') });
  symlinkSync(join(root, 'node_modules'), join(tree, 'node_modules'));
  mkdirSync(join(tree, 'web'));
  if (existsSync(join(root, 'web/dist'))) symlinkSync(join(root, 'web/dist'), join(tree, 'web/dist'));
  for (const { file, from, to } of defect.changes) {
    const text = readFileSync(join(tree, file), 'utf8');
    const places = text.split(from).length - 1;
    if (places !== 1)
      throw new Error(`${file} holds ${places} times “${from}”: the defect “${defect.name}” has to follow the code`);
    writeFileSync(
      join(tree, file),
      text.replace(from, () => to),
    );
  }
  return tree;
}

/**
 * Runs the named test on a tree. Only a test that got to its end and found something has noticed the defect: one that
 * was stopped by an error, or by the machine, has shown nothing.
 */
function look(
  tree: string,
  { caughtBy, engine, n }: Defect,
  seed: number,
): { verdict: 'found' | 'held' | 'broken'; words: string } {
  const words = ['verify/run.ts', caughtBy, '--engine', engine, '--n', String(n), '--seed', String(seed)];
  const { status, signal, stdout, stderr } = spawnSync(process.execPath, words, {
    cwd: tree,
    encoding: 'utf8',
    timeout: 300_000,
  });
  const said = `${stdout}${stderr}${signal ? `ended by ${signal}` : ''}`;
  if (status === 0 && stdout.includes('held')) return { verdict: 'held', words: said };
  const found = status === 1 && /^FAILED/m.test(stdout) && !stdout.includes('stopped by an error');
  return { verdict: found ? 'found' : 'broken', words: said };
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));
const postgres = await startPostgres();
process.env.TEST_POSTGRES_URL = postgres.url;
const sound = build({ name: 'none', changes: [], caughtBy: '', engine: 'sqlite', n: 0 });
/** What the sound tree did with the same test, size and seed: asked once. */
const controls = new Map<string, ReturnType<typeof look>>();
let missed = 0;
for (const defect of chosen) {
  const started = performance.now();
  const { verdict, words } = judge(defect);
  if (verdict !== 'caught') missed++;
  const why = verdict === 'caught' ? (/^FAILED.*\n\s+(.*)/m.exec(words)?.[1] ?? '') : words.trim();
  const seconds = Math.round((performance.now() - started) / 1000);
  console.log(
    `${verdict}  ${defect.name}  by ${defect.caughtBy} [${defect.engine}]  ${seconds} s: ${why.slice(0, verdict === 'caught' ? 110 : 1500)}`,
  );
}
rmSync(sound, { recursive: true, force: true });
await postgres.stop();
console.log(`${chosen.length - missed} of ${chosen.length} defects caught`);
process.exit(missed > 0 ? 1 : 0);

function soundly(defect: Defect, seed: number): ReturnType<typeof look> {
  const name = [defect.caughtBy, defect.engine, defect.n, seed].join(' ');
  const control = controls.get(name) ?? look(sound, defect, seed);
  controls.set(name, control);
  return control;
}

/** The same test, seed and size has to hold on the sound tree and to find something on the defective one. */
function judge(defect: Defect): { verdict: 'caught' | 'NOT CAUGHT' | 'NOT SHOWN'; words: string } {
  let words = '';
  let broken = false;
  let tree = '';
  try {
    tree = build(defect);
    for (let seed = 1; seed <= TRIES; seed++) {
      const defective = look(tree, defect, seed);
      words = defective.words;
      broken = defective.verdict === 'broken';
      if (defective.verdict !== 'found') continue;
      const control = soundly(defect, seed);
      if (control.verdict === 'held') return { verdict: 'caught', words };
      words = `without the defect it does not hold either: ${control.words}`;
      broken = true;
    }
  } catch (error) {
    return { verdict: 'NOT SHOWN', words: (error as Error).message };
  } finally {
    if (tree) rmSync(tree, { recursive: true, force: true });
  }
  return { verdict: broken ? 'NOT SHOWN' : 'NOT CAUGHT', words };
}
