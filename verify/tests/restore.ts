import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { outboxStatus } from '../../src/outbox/queue.ts';
import { damages, type House, houseAt, inHouse, load, newToken, scratch, worldWith } from '../support/house.ts';
import { canUse } from '../support/privilege.ts';
import { Failures, type Proof, type Trial } from '../support/proof.ts';
import { main, startServer } from '../support/server.ts';
import { factsIn, missing, startWitness } from '../support/witness.ts';

const POOLS = [1, 2, 3];

function carrel(house: House, words: string[], under: string[] = []) {
  const [command = '', ...rest] = [...under, process.execPath, main, ...words];
  const env = { PATH: process.env.PATH, ...house.environment };
  return spawnSync(command, rest, { env, cwd: house.dataDir, encoding: 'utf8' });
}

const wordsOf = (error: unknown): string => (error as Error).message.split('\n', 1).join();

/** Every row of every table, but the one that says where the database lives; or why nobody can read them. */
function rowsOf(path: string): string {
  const db = new DatabaseSync(path);
  try {
    const tables = db
      .prepare(`select name from sqlite_schema where type = 'table' and name <> 'instance' order by 1`)
      .all();
    const hash = createHash('sha256');
    for (const { name } of tables) {
      hash.update(`${name}\n`);
      for (const row of db
        .prepare(`select * from "${name}"`)
        .all()
        .map((each) => JSON.stringify(each))
        .sort())
        hash.update(`${row}\n`);
    }
    return hash.digest('hex');
  } catch (error) {
    return `${path} cannot be read: ${wordsOf(error)}`;
  } finally {
    db.close();
  }
}

/** Every file of a folder with its bytes. */
const bytesOf = (folder: string): string =>
  readdirSync(folder, { recursive: true })
    .map((name) => join(folder, String(name)))
    .filter((path) => statSync(path).isFile())
    .map((path) => `${path} ${createHash('sha256').update(readFileSync(path)).digest('hex')}`)
    .sort()
    .join('\n');

const live = (house: House) => join(house.dataDir, 'carrel.db');

async function newPlace(trial: Trial): Promise<House> {
  const dataDir = scratch(trial);
  const house = houseAt(dataDir, `sqlite:${join(dataDir, 'carrel.db')}`);
  await load(house, worldWith(POOLS.map((id) => ({ id, licenses: 1_000_000 }))));
  return house;
}

/** What stands in a database that nobody can open is no reason to stop: it is what the test looks for. */
const attempt = (failures: Failures, what: string, work: () => Promise<void>): Promise<void> =>
  work().catch((error: unknown) => failures.add(`${what}: ${wordsOf(error)}`));

/** One round: changes, a backup, more changes, `kill -9`, and the backup put back over what that left. */
async function round(trial: Trial, house: House, n: number, failures: Failures): Promise<number> {
  const told = (text: string) => failures.add(`round ${n}: ${text}`);
  const folder = scratch(trial);
  const token = await newToken(house, 1);
  const server = await startServer(trial, house);
  const file = join(folder, 'witness');
  const options = {
    url: server.url,
    token,
    pools: POOLS,
    transferable: POOLS,
    lanes: 3,
    retryMs: 20,
    restMs: 20,
    file,
  };
  const witness = startWitness(trial, { name: `r${n}-`, ...options });
  await witness.seen(20);
  const before = factsIn(file);
  const copy = join(folder, 'copy.db');
  if (carrel(house, ['backup', copy]).status !== 0) told('the backup failed');
  await witness.seen(60);
  await server.kill();
  await witness.stop();
  const { status, stderr } = carrel(house, ['restore', copy]);
  if (status !== 0) told(`restore: exit code ${status}, ${stderr.trim()}`);
  if (rowsOf(live(house)) !== rowsOf(copy)) told('the state is not that of the backup');
  for (const problem of [...(await damages(house)), ...(await missing(house, before))]) told(problem);
  await waits(trial, house, told);
  return before.length;
}

