import { spawn, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import { createDatabase, startPostgres } from '../../test/support/postgres.ts';
import { differing, firstRelease, holdings, releaseRecords } from '../../test/support/release-records.ts';
import { filled } from '../support/filled.ts';
import { damages, type House, houseAt, inHouse, scratch } from '../support/house.ts';
import { needs } from '../support/privilege.ts';
import { both, Failures, type Proof, type Trial } from '../support/proof.ts';
import { main } from '../support/server.ts';

const callOf = (house: House) => (house.databaseUrl.startsWith('sqlite:') ? 'pwrite64' : 'write');

function migration(under: string[]): { command: string; words: string[] } {
  const [command = '', ...words] = [...under, process.execPath, main, 'migrate'];
  return { command, words };
}

/** `carrel migrate`, killed at the n-th write to the file or the socket; true where it got to the end before that. */
function migrate(house: House, killAt: number | null): boolean {
  const call = callOf(house);
  const inject = [
    'strace',
    '-f',
    '-qq',
    '-o',
    '/dev/null',
    '-e',
    `trace=${call}`,
    '-e',
    `inject=${call}:signal=KILL:when=${killAt}`,
  ];
  const { command, words } = migration(killAt === null ? [] : inject);
  return (
    spawnSync(command, words, { env: { PATH: process.env.PATH, ...house.environment }, cwd: house.dataDir }).status ===
    0
  );
}

/** Every table, column, index and trigger. */
const schemaOf = (house: House): Promise<string> =>
  inHouse(house, async ({ db }) => {
    const text =
      db.engine === 'sqlite'
        ? `select type || ' ' || name || ' ' || coalesce(sql, '') as line from sqlite_schema order by 1`
        : `select 'column ' || table_name || '.' || column_name || ' ' || data_type as line from information_schema.columns where table_schema = 'public'
           union all select 'index ' || indexdef from pg_indexes where schemaname = 'public'
           union all select 'trigger ' || pg_get_triggerdef(oid) from pg_trigger where not tgisinternal order by 1`;
    const { rows } = await db.snapshot((queries) => sql.raw<{ line: string }>(text).execute(queries.kysely));
    return rows.map((row) => row.line).join('\n');
  });

async function emptyHouse(trial: Trial, serverUrl: string | null): Promise<House> {
  const dataDir = scratch(trial);
  if (serverUrl === null) return houseAt(dataDir, `sqlite:${join(dataDir, 'carrel.db')}`);
  const database = await createDatabase(serverUrl);
  trial.cleanUp(() => database.drop());
  return houseAt(dataDir, database.url);
}

/** What is brought to the schema, and what must be as it was. */
interface Beginning {
  what: string;
  make(): Promise<House>;
  check(house: House): Promise<string[]>;
}

export const migrations: Proof = {
  name: 'migrations',
  promise:
    'a migration killed at any write leaves nothing half done and changes no record, the next start finishes it, and a newer schema is refused',
  unit: 'kills',
  engines: both,
  full: 1000,
  short: 3,
  async run(trial) {
    needs('strace');
    const failures = new Failures();
    const postgres = trial.engine === 'postgres' ? await startPostgres() : null;
    trial.cleanUp(() => postgres?.stop());
    const clean = await emptyHouse(trial, postgres?.url ?? null);
    failures.unless(migrate(clean, null), 'the migration fails without any kill');
    const wanted = await schemaOf(clean);
    failures.addAll(await atOnce(await emptyHouse(trial, postgres?.url ?? null), wanted));
    failures.addAll(await newer(clean));
    const records = await filled(trial, { steps: firstRelease, records: releaseRecords(trial.engine) });
    const before = await inHouse(records.first, ({ db }) => holdings(db));
    const beginnings: Beginning[] = [
      { what: 'empty', make: () => emptyHouse(trial, postgres?.url ?? null), check: async () => [] },
      {
        what: 'with records',
        make: records.copy,
        check: async (house) =>
          differing(before.sums, (await inHouse(house, ({ db }) => holdings(db, before.columns))).sums),
      },
    ];
    const tellings: string[] = [];
    let kills = 0;
    for (const [index, beginning] of beginnings.entries()) {
      const most = mostWrites(await beginning.make());
      const step = Math.max(1, Math.floor((most * beginnings.length) / trial.n));
      for (let at = 1; at <= most; at += step) {
        const house = await beginning.make();
        if (!migrate(house, at)) kills++;
        const where = `${beginning.what}, killed at write ${at}`;
        failures.unless(migrate(house, null), `${where}: the next migration fails`);
        failures.unless((await schemaOf(house)) === wanted, `${where}: another schema`);
        failures.addAll((await beginning.check(house)).map((table) => `${where}: other records in ${table}`));
        failures.addAll(await damages(house));
        trial.progress((index + at / most) / beginnings.length);
      }
      tellings.push(`${beginning.what} at every ${step}. of ${most} writes`);
    }
    return {
      n: kills,
      figure: `${failures.count} not recovered; killed ${tellings.join(', ')}`,
      failures: failures.list(),
    };
  },
};

const PROCESSES = 4;

/** Several processes that begin at the same time: each gets to the end, and one takes each step. */
async function atOnce(house: House, wanted: string): Promise<string[]> {
  const { command, words } = migration([]);
  const options = { env: { PATH: process.env.PATH, ...house.environment }, cwd: house.dataDir };
  const codes = await Promise.all(
    Array.from(
      { length: PROCESSES },
      () => new Promise((resolve) => spawn(command, words, options).once('exit', resolve)),
    ),
  );
  const failed = codes.some((code) => code !== 0) ? [`of ${PROCESSES} at once some ended with ${codes}`] : [];
  return (await schemaOf(house)) === wanted ? failed : [...failed, `${PROCESSES} at once make another schema`];
}

/** A schema of a later version is left alone, and told of in one line. */
async function newer(house: House): Promise<string[]> {
  await inHouse(house, ({ db }) =>
    db.write((tx) => tx.script(`insert into migration (name, applied_at) values ('9999-later', 0)`)),
  );
  const { command, words } = migration([]);
  const options = {
    env: { PATH: process.env.PATH, ...house.environment },
    cwd: house.dataDir,
    encoding: 'utf8' as const,
  };
  const { status, stderr } = spawnSync(command, words, options);
  const told = /newer schema 9999-later/.test(stderr) && stderr.trim().split('\n').length === 1;
  return status === 1 && told ? [] : [`a newer schema: exit code ${status}, “${stderr.trim()}”`];
}

/** How many writes a migration takes. */
function mostWrites(house: House): number {
  const list = join(house.dataDir, 'writes');
  const { command, words } = migration(['strace', '-f', '-qq', '-o', list, '-e', `trace=${callOf(house)}`]);
  spawnSync(command, words, { env: { PATH: process.env.PATH, ...house.environment }, cwd: house.dataDir });
  return readFileSync(list, 'utf8').trim().split('\n').length;
}
