import { spawnSync } from 'node:child_process';
import { mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { damages, houseAt, load, newHouse, newToken, scratch, worldWith } from '../support/house.ts';
import { Failures, type Proof } from '../support/proof.ts';
import { main, startServer } from '../support/server.ts';
import { factsIn, halves, missing, startWitness } from '../support/witness.ts';

export const backup: Proof = {
  name: 'backup',
  promise:
    'a backup taken under load is whole, holds all that was acknowledged before it began, and never replaces a file',
  unit: 'backups',
  engines: ['sqlite'],
  full: 50,
  short: 2,
  async run(trial) {
    const failures = new Failures();
    const house = await newHouse(trial);
    const pools = [1, 2, 3, 4];
    await load(house, worldWith(pools.map((id) => ({ id, licenses: 1_000_000 }))));
    const token = await newToken(house, 1);
    const server = await startServer(trial, house);
    const file = join(scratch(trial), 'witness');
    const witness = startWitness(trial, {
      name: 'b',
      url: server.url,
      token,
      pools,
      transferable: pools,
      lanes: 3,
      retryMs: 20,
      restMs: 100,
      file,
    });
    const carrel = (...words: string[]) =>
      spawnSync(process.execPath, [main, ...words], {
        env: { PATH: process.env.PATH, ...house.environment },
        encoding: 'utf8',
      });
    for (let n = 0; n < trial.n; n++) {
      await witness.seen(20 * (n + 1));
      const folder = join(scratch(trial), 'restored');
      mkdirSync(folder);
      const to = join(folder, 'carrel.db');
      const before = factsIn(file);
      const { status, stderr } = carrel('backup', to);
      failures.unless(status === 0, `backup ${n}: exit code ${status}, ${stderr}`);
      failures.unless((statSync(to).mode & 0o077) === 0, `backup ${n} can be read by others`);
      const second = carrel('backup', to);
      failures.unless(second.status === 1 && /exists already/.test(second.stderr), `backup ${n} was replaced`);
      const restored = houseAt(folder, `sqlite:${to}`);
      failures.addAll(
        [...(await missing(restored, before)), ...(await halves(restored)), ...(await damages(restored))].map(
          (each) => `backup ${n}: ${each}`,
        ),
      );
      trial.progress((n + 1) / trial.n);
    }
    const report = await witness.stop();
    failures.unless(report.unknown === 0, `${report.unknown} requests were answered 503 during a backup`);
    failures.addAll(report.wrong);
    await server.kill();
    return {
      n: trial.n,
      figure: `${report.acknowledged} acknowledged meanwhile; ${failures.count} missing, damaged or refused`,
      failures: failures.list(),
    };
  },
};