/** Once a server has started, no mail leaves until it is released. */
async function waits(trial: Trial, house: House, told: (text: string) => void): Promise<void> {
  const server = await startServer(trial, house);
  const kept = () => readdirSync(join(house.dataDir, 'mail'), { withFileTypes: true }).length;
  mkdirSync(join(house.dataDir, 'mail'), { recursive: true });
  const had = kept();
  const { paused, waiting } = await inHouse(house, ({ db }) => outboxStatus(db.read));
  if (paused === null) told(`the outbox is not paused, and ${waiting} mails wait`);
  await server.kill('SIGTERM');
  if (kept() !== had) told('a mail left before the release');
  if (carrel(house, ['outbox', 'release', '--discard']).status !== 0) told('the release failed');
}

type Spoil = (path: string, copy: string) => void;

/** Files that are no backup; each is made from a good one. */
const spoiled: Record<string, Spoil> = {
  absent: (path) => rmSync(path),
  empty: (path) => truncateSync(path, 0),
  'one byte': (path) => truncateSync(path, 1),
  'a folder': (path) => {
    rmSync(path);
    mkdirSync(path);
  },
  'a text': (path) => writeFileSync(path, 'no database '.repeat(1000)),
  'the header alone': (path) => truncateSync(path, 100),
  'cut in half': (path) => truncateSync(path, Math.floor(statSync(path).size / 2)),
  'cut by one page': (path) => truncateSync(path, statSync(path).size - 4096),
  'a page of zeros': (path) => overwrite(path, 4096 * 5, Buffer.alloc(4096)),
  'a page of noise': (path) => overwrite(path, 4096 * 7, Buffer.alloc(4096, 0xa7)),
  'another program’s': (path) => {
    rmSync(path);
    sqlOn(path, 'create table recipe (id integer primary key)');
  },
  'no tables': (path) => {
    rmSync(path);
    sqlOn(path, 'create table x (a); drop table x');
  },
  'a newer schema': (path) => sqlOn(path, `insert into migration values ('9999-later', 0)`),
  'a wrong counter': (path) => sqlOn(path, 'update tally set issued = issued + 1'),
  'without its table of seats': (path) =>
    sqlOn(path, "pragma writable_schema = on; delete from sqlite_schema where name = 'license'"),
  'with a log beside it': (path) => writeFileSync(`${path}-wal`, Buffer.alloc(4152, 1)),
};

function overwrite(path: string, at: number, bytes: Buffer): void {
  const content = readFileSync(path);
  bytes.copy(content, at);
  writeFileSync(path, content);
}

function sqlOn(path: string, text: string): void {
  const db = new DatabaseSync(path, { defensive: false });
  db.exec(text);
  db.close();
}

/** Each is refused in one line, and leaves every byte of the folder. */
function refuses(house: House, copy: string, folder: string, failures: Failures): number {
  for (const [name, spoil] of Object.entries(spoiled)) {
    const path = join(folder, 'given.db');
    for (const left of [path, `${path}-wal`]) rmSync(left, { recursive: true, force: true });
    cpSync(copy, path);
    spoil(path, copy);
    const before = bytesOf(house.dataDir);
    const { status, stderr } = carrel(house, ['restore', path]);
    const lines = stderr.trim().split('\n').length;
    failures.unless(
      (status === 1 || status === 2) && lines === 1,
      `${name}: exit code ${status}, ${lines} lines: ${stderr}`,
    );
    failures.unless(bytesOf(house.dataDir) === before, `${name}: something was changed`);
  }
  return Object.keys(spoiled).length;
}

const CALLS = 'rename,unlink,fsync,write,pwrite64,copy_file_range,ftruncate,openat';

/** A database whose last change is in its log alone, as a crash leaves it. */
function crashed(house: House): void {
  const text = `const db = new (require('node:sqlite').DatabaseSync)(${JSON.stringify(live(house))});
    db.exec("insert into course (title) values ('in the log')"); process.kill(process.pid, 'SIGKILL')`;
  spawnSync(process.execPath, ['-e', text]);
}

const nameOf = (call = ''): string => call.split('(', 1)[0] ?? '';

