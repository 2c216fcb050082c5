import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { Webhook } from 'standardwebhooks';
import { Chance } from '../support/chance.ts';
import { DOMAIN, damages, type House, inHouse, load, newHouse, newToken, worldWith } from '../support/house.ts';
import { API, Http } from '../support/http.ts';
import { both, Failures, type Proof, type Trial } from '../support/proof.ts';
import { freePort, type ServerProcess, startServer } from '../support/server.ts';
import { undoing } from './outbox.ts';

const QUIET_MS = 90_000;

interface Receiver {
  url: string;
  secret: string;
  /** How often each message was taken, by its webhook-id, and which event it told of. */
  taken: Map<string, { count: number; event: string }>;
  /** Messages that were taken, and whose answer was lost on purpose. */
  cutAfter: number;
  unsigned: number;
}

/** Receives badly: answers 500, cuts before and after it has taken a message, is slow. A message is never troubled twice. */
async function badReceiver(trial: Trial, chance: Chance): Promise<Receiver> {
  const receiver: Receiver = { url: '', secret: '', taken: new Map(), cutAfter: 0, unsigned: 0 };
  const troubled = new Set<string>();
  const take = (id: string, body: string, headers: Record<string, string>, response: ServerResponse) => {
    const trouble = troubled.has(id)
      ? 'none'
      : chance.weighted({ none: 10, error: 1, cutBefore: 0.5, cutAfter: 0.5, slow: 1 });
    troubled.add(id);
    if (trouble === 'error') return void response.writeHead(500).end();
    if (trouble === 'cutBefore') return void response.destroy();
    try {
      new Webhook(receiver.secret).verify(body, headers);
    } catch {
      receiver.unsigned++;
    }
    const before = receiver.taken.get(id)?.count ?? 0;
    receiver.taken.set(id, { count: before + 1, event: JSON.parse(body).data.id });
    if (trouble === 'cutAfter') {
      receiver.cutAfter++;
      return void response.destroy();
    }
    setTimeout(() => response.writeHead(204).end(), trouble === 'slow' ? chance.whole(1, 500) : 0);
  };
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => {
      body += chunk;
    });
    request.on('end', () => {
      const headers = request.headers as Record<string, string>;
      take(headers['webhook-id'] ?? '', body, headers, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  trial.cleanUp(() => server.closeAllConnections());
  trial.cleanUp(() => server.close());
  receiver.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  return receiver;
}

/** Reads the feed on and on through all servers, whatever becomes of them; answers the ids in the order of reading. */
function startReader(clients: Http[], token: string): { stop(): Promise<string[]> } {
  const ids: string[] = [];
  let stopping = false;
  const read = async () => {
    for (let turn = 0, after = '', more = true; !stopping || more; turn++) {
      const path = `${API}/events/feed?limit=50&wait=1${after && `&after=${after}`}`;
      const reply = await (clients[turn % clients.length] as Http).send({ path, token }).catch(() => null);
      const page = reply?.status === 200 ? reply.json() : null;
      if (!page) {
        await pause(50);
        continue;
      }
      ids.push(...page.events.map(({ id }: { id: string }) => id));
      after = page.next;
      more = page.more;
    }
    return ids;
  };
  const done = read();
  return {
    stop: () => {
      stopping = true;
      return done;
    },
  };
}

/** Requests at one moment, each for a pool of its own: those of one pool wait for each other. */
const LANES = 4;

/** Four in five are done; the fifth is undone at its last statement, when its event has been written. */
const request = (n: number) => ({
  pool: (n % LANES) + 1,
  email: `w${n}@${DOMAIN}`,
  key: n % 5 === 4 ? `undone${n}` : `w${n}`,
  wanted: n % 5 === 4 ? 500 : 200,
});

const waiting = (house: House): Promise<number> =>
  inHouse(house, async ({ db }) => {
    const rows = await db.read.kysely
      .selectFrom('webhook_delivery')
      .select('id')
      .where('delivered_at', 'is', null)
      .execute();
    return rows.length;
  });

const assigned = (house: House): Promise<string[]> =>
  inHouse(house, async ({ db }) =>
    (await db.read.kysely.selectFrom('event').select('id').where('kind', '=', 'license.assigned').execute()).map(
      ({ id }) => String(id),
    ),
  );

/** Sends every request until it is answered as it should be, and kills a server now and then. */
async function change(
  trial: Trial,
  house: House,
  { servers, clients, token, kills }: { servers: ServerProcess[]; clients: Http[]; token: string; kills: number },
): Promise<string[]> {
  const wrong: string[] = [];
  const send = async (n: number) => {
    const { pool, email, key, wanted } = request(n);
    const through = n % servers.length;
    const path = `${API}/pool/${pool}/license`;
    const ask = { method: 'POST', path, token, body: { email }, headers: { 'idempotency-key': key } };
    let reply = await clients[through]?.send(ask).catch(() => null);
    for (let tries = 0; (!reply || reply.status === 503) && tries < 100; tries++) {
      await pause(50);
      reply = await clients[through]?.send(ask).catch(() => null);
    }
    if (reply?.status !== wanted) wrong.push(`request ${n}: ${reply?.status} ${reply?.text.slice(0, 200)}`);
  };
  const every = Math.ceil(trial.n / kills);
  let killed = 0;
  for (let n = 0; n < trial.n; n += LANES) {
    await Promise.all(Array.from({ length: Math.min(LANES, trial.n - n) }, (_, lane) => send(n + lane)));
    if (killed < kills && n >= (killed + 0.5) * every) {
      const which = killed++ % servers.length;
      await servers[which]?.kill('SIGKILL');
      servers[which] = await startServer(trial, house, { port: (servers[which] as ServerProcess).port });
    }
    trial.progress((n / trial.n) * 0.8);
  }
  return wrong;
}

/** In flight when a server is killed: what may be sent again for each kill. */
const PER_WEBHOOK = 8;

export const webhooks: Proof = {
  name: 'webhooks',
  promise:
    'every event that was committed reaches its webhook, signed, and the reader of the feed once; none that was undone',
  unit: 'requests',
  engines: both,
  full: 10_000,
  short: 60,
  async run(trial) {
    const chance = new Chance(trial.seed);
    const failures = new Failures();
    const receiver = await badReceiver(trial, chance);
    const house = await newHouse(trial, { WEBHOOK_ALLOWED_HOSTS: '127.0.0.1' });
    await load(house, worldWith(Array.from({ length: LANES }, (_, n) => ({ id: n + 1, licenses: 1_000_000 }))));
    const token = await newToken(house, 1);
    await inHouse(house, ({ db }) => db.write((tx) => tx.script(undoing[trial.engine])));
    const servers: ServerProcess[] = [];
    for (let n = 0; n < (trial.engine === 'postgres' ? 2 : 1); n++)
      servers.push(await startServer(trial, house, { port: await freePort() }));
    const clients = servers.map(({ url }) => new Http(url, 4));
    const body = { url: receiver.url, events: ['license.assigned'] };
    const made = await clients[0]?.send({ method: 'POST', path: `${API}/webhooks`, token, body });
    receiver.secret = made?.json().secret;
    const kills = Math.max(1, Math.floor(trial.n / 500));
    const reader = startReader(clients, token);
    failures.addAll(await change(trial, house, { servers, clients, token, kills }));
    for (const until = performance.now() + QUIET_MS + trial.n * 30; performance.now() < until; await pause(500)) {
      if (receiver.taken.size >= Math.ceil(trial.n * 0.8) && (await waiting(house)) === 0) break;
    }
    const read = await reader.stop();
    const whole = await startReader(clients, token).stop();
    for (const client of clients) client.close();
    await Promise.all(servers.map((server) => server.kill()));
    const events = new Set(await assigned(house));
    const told = new Set([...receiver.taken.values()].map(({ event }) => event));
    for (const id of events) failures.unless(told.has(id), `event ${id} never reached the webhook`);
    for (const id of told) failures.unless(events.has(id), `event ${id} was told of, and is not there`);
    failures.unless(told.size === receiver.taken.size, 'an event came with two ids');
    failures.unless(receiver.unsigned === 0, `${receiver.unsigned} messages were not signed as they should be`);
    failures.unless(read.join() === whole.join(), `the feed read ${read.length} events, and later ${whole.length}`);
    failures.unless(new Set(read).size === read.length, 'the feed showed an event twice');
    failures.addAll(await damages(house));
    const doubles = [...receiver.taken.values()].filter(({ count }) => count > 1).length;
    const excusable = receiver.cutAfter + kills * PER_WEBHOOK;
    failures.unless(doubles <= excusable, `${doubles} messages came twice, of which ${excusable} are excusable`);
    return {
      n: trial.n,
      figure: `${events.size} events; ${failures.count} missing, phantom or unsigned; ${doubles} came twice with the same id; ${read.length} read from the feed; ${kills} kills, ${servers.length} processes`,
      failures: failures.list(),
    };
  },
};
