import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Chance } from '../support/chance.ts';
import { type Node, newNode } from '../support/cluster.ts';
import { damages, houseAt, load, newToken, scratch, worldWith } from '../support/house.ts';
import { Failures, type Proof, type Trial } from '../support/proof.ts';
import { startServer } from '../support/server.ts';
import { factsIn, halves, missing, startWitness } from '../support/witness.ts';

const OUTAGE_MS = 3000;
const SYNCHRONOUS = { synchronous_standby_names: '*', wal_level: 'replica' };

/** Longer than the server waits for the answer to a commit. */
const UNCONFIRMED_S = 7;
const CANCEL_WAITS = `select pg_cancel_backend(pid) from pg_stat_activity where wait_event = 'SyncRep'`;

/**
 * Without its standby a primary waits with every commit, until an operator cancels the wait: then it goes on by itself,
 * with a warning. Nothing of that may be acknowledged.
 */
async function withoutStandby({ primary, standby }: Pair, file: string): Promise<string[]> {
  await standby.stop('SIGKILL');
  await pause(1500); // what the standby had confirmed is still on its way
  const before = factsIn(file).length;
  for (let n = 0; n < UNCONFIRMED_S; n++, await pause(1000)) await primary.ask(CANCEL_WAITS);
  const meanwhile = factsIn(file).length - before;
  await standby.start(following(primary));
  await confirming(primary);
  return meanwhile > 0 ? [`${meanwhile} changes were acknowledged that no standby had confirmed`] : [];
}

interface Pair {
  primary: Node;
  standby: Node;
  token: string;
}

const following = (primary: Node) => ({
  primary_conninfo: `host=127.0.0.1 port=${primary.port} user=postgres`,
  hot_standby: 'on',
});

/** A primary with data and a standby that confirms every commit. */
async function pair(trial: Trial): Promise<Pair> {
  const primary = await newNode(trial, scratch(trial));
  await primary.start();
  const seed = houseAt(scratch(trial), primary.url);
  await load(seed, worldWith([1, 2, 3, 4].map((id) => ({ id, licenses: 1_000_000 }))));
  const token = await newToken(seed, 1);
  await primary.stop();
  const standby = await newNode(trial, scratch(trial), primary);
  await primary.start(SYNCHRONOUS);
  await standby.start(following(primary));
  await confirming(primary);
  return { primary, standby, token };
}

async function confirming(primary: Node): Promise<void> {
  for (let n = 0; n < 500; n++, await pause(20)) {
    const rows = await primary.ask(`select 1 from pg_stat_replication where sync_state = 'sync'`);
    if (rows.length > 0) return;
  }
  throw new Error('the standby does not confirm');
}

export const failover: Proof = {
  name: 'failover',
  promise:
    'what was acknowledged survives the loss of the primary, and the server finds the promoted standby by itself',
  unit: 'failovers',
  engines: ['postgres'],
  full: 20,
  short: 1,
  async run(trial) {
    const chance = new Chance(trial.seed);
    const failures = new Failures();
    const outages: number[] = [];
    let acknowledged = 0;
    for (let n = 0; n < trial.n; n++) {
      const servers = await pair(trial);
      const { primary, standby, token } = servers;
      const pools = [1, 2, 3, 4];
      const hosts = n % 2 ? [primary, standby] : [standby, primary];
      const house = houseAt(
        scratch(trial),
        `postgres://postgres@${hosts.map(({ port }) => `127.0.0.1:${port}`).join(',')}/postgres`,
      );
      const server = await startServer(trial, house);
      const file = join(scratch(trial), 'witness');
      const witness = startWitness(trial, {
        name: `f${n}`,
        url: server.url,
        token,
        pools,
        transferable: pools,
        lanes: 6,
        retryMs: 20,
        file,
      });
      await witness.seen(chance.whole(20, 100));
      if (n % 4 === 0) failures.addAll(await withoutStandby(servers, file));
      if (n % 4 === 3) primary.freeze();
      else await primary.stop('SIGKILL');
      await standby.ask('select pg_promote(true, 30)');
      const before = factsIn(file).length;
      for (const until = performance.now() + 60_000; performance.now() < until; await pause(50))
        if (factsIn(file).length > before + 20) break;
      const report = await witness.stop();
      await server.kill();
      const facts = factsIn(file);
      acknowledged += facts.length;
      const outage = report.outages.at(-1) ?? 0;
      if (n % 4 !== 3) outages.push(outage); // a frozen primary costs one time limit more
      failures.unless(
        report.statuses[200] !== undefined && outage > 0,
        `failover ${n}: no write went through afterwards`,
      );
      const odd = Object.keys(report.statuses).filter((status) => !['200', '503'].includes(status));
      failures.unless(odd.length === 0, `failover ${n}: answered ${odd} too`);
      const survivor = houseAt(house.dataDir, standby.url);
      failures.addAll([
        ...(await missing(survivor, facts)),
        ...(await halves(survivor)),
        ...(await damages(survivor)),
        ...report.wrong,
      ]);
      await primary.stop('SIGKILL');
      await standby.stop('SIGKILL');
      trial.progress((n + 1) / trial.n);
    }
    const slowest = Math.max(0, ...outages);
    failures.unless(!trial.timed || slowest <= OUTAGE_MS, `an outage of ${slowest} ms`);
    return {
      n: trial.n,
      figure: `${acknowledged} acknowledged; ${failures.count} lost, doubled or other; longest outage ${slowest} ms`,
      failures: failures.list(),
    };
  },
};