/** What a killed restore left is sound, and is the database of before or that of the backup. */
async function oldOrNew(house: House, copy: string, call: string, failures: Failures): Promise<void> {
  for (const problem of await damages(house)) failures.add(`killed at call ${call}: ${problem}`);
  const inLog = await inHouse(house, ({ db }) =>
    db.read.kysely.selectFrom('course').select('id').where('title', '=', 'in the log').execute(),
  );
  const asBackup = rowsOf(live(house)) === rowsOf(copy);
  failures.unless(asBackup || inLog.length === 1, `killed at call ${call}: neither the old nor the new`);
  failures.unless(!asBackup || inLog.length === 0, `killed at call ${call}: a mix`);
}

/** `restore` killed at one of its calls after the other: what is there then is the old database, or the new one. */
async function killed(trial: Trial, house: House, copy: string, failures: Failures): Promise<number> {
  crashed(house);
  const model = scratch(trial);
  cpSync(house.dataDir, model, { recursive: true });
  const reset = () => {
    for (const name of readdirSync(house.dataDir)) rmSync(join(house.dataDir, name), { recursive: true });
    cpSync(model, house.dataDir, { recursive: true });
  };
  const list = join(scratch(trial), 'calls');
  carrel(house, ['restore', copy], ['strace', '-qq', '-o', list, '-e', `trace=${CALLS}`]);
  const calls = readFileSync(list, 'utf8').trim().split('\n');
  const first = calls.findIndex((line) => line.includes('.restore-'));
  const step = trial.n >= 50 ? 1 : Math.max(1, Math.floor((calls.length - first) / (4 * trial.n)));
  let kills = 0;
  for (let at = first; at < calls.length; at += step) {
    reset();
    const name = nameOf(calls[at]);
    const which = calls.slice(0, at + 1).filter((line) => nameOf(line) === name).length;
    const inject = ['-e', `trace=${name}`, '-e', `inject=${name}:signal=KILL:when=${which}`];
    const { status } = carrel(
      house,
      ['restore', copy],
      ['strace', '-qq', '-o', '/dev/null', '-e', `trace=${CALLS}`, ...inject],
    );
    if (status !== 0) kills++;
    await attempt(failures, `killed at call ${at}`, () => oldOrNew(house, copy, `${at} (${calls[at]})`, failures));
    const again = carrel(house, ['restore', copy]);
    failures.unless(again.status === 0, `killed at call ${at}: the next restore fails: ${again.stderr}`);
    failures.unless(rowsOf(live(house)) === rowsOf(copy), `killed at call ${at}: the next restore did nothing`);
  }
  return kills;
}

export const restore: Proof = {
  name: 'restore',
  promise:
    'a backup put back over a crashed server is the state of the backup, sound and silent; what is no backup changes nothing; a kill leaves the old or the new',
  unit: 'rounds',
  engines: ['sqlite'],
  full: 50,
  short: 2,
  async run(trial) {
    const failures = new Failures();
    const house = await newPlace(trial);
    let held = 0;
    for (let n = 0; n < trial.n; n++) {
      await attempt(failures, `round ${n}`, async () => {
        held += await round(trial, house, n, failures);
      });
      trial.progress((0.7 * (n + 1)) / trial.n);
      if (failures.count > 0) return { n: n + 1, figure: `${failures.count} failures`, failures: failures.list() };
    }
    const folder = scratch(trial);
    const copy = join(folder, 'copy.db');
    failures.unless(carrel(house, ['backup', copy]).status === 0, 'the last backup failed');
    const refused = refuses(house, copy, folder, failures);
    trial.progress(0.8);
    const small = await newPlace(trial);
    const smallCopy = join(scratch(trial), 'copy.db');
    carrel(small, ['backup', smallCopy]);
    const kills = canUse('strace')
      ? `${await killed(trial, small, smallCopy, failures)} kills`
      : 'no kills, for want of strace,';
    return {
      n: trial.n,
      figure: `${held} facts of backups, 0 of them missing; ${refused} files refused; ${kills} during restore; ${failures.count} failures`,
      failures: failures.list(),
    };
  },
};
