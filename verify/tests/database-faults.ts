import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Chance } from '../support/chance.ts';
import { type Node, newNode } from '../support/cluster.ts';
import { damages, houseAt, load, newToken, scratch, worldWith } from '../support/house.ts';
import { API, Http } from '../support/http.ts';
import { Failures, type Proof } from '../support/proof.ts';
import { type CuttingProxy, startProxy } from '../support/proxy.ts';
import { type ServerProcess, startServer } from '../support/server.ts';
import { factsIn, halves, missing, startWitness } from '../support/witness.ts';

const BACK_WITHIN_MS = 1000;
const LONGEST_MS = 10_000;

type Fault = (node: Node, proxy: CuttingProxy, chance: Chance) => Promise<void>;

const faults: Record<string, Fault> = {
  stop: async (node) => {
    await node.stop('SIGINT');
    await node.start();
  },
  crash: async (node) => {
    await node.stop('SIGQUIT');
    await node.start();
  },
  kill: async (node) => {
    await node.stop('SIGKILL');
    await node.start();
  },
  freeze: async (node, _, chance) => {
    node.freeze();
    await pause(chance.whole(100, 2500));
    node.thaw();
  },
  cut: async (_, proxy) => proxy.cutAll(),
  terminate: async (node) => {
    await node.ask(`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'carrel'`);
  },
  silence: async (_, proxy, chance) => {
    proxy.deaf = true;
    await pause(chance.whole(100, 2500));
    proxy.deaf = false;
    proxy.cutAll(); // what was swallowed does not come again on the same connection
  },
};

/** How long after the fault is over a write goes through again. */
async function backAfter(server: ServerProcess, token: string, email: string): Promise<number> {
  const http = new Http(server.url, 1);
  const started = performance.now();
  try {
    for (let n = 0; performance.now() - started < 30_000; n++) {
      const body = { email: `${n}-${email}` };
      const reply = await http.send({ method: 'POST', path: `${API}/pool/9/license`, token, body }).catch(() => null);
      if (reply?.status === 200) return performance.now() - started;
      await pause(20);
    }
  } finally {
    http.close();
  }
  return Number.POSITIVE_INFINITY;
}

export const databaseFaults: Proof = {
  name: 'postgres-faults',
  promise:
    'PostgreSQL stopped, killed, frozen, cut off: nothing acknowledged is lost or doubled, nothing is answered but 503, and it is back at once',
  unit: 'faults',
  engines: ['postgres'],
  full: 105,
  short: 7,
  async run(trial) {
    const chance = new Chance(trial.seed);
    const failures = new Failures();
    const node = await newNode(trial, scratch(trial));
    await node.start();
    const proxy = await startProxy(trial, { target: { host: '127.0.0.1', port: node.port } });
    const direct = houseAt(scratch(trial), node.url);
    const pools = [1, 2, 3, 4];
    await load(direct, worldWith([...pools, 9].map((id) => ({ id, licenses: 1_000_000 }))));
    const token = await newToken(direct, 1);
    const house = houseAt(direct.dataDir, `postgres://postgres@127.0.0.1:${proxy.port}/postgres`);
    const server = await startServer(trial, house);
    const file = join(scratch(trial), 'witness');
    const witness = startWitness(trial, {
      name: 'w',
      url: server.url,
      token,
      pools,
      transferable: pools,
      lanes: 6,
      retryMs: 20,
      ...(trial.timed ? { timeoutMs: LONGEST_MS + 2000 } : {}),
      file,
    });
    await witness.seen(10);
    const back: number[] = [];
    const names = Object.keys(faults);
    for (let n = 0; n < trial.n; n++) {
      await pause(chance.whole(50, 500));
      const name = names[n % names.length] as string;
      await faults[name]?.(node, proxy, chance);
      const ms = await backAfter(server, token, `back${n}@verify.example`);
      failures.unless(
        ms < (trial.timed ? BACK_WITHIN_MS : 20_000),
        `after “${name}” a write went through only after ${Math.round(ms)} ms`,
      );
      back.push(ms);
      trial.progress((n + 1) / trial.n);
    }
    const alive = server.child.exitCode === null && server.child.signalCode === null;
    failures.unless(alive, `the server process ended:\n${server.output().slice(-1500)}`);
    const report = await witness.stop();
    await server.kill();
    const odd = Object.keys(report.statuses).filter((status) => !['0', '200', '503'].includes(status));
    failures.unless(odd.length === 0, `answered ${odd} too`);
    failures.unless((report.statuses[0] ?? 0) === 0, `${report.statuses[0]} requests were cut or had no answer`);
    failures.unless(!trial.timed || report.slowestMs <= LONGEST_MS, `a request took ${report.slowestMs} ms`);
    const facts = factsIn(file);
    failures.addAll([
      ...(await missing(direct, facts)),
      ...(await halves(direct)),
      ...(await damages(direct)),
      ...report.wrong,
    ]);
    return {
      n: trial.n,
      figure: `${facts.length} acknowledged, ${report.unknown} answered 503; ${failures.count} lost, doubled or other; back after at most ${Math.round(Math.max(...back))} ms, slowest answer ${report.slowestMs} ms`,
      failures: failures.list(),
    };
  },
};
