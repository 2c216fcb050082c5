import { Chance } from '../support/chance.ts';
import { DOMAIN, damages, type House, inHouse, load, newHouse, newToken, worldWith } from '../support/house.ts';
import { API, type Ask, Http, type Reply } from '../support/http.ts';
import { both, Failures, type Proof, type Trial } from '../support/proof.ts';
import { startProxy, type Treatment } from '../support/proxy.ts';
import { startServer } from '../support/server.ts';
import { halves } from '../support/witness.ts';

const LANES = 16;
const MAX_TRIES = 60;

function treatment(chance: Chance): Treatment {
  const kind = chance.weighted({ pass: 5, drop: 2, cut: 2, delay: 1, repeat: 3 });
  if (kind === 'drop') return { cutAfter: 0 };
  if (kind === 'cut') return { cutAfter: chance.whole(1, 700) };
  if (kind === 'delay') return { delayMs: chance.whole(1, 60) };
  return { repeat: kind === 'repeat' };
}

/** On PostgreSQL the server's own connections are cut too, half of the time just after it said “commit”. */
async function throughProxy(trial: Trial, house: House, chance: Chance): Promise<House> {
  if (trial.engine === 'sqlite') return house;
  const url = new URL(house.databaseUrl);
  const proxy = await startProxy(trial, {
    target: { host: url.hostname, port: Number(url.port) },
    cutOn: (bytes) => (bytes.includes('commit\0') ? chance.maybe(0.03) : chance.maybe(0.001)),
  });
  url.port = String(proxy.port);
  return { ...house, environment: { ...house.environment, DATABASE_URL: url.href } };
}

type Kind = 'assign' | 'recycle' | 'revoke' | 'many' | 'link';
const ORDER: Kind[] = [
  'assign',
  'assign',
  'assign',
  'many',
  'assign',
  'recycle',
  'recycle',
  'revoke',
  'revoke',
  'link',
];
const kindOf = (n: number): Kind => ORDER[n % ORDER.length] as Kind;
/** A pool that is full from the start on, but for the first few who come. */
const SMALL = 5;
const SEATS = 3;

type Step = (before: { id: number } | undefined) => Ask;

/** What is asked with key `n`, one request after the other. */
function steps(n: number): Step[] {
  const email = `k${n}@${DOMAIN}`;
  const headers = { 'idempotency-key': n % 2 ? `key-${n}` : `"key-${n}"` };
  const post =
    (path: string, body: object): Step =>
    () => ({ method: 'POST', path: API + path, body, headers });
  const pool = `/pool/${1 + (n % 4)}`;
  const revoke: Step = (before) => ({
    method: 'DELETE',
    path: `${API}/license/${before?.id}`,
    headers: { 'idempotency-key': `revoke-${n}` },
  });
  return {
    assign: [post(`${pool}/license`, { email })],
    recycle: [post(`/pool/${SMALL}/license`, { email, recycle: true })],
    revoke: [post(`${pool}/license`, { email }), revoke],
    many: [post(`${pool}/bulk`, { rows: [{ email }, { email: `and-${email}` }] })],
    link: [post('/links', { poolId: 1 + (n % 4), licenses: 1 })],
  }[kindOf(n)];
}

/** Sends the same request with the same key until somebody says how it went. */
async function insist(client: () => Http, ask: Ask): Promise<{ reply: Reply | null; tries: number }> {
  for (let tries = 1; tries <= MAX_TRIES; tries++) {
    const http = client();
    const reply = await http.send(ask).catch(() => null);
    http.close();
    if (reply && reply.status !== 503) return { reply, tries };
  }
  return { reply: null, tries: MAX_TRIES };
}

