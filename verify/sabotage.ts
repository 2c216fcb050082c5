/**
 * Can the tests see? Each defect is built into a copy of the tree, alone, and the test that should notice it has to
 * fail: `node verify/sabotage.ts`, or with a part of a defect's name.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPostgres } from '../test/support/postgres.ts';
import { type Defect, defects } from './defects.ts';

const root = join(import.meta.dirname, '..');
const COPIED = ['src', 'test', 'verify', 'client', 'package.json', 'tsconfig.json'];
const TRIES = 3;

const wanted = process.argv.slice(2).join(' ');
const chosen = defects.filter(({ name }) => name.includes(wanted));

function build(defect: Defect): string {
  const tree = mkdtempSync(join(tmpdir(), 'carrel-defect-'));
  for (const name of COPIED)
    cpSync(join(root, name), join(tree, name), { recursive: true, filter: (path) => !path.includes('node_modules') });
  symlinkSync(join(root, 'node_modules'), join(tree, 'node_modules'));
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

/** Runs the named test on the defect; true where it failed, as it has to. */
function caught(tree: string, { caughtBy, engine, n }: Defect, seed: number): { caught: boolean; words: string } {
  const words = ['verify/run.ts', caughtBy, '--engine', engine, '--n', String(n), '--seed', String(seed)];
  const { status, stdout } = spawnSync(process.execPath, words, { cwd: tree, encoding: 'utf8', timeout: 300_000 });
  return { caught: status === 1 && stdout.includes('FAILED'), words: stdout };
}

const postgres = await startPostgres();
process.env.TEST_POSTGRES_URL = postgres.url;
let missed = 0;
for (const defect of chosen) {
  const started = performance.now();
  let verdict = 'NOT CAUGHT';
  let words = '';
  try {
    const tree = build(defect);
    for (let seed = 1; seed <= TRIES && verdict !== 'caught'; seed++) {
      const result = caught(tree, defect, seed);
      words = result.words;
      if (result.caught) verdict = 'caught';
    }
    rmSync(tree, { recursive: true, force: true });
  } catch (error) {
    words = (error as Error).message;
  }
  if (verdict !== 'caught') missed++;
  const why = /FAILED.*\n\s+(.*)/.exec(words)?.[1]?.slice(0, 110) ?? words.trim().slice(0, 300);
  console.log(
    `${verdict}  ${defect.name}  by ${defect.caughtBy} [${defect.engine}]  ${Math.round((performance.now() - started) / 1000)} s: ${why}`,
  );
}
await postgres.stop();
console.log(`${chosen.length - missed} of ${chosen.length} defects caught`);
process.exit(missed > 0 ? 1 : 0);
