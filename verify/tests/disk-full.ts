import { rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { damages, houseAt, load, newToken, scratch, worldWith } from '../support/house.ts';
import { API, Http, type Reply } from '../support/http.ts';
import { mount, needsRoot, run } from '../support/privilege.ts';
import { Failures, type Proof } from '../support/proof.ts';
import { startServer } from '../support/server.ts';
import { factsIn, halves, missing, startWitness } from '../support/witness.ts';

const RECOVERED_WITHIN_MS = 2000;

/** What stays free: a few dozen writes, so that it is the server that meets the end of the disk. */
const LEFT_BYTES = 262_144;

/** Leaves {@link LEFT_BYTES}; less, where somebody else writes at this moment. */
function fillUp(folder: string): void {
  const { bavail, bsize } = statfsSync(folder);
  const filler = Buffer.alloc(Math.max(0, bavail * bsize - LEFT_BYTES));
  try {
    writeFileSync(join(folder, 'filler'), filler);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
  }
}

export const diskFull: Proof = {
  name: 'disk-full',
  promise:
    'on a full disk writes are answered 503, reads go on, and with space everything is as before, without a restart',
  unit: 'fillings',
  engines: ['sqlite'],
  full: 20,
  short: 1,
  async run(trial) {
    needsRoot();
    const failures = new Failures();
    const folder = scratch(trial);
    mount('-t', 'tmpfs', '-o', 'size=200m', 'carrel-verify', folder);
    trial.cleanUp(() => run('umount', '-l', folder));
    const house = houseAt(folder, `sqlite:${join(folder, 'carrel.db')}`, { RATE_LIMIT_PER_MINUTE: '1000000' });
    const pools = [1, 2];
    await load(house, worldWith(pools.map((id) => ({ id, licenses: 1_000_000 }))));
    const token = await newToken(house, 1);
    const server = await startServer(trial, house);
    const http = new Http(server.url, 4);
    const file = join(scratch(trial), 'witness');
    const witness = startWitness(trial, {
      name: 'd',
      url: server.url,
      token,
      pools,
      transferable: pools,
      lanes: 4,
      retryMs: 50,
      file,
    });
    const write = (email: string): Promise<Reply> =>
      http.send({ method: 'POST', path: `${API}/pool/1/license`, token, body: { email } });
    let [refused, reads, slowest] = [0, 0, 0];
    for (let n = 0; n < trial.n; n++) {
      await pause(200);
      fillUp(folder);
      let full: Reply | null = null;
      for (let m = 0; m < 2000 && full?.status !== 503; m++) full = await write(`full${n}-${m}@verify.example`);
      failures.unless(
        full?.status === 503 && full.headers['retry-after'] !== undefined,
        `filling ${n}: a write was answered ${full?.status}`,
      );
      for (let m = 0; m < 50; m++) {
        const reply = await http.send({ path: `${API}/${m % 2 ? 'licenses' : 'me'}`, token });
        failures.unless(reply.status === 200, `filling ${n}: a read was answered ${reply.status} ${reply.text}`);
        reads++;
        const more = await write(`full${n}-r${m}@verify.example`);
        failures.unless(
          more.status === 503 || more.status === 200,
          `filling ${n}: a write was answered ${more.status}`,
        );
        refused += more.status === 503 ? 1 : 0;
      }
      rmSync(join(folder, 'filler'));
      const started = performance.now();
      for (let m = 0; performance.now() - started < 20_000; m++, await pause(20)) {
        if ((await write(`free${n}-${m}@verify.example`)).status === 200) break;
      }
      const ms = Math.round(performance.now() - started);
      slowest = Math.max(slowest, ms);
      failures.unless(
        ms < (trial.timed ? RECOVERED_WITHIN_MS : 20_000),
        `filling ${n}: writes go on only after ${ms} ms`,
      );
      trial.progress((n + 1) / trial.n);
    }
    failures.unless(server.child.exitCode === null && server.child.signalCode === null, 'the server process ended');
    const report = await witness.stop();
    http.close();
    await server.kill();
    const facts = factsIn(file);
    failures.addAll([
      ...(await missing(house, facts)),
      ...(await halves(house)),
      ...(await damages(house)),
      ...report.wrong,
    ]);
    return {
      n: trial.n,
      figure: `${facts.length} acknowledged, ${reads} reads served and ${refused} writes refused while full; ${failures.count} lost or wrong; writes back after at most ${slowest} ms`,
      failures: failures.list(),
    };
  },
};