export const idempotency: Proof = {
  name: 'idempotency',
  promise: 'a key has exactly one effect, however often the request is cut, delayed or repeated on its way',
  unit: 'keys',
  engines: both,
  full: 20_000,
  short: 150,
  async run(trial) {
    const chance = new Chance(trial.seed);
    const failures = new Failures();
    const house = await newHouse(trial);
    await load(house, worldWith([1, 2, 3, 4, SMALL].map((id) => ({ id, licenses: id === SMALL ? SEATS : 1_000_000 }))));
    const [token, other] = [await newToken(house, 1), await newToken(house, 2)];
    const server = await startServer(trial, await throughProxy(trial, house, chance));
    const proxy = await startProxy(trial, {
      target: { host: '127.0.0.1', port: server.port },
      treat: () => treatment(chance),
    });
    const cut = () => new Http(`http://127.0.0.1:${proxy.port}`, 1);
    const totals = { tries: 0, replays: 0 };

    const probe = async (ask: Ask, first: Reply, n: number): Promise<void> => {
      const { reply: again } = await insist(() => new Http(server.url, 1), ask);
      totals.replays++;
      failures.unless(
        again?.text === first.text && again.headers['idempotent-replayed'] === 'true',
        `key ${n}: replayed ${again?.status} ${again?.text}`,
      );
      const { reply: reused } = await insist(() => new Http(server.url, 1), {
        ...ask,
        body: { email: `other${n}@${DOMAIN}` },
      });
      failures.unless(
        reused?.json()?.code === 'idempotency_key_reused',
        `key ${n} for another request: ${reused?.status}`,
      );
      const { reply: foreign } = await insist(() => new Http(server.url, 1), { ...ask, token: other });
      failures.unless(foreign?.status === 404, `key ${n} of another manager: ${foreign?.status}`);
    };
    let next = 0;
    const lane = async (): Promise<void> => {
      for (let n = next++; n < trial.n; n = next++) {
        let last: Reply | null = null;
        for (const step of steps(n)) {
          const ask = { ...step(last?.json()), token };
          const { reply, tries } = await insist(cut, ask);
          totals.tries += tries;
          if (reply?.status !== 200) failures.add(`key ${n}: ${reply ? `${reply.status} ${reply.text}` : 'no answer'}`);
          else if (n % 20 === 0 || n % 20 === 5) await probe(ask, reply, n);
          else if (kindOf(n) === 'many' && /refused/.test(reply.text)) failures.add(`key ${n}: a list, ${reply.text}`);
          last = reply;
        }
        trial.progress(n / trial.n);
      }
    };
    await Promise.all(Array.from({ length: LANES }, lane));
    await server.kill();
    failures.addAll([...(await halves(house)), ...(await damages(house)), ...(await wrongCounts(house, trial.n))]);
    return {
      n: trial.n,
      figure: `exactly one effect each: ${failures.count} exceptions; ${proxy.cuts} cuts, ${totals.tries} requests, ${totals.replays} replays compared`,
      failures: failures.list(),
    };
  },
};

/** What came of all keys, against what each of them has to have come to. */
async function wrongCounts(house: House, keys: number): Promise<string[]> {
  const of = (...kinds: Kind[]) =>
    Array.from({ length: keys }, (_, n) => kindOf(n)).filter((kind) => kinds.includes(kind));
  const wanted = {
    licenses: of('assign', 'recycle', 'revoke', 'many').length + of('many').length,
    revoked: of('revoke').length,
    recycled: Math.max(0, of('recycle').length - SEATS),
    links: of('link').length,
  };
  const found = await inHouse(house, async ({ db }) => {
    const licenses = await db.read.kysely.selectFrom('license').select('ended_how').execute();
    const links = await db.read.kysely.selectFrom('link').select('id').execute();
    const ended = (how: string) => licenses.filter((license) => license.ended_how === how).length;
    return { licenses: licenses.length, revoked: ended('revoked'), recycled: ended('recycled'), links: links.length };
  });
  const [told, asked] = [JSON.stringify(found), JSON.stringify(wanted)];
  return told === asked ? [] : [`${told} came of ${keys} keys, instead of ${asked}`];
}
