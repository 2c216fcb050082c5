import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { migrate } from '../../src/db/migrate.ts';
import {
  accountRecords,
  type Columns,
  differing,
  firstRelease,
  holdings,
  licensingRecords,
} from '../../test/support/release-records.ts';
import { filled } from '../support/filled.ts';
import { damages, type House, inHouse } from '../support/house.ts';
import { both, Failures, type Proof } from '../support/proof.ts';
import { upgradeSteps } from '../support/upgrade-steps.ts';

const script = join(import.meta.dirname, '../support/upgrade-process.ts');

const holdingsOf = (house: House, columns?: Columns) => inHouse(house, ({ db }) => holdings(db, columns));

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

const finish = (house: House): Promise<string[]> => inHouse(house, ({ db }) => migrate(db, 0, upgradeSteps));

export const upgradeWithRecords: Proof = {
  name: 'upgrade',
  promise:
    'the upgrade of a database of 0.1.0 with records in every table, killed after any statement, loses and changes none, and the next start finishes it',
  unit: 'kills',
  engines: both,
  full: 1000,
  short: 3,
  async run(trial) {
    const failures = new Failures();
    const { first, copy } = await filled(trial, {
      steps: firstRelease,
      records: licensingRecords(trial.engine) + accountRecords(trial.engine),
    });
    const early = await holdingsOf(first);
    const whole = await copy();
    const statements = upgrade(whole, 0) ?? 0;
    const wanted = await holdingsOf(whole);
    const check = async (house: House, where: string) => {
      const lost = differing(early.sums, (await holdingsOf(house, early.columns)).sums);
      failures.unless(lost.length === 0, `${where}: other records in ${lost}`);
      const other = differing(wanted.sums, (await holdingsOf(house)).sums);
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
