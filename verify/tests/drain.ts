import { setTimeout as pause } from 'node:timers/promises';
import { Chance } from '../support/chance.ts';
import { DOMAIN, damages, load, newHouse, newToken, worldWith } from '../support/house.ts';
import { API, Http } from '../support/http.ts';
import { Failures, type Proof, type Trial } from '../support/proof.ts';
import { freePort, type ServerProcess, startServer } from '../support/server.ts';

const LANES = 8;
const EXIT_WITHIN_MS = 10_000;

/** What a balancer knows of one server: it asks for its readiness every 50 ms, and sends only where it is ready. */
class Backend {
  readonly port: number;
  ready = true;
  http: Http;

  constructor(port: number) {
    this.port = port;
    this.http = new Http(`http://127.0.0.1:${port}`, LANES);
  }

  async look(): Promise<void> {
    const reply = await this.http.send({ path: '/readyz', timeoutMs: 2000 }).catch(() => null);
    this.ready = reply?.status === 200;
  }
}

async function restart(
  trial: Trial,
  house: Parameters<typeof startServer>[1],
  server: ServerProcess,
  failures: Failures,
): Promise<ServerProcess> {
  const started = performance.now();
  const { code, signal } = await server.kill('SIGTERM');
  const ms = Math.round(performance.now() - started);
  failures.unless(code === 0 && signal === null, `a stopped server ended with ${code ?? signal}`);
  failures.unless(!trial.timed || ms < EXIT_WITHIN_MS, `a stopped server ended only after ${ms} ms`);
  return startServer(trial, house, { port: server.port });
}

export const drain: Proof = {
  name: 'drain',
  promise: 'a rolling restart drops no request',
  unit: 'restarts',
  engines: ['postgres'],
  full: 60,
  short: 3,
  async run(trial) {
    const chance = new Chance(trial.seed);
    const failures = new Failures();
    const house = await newHouse(trial);
    await load(house, worldWith([1, 2, 3].map((id) => ({ id, licenses: 1_000_000 }))));
    const token = await newToken(house, 1);
    const servers: ServerProcess[] = [];
    for (let n = 0; n < 3; n++) servers.push(await startServer(trial, house, { port: await freePort() }));
    const backends = servers.map((server) => new Backend(server.port));
    let stopping = false;
    let requests = 0;
    const looking = (async () => {
      for (; !stopping; await pause(50)) await Promise.all(backends.map((backend) => backend.look()));
    })();
    const lane = async (name: number): Promise<void> => {
      for (let n = 0; !stopping; n++) {
        const ready = backends.filter((backend) => backend.ready);
        if (ready.length === 0) {
          await pause(10);
          continue;
        }
        const backend = chance.pick(ready);
        const write = {
          method: 'POST',
          path: `${API}/pool/${1 + (n % 3)}/license`,
          token,
          body: { email: `l${name}-${n}@${DOMAIN}` },
        };
        const answer = await backend.http
          .send(n % 3 ? { path: `${API}/me`, token } : write)
          .catch((error: Error) => error);
        requests++;
        if (answer instanceof Error) failures.add(`dropped: ${answer.message}`);
        else failures.unless(answer.status === 200, `answered ${answer.status} ${answer.text.slice(0, 200)}`);
      }
    };
    const lanes = Promise.all(Array.from({ length: LANES }, (_, name) => lane(name)));
    for (let n = 0; n < trial.n; n++) {
      const at = n % 3;
      servers[at] = await restart(trial, house, servers[at] as ServerProcess, failures);
      while (!backends[at]?.ready) await pause(20);
      trial.progress((n + 1) / trial.n);
    }
    stopping = true;
    await Promise.all([lanes, looking]);
    for (const backend of backends) backend.http.close();
    await Promise.all(servers.map((server) => server.kill()));
    failures.addAll(await damages(house));
    return {
      n: trial.n,
      figure: `${requests} requests, ${failures.count} dropped or wrong`,
      failures: failures.list(),
    };
  },
};
