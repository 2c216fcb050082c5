import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Chance } from '../support/chance.ts';
import { damages, load, newHouse, newToken, scratch, worldWith } from '../support/house.ts';
import { both, Failures, type Proof } from '../support/proof.ts';
import { freePort, startServer } from '../support/server.ts';
import { factsIn, halves, missing, startWitness } from '../support/witness.ts';

const READY_WITHIN_MS = 1500;
/** Looking at everything takes longer with every license; every so many kills is enough to tell which one did it. */
const LOOK_EVERY = 25;

export const kill: Proof = {
  name: 'kill',
  promise: 'what was acknowledged survives kill -9 at any moment, and nothing is half done',
  unit: 'kills',
  engines: both,
  full: 500,
  short: 8,
  async run(trial) {
    const chance = new Chance(trial.seed);
    const failures = new Failures();
    const house = await newHouse(trial);
    const pools = [1, 2, 3, 4];
    await load(house, worldWith(pools.map((id) => ({ id, licenses: 1_000_000, transferable: id % 2 === 1 }))));
    const token = await newToken(house, 1);
    const port = await freePort();
    const file = join(scratch(trial), 'witness');
    const readyAfter: number[] = [];
    let server = await startServer(trial, house, { port });
    const witness = startWitness(trial, {
      name: 'w',
      url: server.url,
      token,
      pools,
      transferable: [1, 3],
      lanes: 8,
      retryMs: 20,
      file,
    });
    await witness.seen(10);
    for (let n = 1; n <= trial.n; n++) {
      if (chance.maybe(0.75)) await witness.more(); // otherwise it may die before it has done anything
      await pause(chance.whole(20, 400));
      await server.kill('SIGKILL');
      if (n % LOOK_EVERY === 0) failures.addAll(await damages(house));
      server = await startServer(trial, house, { port });
      readyAfter.push(server.readyMs);
      trial.progress(n / trial.n);
    }
    await pause(200);
    const report = await witness.stop();
    await server.kill('SIGKILL');
    const facts = factsIn(file);
    failures.addAll([
      ...(await missing(house, facts)),
      ...(await halves(house)),
      ...(await damages(house)),
      ...report.wrong,
    ]);
    const [lost, median] = [failures.count, readyAfter.length >> 1];
    failures.unless(facts.length > trial.n, `only ${facts.length} changes were acknowledged`);
    readyAfter.sort((a, b) => a - b);
    const slowest = Math.round(readyAfter[Math.floor(readyAfter.length * 0.99)] ?? 0);
    failures.unless(!trial.timed || slowest <= READY_WITHIN_MS, `ready only after ${slowest} ms`);
    return {
      n: trial.n,
      figure: `${facts.length} acknowledged, ${lost} lost or half; ready again after ${Math.round(readyAfter[median] ?? 0)} ms, p99 ${slowest} ms`,
      failures: failures.list(),
    };
  },
};
