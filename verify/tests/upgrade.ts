import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import { tableNames } from '../../src/db/dialect.ts';
import { migrate, migrations } from '../../src/db/migrate.ts';
import { createDatabase, startPostgres } from '../../test/support/postgres.ts';
import { earlyRecords } from '../support/early-records.ts';
import { damages, type House, houseAt, inHouse, scratch } from '../support/house.ts';
import { both, Failures, type Proof, type Trial } from '../support/proof.ts';

/** The schema that is filled: that of licenses, accounts and mails. */
const EARLY = migrations.slice(0, 3);
const script = join(import.meta.dirname, '../support/upgrade-process.ts');

/** Each table with its columns. */
type Columns = Record<string, string[]>;

const hash = (lines: string[]): string => createHash('sha256').update(lines.sort().join('\n')).digest('hex');

/** What a database holds: a checksum of the rows of each table, of the given columns or of all. */
const holdings = (house: House, columns?: Columns): Promise<{ sums: Record<string, string>; columns: Columns }> =>
  inHouse(house, ({ db }) =>
    db.snapshot(async (queries) => {
      const sums: Record<string, string> = {};
      const found: Columns = {};
      const tables = columns ? Object.keys(columns) : await tableNames(queries);
      for (const table of tables.filter((name) => name !== 'migration')) {
        const wanted = columns?.[table]?.map((name) => `"${name}"`).join(', ') || '*';
        const { rows } = await sql
          .raw<Record<string, unknown>>(`select ${wanted} from "${table}"`)
          .execute(queries.kysely);
        found[table] = Object.keys(rows[0] ?? {});
        sums[table] = hash(rows.map((row) => JSON.stringify(row)));
      }
      return { sums, columns: found };
    }),
  );

const differing = (some: Record<string, string>, others: Record<string, string>): string[] =>
  [...new Set([...Object.keys(some), ...Object.keys(others)])].filter((table) => some[table] !== others[table]);

/** Makes copies of one filled database. */
async function copies(trial: Trial): Promise<{ first: House; copy: () => Promise<House> }> {
  const postgres = trial.engine === 'postgres' ? await startPostgres() : null;
  trial.cleanUp(() => postgres?.stop());
  const place = async (template?: string): Promise<House> => {
    const dataDir = scratch(trial);
    if (!postgres) return houseAt(dataDir, `sqlite:${join(dataDir, 'carrel.db')}`);
    const database = await createDatabase(postgres.url, template);
    trial.cleanUp(() => database.drop());
    return houseAt(dataDir, database.url);
  };
  const first = await place();
  await inHouse(first, async ({ db }) => {
    await migrate(db, 0, EARLY);
    await db.write((tx) => tx.script(earlyRecords(db.engine)));
  });
  const copy = async (): Promise<House> => {
    const house = await place(postgres ? new URL(first.databaseUrl).pathname.slice(1) : undefined);
    if (!postgres) cpSync(join(first.dataDir, 'carrel.db'), join(house.dataDir, 'carrel.db'));
    return house;
  };
  return { first, copy };
}

/** The upgrade in a process that kills itself after so many statements; how many they were, where it got to the end. */
function upgrade(house: House, last: number): number | null {
  const env = { PATH: process.env.PATH, ...house.environment };
  const { status, signal, stdout, stderr } = spawnSync(process.execPath, [script, String(last)], {
    env,
    encoding: 'utf8',
  });
  if (signal === 'SIGKILL') return null;
  if (status !== 0) throw new Error(`the upgrade ended with ${status ?? signal}: ${stderr}`);
  return Number(stdout);
}

const finish = (house: House): Promise<string[]> => inHouse(house, ({ db }) => migrate(db, 0));

export const upgradeWithRecords: Proof = {
  name: 'upgrade',
  promise:
    'the upgrade of a database with records, killed after any statement, loses and changes none, and the next start finishes it',
  unit: 'kills',
  engines: both,
  full: 1000,
  short: 3,
  async run(trial) {
    const failures = new Failures();
    const { first, copy } = await copies(trial);
    const early = await holdings(first);
    const whole = await copy();
    const statements = upgrade(whole, 0) ?? 0;
    const wanted = await holdings(whole);
    const check = async (house: House, where: string) => {
      const lost = differing(early.sums, (await holdings(house, early.columns)).sums);
      failures.unless(lost.length === 0, `${where}: other records in ${lost}`);
      const other = differing(wanted.sums, (await holdings(house)).sums);
      failures.unless(other.length === 0, `${where}: not as without a kill: ${other}`);
      for (const problem of await damages(house)) failures.add(`${where}: ${problem}`);
    };
    await check(whole, 'not killed');
    const step = Math.max(1, Math.floor(statements / trial.n));
    let kills = 0;
    for (let at = 1; at <= statements; at += step) {
      const house = await copy();
      if (upgrade(house, at) === null) kills++;
      await finish(house).catch((error: unknown) => failures.add(`killed after statement ${at}: ${error}`));
      await check(house, `killed after statement ${at}`);
      trial.progress(at / statements);
    }
    const rows = Object.keys(early.sums).length;
    return {
      n: kills,
      figure: `${failures.count} records lost, changed or unsound, in ${rows} tables; killed after every ${step}. of ${statements} statements`,
      failures: failures.list(),
    };
  },
};
