import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { DOMAIN, damages, load, newHouse, newToken, worldWith } from '../support/house.ts';
import { API, Http } from '../support/http.ts';
import { both, Failures, type Proof } from '../support/proof.ts';
import { startServer } from '../support/server.ts';

const PER_SECOND = 60;
const MAX_GROWTH_MIB = 32;

interface Sample {
  minutes: number;
  mib: number;
  files: number;
}

function look(pid: number, minutes: number): Sample {
  const [, kib = '0'] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return { minutes, mib: Number(kib) / 1024, files: readdirSync(`/proc/${pid}/fd`).length };
}

const mean = (samples: Sample[], of: 'mib' | 'files') =>
  samples.reduce((sum, sample) => sum + sample[of], 0) / Math.max(1, samples.length);

export const soak: Proof = {
  name: 'soak',
  promise: 'memory, open files and connections stay as they are under load',
  unit: 'minutes',
  engines: both,
  full: 20,
  short: 0,
  async run(trial) {
    const failures = new Failures();
    const house = await newHouse(trial);
    await load(house, worldWith([1, 2].map((id) => ({ id, licenses: 1_000_000 }))));
    const token = await newToken(house, 1);
    const server = await startServer(trial, house);
    const http = new Http(server.url, 8);
    const samples: Sample[] = [];
    const started = performance.now();
    const minutes = () => (performance.now() - started) / 60_000;
    const length = Math.max(trial.n, 0.15);
    let requests = 0;
    for (let n = 0; minutes() < length; n++) {
      const asks = [
        { path: `${API}/me`, token },
        { path: `${API}/licenses?pageSize=50&page=${1 + (n % 20)}`, token },
        {
          method: 'POST',
          path: `${API}/pool/${1 + (n % 2)}/license`,
          token,
          body: { email: `s${n % 20_000}@${DOMAIN}` },
        },
        { path: `${API}/license/${1 + (n % 5000)}`, token },
        { path: `${API}/me`, token: 'wrong' },
        { method: 'DELETE', path: `${API}/license/${n}`, token },
      ];
      const replies = await Promise.all(asks.map((ask) => http.send(ask)));
      requests += replies.length;
      for (const reply of replies) failures.unless(reply.status < 500, `answered ${reply.status}`);
      if (n % (PER_SECOND / 6) === 0) samples.push(look(server.child.pid as number, minutes()));
      trial.progress(minutes() / length);
      await pause((asks.length / PER_SECOND) * 1000);
    }
    const warm = samples.filter((sample) => sample.minutes > length * 0.3 && sample.minutes < length * 0.5);
    const last = samples.filter((sample) => sample.minutes > length * 0.8);
    const growth = mean(last, 'mib') - mean(warm, 'mib');
    const files = mean(last, 'files') - mean(warm, 'files');
    failures.unless(
      !trial.timed || growth <= MAX_GROWTH_MIB,
      `memory grew by ${growth.toFixed(1)} MiB from the middle to the end`,
    );
    failures.unless(!trial.timed || files <= 4, `open files grew by ${files.toFixed(1)}`);
    http.close();
    await server.kill('SIGTERM');
    failures.addAll(await damages(house));
    return {
      n: trial.n,
      figure: `${requests} requests; memory ${mean(warm, 'mib').toFixed(0)} → ${mean(last, 'mib').toFixed(0)} MiB, files ${mean(last, 'files').toFixed(0)}`,
      failures: failures.list(),
    };
  },
};
