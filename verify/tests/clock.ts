import { globSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { DAY } from '../../src/rules/time.ts';
import { Chance } from '../support/chance.ts';
import {
  DOMAIN,
  damages,
  type House,
  inHouse,
  load,
  newHouse,
  newToken,
  scratch,
  worldWith,
} from '../support/house.ts';
import { API, Http } from '../support/http.ts';
import { both, Failures, type Proof, Skipped } from '../support/proof.ts';
import { startServer } from '../support/server.ts';

/** How far the clock of the server is from the true one, one step after the other; then, somewhere by chance. */
const STEPS = [DAY, -DAY, 6 * DAY, 0, 400 * DAY, 10 * DAY, 12 * 365 * DAY, -30 * DAY, 0];
const SEATS = 4;

function library(): string {
  const [path] = globSync('/usr/lib/*/faketime/libfaketimeMT.so.1');
  if (!path) throw new Skipped('needs libfaketime, which is not installed');
  return path;
}

interface Listed {
  id: string;
  active: boolean;
  end: string;
}

const dueBy = (house: House, now: number): Promise<number> =>
  inHouse(house, async ({ db }) => {
    const open = db.read.kysely.selectFrom('license').select('id').where('ended_at', 'is', null);
    return (await open.where('end_at', '<=', now).execute()).length;
  });

/** A manager’s licenses as they are listed, and what may become of them. */
class Book {
  /** Ended for good, with the end they had then. */
  readonly over = new Map<string, string>();
  readonly #http: Http;
  readonly #token: string;

  constructor(http: Http, token: string) {
    this.#http = http;
    this.#token = token;
  }

  ask(method: string, path: string, body?: object) {
    return this.#http.send({ method, path: API + path, token: this.#token, ...(body ? { body } : {}) });
  }

  async list(): Promise<Listed[]> {
    return (await this.ask('GET', '/licenses?includeInactive=true&pageSize=1000')).json();
  }

  async end(id: number, method: string, body?: object): Promise<void> {
    const reply = await this.ask(method, `/license/${id}`, body);
    if (reply.status === 200) this.over.set(String(id), reply.json().end);
  }

  /** Waits until what has run out by the clock of the server was taken back, and remembers it as over. */
  async swept(house: House, now: number): Promise<void> {
    for (const until = performance.now() + 90_000; (await dueBy(house, now)) > 0; await pause(200))
      if (performance.now() > until) throw new Error('what had run out was not taken back');
    for (const { id, active, end } of await this.list()) if (!active) this.over.set(id, end);
  }

  async check(failures: Failures, when: string): Promise<void> {
    for (const { id, active, end } of await this.list()) {
      const was = this.over.get(id);
      if (was === undefined) continue;
      failures.unless(!active, `${when}: license ${id} lives again`);
      failures.unless(was === end, `${when}: the end of license ${id} went from ${was} to ${end}`);
    }
  }
}

export const clock: Proof = {
  name: 'clock',
  promise: 'whatever the clock of the server does, what has ended stays ended, no seat is given twice, no token dies',
  unit: 'steps',
  engines: both,
  full: 45,
  short: STEPS.length,
  async run(trial) {
    const preload = library();
    const chance = new Chance(trial.seed);
    const failures = new Failures();
    const house = await newHouse(trial);
    await load(
      house,
      worldWith(
        [1, 2].map((id) => ({ id, courseId: id, licenses: SEATS })),
        2,
      ),
    );
    const token = await newToken(house, 1);
    const file = join(scratch(trial), 'clock');
    const set = (seconds: number) => writeFileSync(file, `${seconds < 0 ? '' : '+'}${seconds}`);
    set(0);
    const faked = { FAKETIME_TIMESTAMP_FILE: file, FAKETIME_NO_CACHE: '1', FAKETIME_DONT_FAKE_MONOTONIC: '1' };
    const server = await startServer(trial, house, { environment: { LD_PRELOAD: preload, ...faked } });
    const http = new Http(server.url, 4);
    const book = new Book(http, token);
    let given = 0;
    for (let n = 0; n < trial.n; n++) {
      const away = STEPS[n] ?? chance.whole(-400, 400) * DAY + chance.whole(-DAY, DAY);
      set(away);
      await book.check(failures, `at ${away} s`);
      const soon = new Date(Date.now() + (away + 3 * DAY) * 1000).toISOString().slice(0, 10);
      for (const pool of [1, 2]) {
        for (let m = 0; m < SEATS; m++) {
          const body = { email: `c${n}-${pool}-${m}@${DOMAIN}`, recycle: m === 0, ...(m > 1 ? { endDate: soon } : {}) };
          const reply = await book.ask('POST', `/pool/${pool}/license`, body);
          failures.unless(reply.status === 200 || reply.status === 400, `at ${away} s: answered ${reply.status}`);
          if (reply.status !== 200) continue;
          given++;
          if (m % 2 === 0)
            await book.end(reply.json().id, m ? 'PATCH' : 'DELETE', m ? { endDate: '2000-01-01' } : undefined);
        }
        const { licenses, assignedLicenses } = (await book.ask('GET', `/pool/${pool}`)).json();
        failures.unless(assignedLicenses <= licenses, `at ${away} s: ${assignedLicenses} of ${licenses} are out`);
      }
      if (away > 300 * DAY) await book.swept(house, Math.floor(Date.now() / 1000) + away);
      await book.check(failures, `after ${away} s`);
      failures.unless((await book.ask('GET', '/me')).status === 200, `at ${away} s the token is dead`);
      trial.progress(n / trial.n);
    }
    http.close();
    await server.kill('SIGTERM');
    failures.addAll(await damages(house));
    return {
      n: trial.n,
      figure: `${given} licenses given, ${book.over.size} ended; ${failures.count} revived, doubled or other`,
      failures: failures.list(),
    };
  },
};
