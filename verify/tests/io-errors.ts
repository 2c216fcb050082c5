import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Chance } from '../support/chance.ts';
import { damages, load, newHouse, newToken, scratch, worldWith } from '../support/house.ts';
import { needs } from '../support/privilege.ts';
import { Failures, type Proof } from '../support/proof.ts';
import { type ServerProcess, startServer } from '../support/server.ts';
import { factsIn, halves, missing, startWitness, type WitnessReport } from '../support/witness.ts';

const HANG_MS = 5000;

interface Point {
  call: string;
  error: string;
  /** The how many-th of these calls fails, alone or with all that follow. */
  when: string;
}

function points(count: number, chance: Chance): Point[] {
  return Array.from({ length: count }, (_, n) => ({
    call: n % 2 ? 'pwrite64' : 'fdatasync',
    error: n % 4 === 3 ? 'ENOSPC' : 'EIO',
    when: `${n % 2 ? chance.whole(1, 400) : chance.whole(1, 60)}${chance.maybe(0.4) ? '+' : ''}`,
  }));
}

/** The end of the process, or its answers going on for as long as we look. */
async function watch(server: ServerProcess, enough: Promise<unknown>): Promise<{ code: number | null } | null> {
  return Promise.race([server.exited, enough.then(() => null)]);
}

export const ioErrors: Proof = {
  name: 'io-errors',
  promise:
    'when the disk fails a write or a flush, nothing is acknowledged that is not kept, and the process says so and ends',
  unit: 'points',
  engines: ['sqlite'],
  full: 200,
  short: 4,
  async run(trial) {
    needs('strace');
    const chance = new Chance(trial.seed);
    const failures = new Failures();
    const ended = { cleanly: 0, went: 0 };
    let acknowledged = 0;
    for (const [n, { call, error, when }] of points(trial.n, chance).entries()) {
      const name = `${call} ${error} ${when}`;
      const house = await newHouse(trial);
      const pools = [1, 2];
      await load(house, worldWith(pools.map((id) => ({ id, licenses: 100_000 }))));
      const token = await newToken(house, 1);
      const file = join(house.dataDir, 'carrel.db');
      const inject = `inject=${call}:error=${error}:when=${when}`;
      const under = [
        'strace',
        '-f',
        '-qq',
        '-o',
        '/dev/null',
        '-P',
        file,
        '-P',
        `${file}-wal`,
        '-e',
        `trace=${call}`,
        '-e',
        inject,
      ];
      const server = await startServer(trial, house, { under }).catch((cause: Error) => cause);
      let report: WitnessReport | null = null;
      const witnessed = join(scratch(trial), 'witness');
      if (!(server instanceof Error)) {
        const witness = startWitness(trial, {
          name: `p${n}`,
          url: server.url,
          token,
          pools,
          transferable: pools,
          lanes: 3,
          retryMs: 50,
          file: witnessed,
        });
        const end = await watch(
          server,
          witness.seen(80, 5000).then(() => pause(300)),
        );
        if (end) {
          ended.cleanly++;
          failures.unless(end.code !== 0 && end.code !== null, `${name}: ended with exit code ${end.code}`);
          failures.unless(/I\/O error/.test(server.output()), `${name}: ended without a clear line`);
        } else ended.went++;
        await server.kill();
        report = await witness.stop();
        failures.unless(
          !trial.timed || report.slowestMs < HANG_MS,
          `${name}: a request hung for ${report.slowestMs} ms`,
        );
        failures.addAll(report.wrong.map((each) => `${name}: ${each}`));
        const facts = report.acknowledged > 0 ? factsIn(witnessed) : [];
        acknowledged += facts.length;
        const again = await startServer(trial, house);
        await again.kill();
        failures.addAll([...(await missing(house, facts)), ...(await halves(house))].map((each) => `${name}: ${each}`));
      }
      failures.addAll((await damages(house)).map((each) => `${name}: ${each}`));
      trial.progress((n + 1) / trial.n);
    }
    return {
      n: trial.n,
      figure: `${acknowledged} acknowledged; ${failures.count} lost, hung or badly ended; ${ended.cleanly} processes ended themselves, ${ended.went} went on`,
      failures: failures.list(),
    };
  },
};
