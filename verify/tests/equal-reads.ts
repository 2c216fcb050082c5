import { setTimeout as pause } from 'node:timers/promises';
import { DOMAIN, type House, inHouse, load, newHouse, newToken, withoutNotices, worldWith } from '../support/house.ts';
import { API, type Ask, Http } from '../support/http.ts';
import { fill, type Ids, type Operation, ofStaff, ofVisitors, operationsOf } from '../support/operations.ts';
import { newVisitor } from '../support/people.ts';
import { both, Failures, type Proof } from '../support/proof.ts';
import { startServer } from '../support/server.ts';

const AT_ONCE = 16;
const LICENSES = 30;
/** Ways to ask for a list: pages from both ends, past the end, everything on one. */
const ways = ['', 'pageSize=1000&includeInactive=1', 'page=2&pageSize=7', 'page=99', 'pageSize=1&search=a'];

/** What may differ between two answers of the same state: when a token or a browser was last seen, how long a session lasts. */
const VOLATILE = /"(lastUsed|updatedAt|expiresAt|leftSeconds)":("[^"]*"|null|\d+)/g;
const steady = (text: string) => text.replaceAll(VOLATILE, '');
/** Lists that show what the writes of this test change. */
const showsWrites = (path: string) => path.includes('/publisher/');

type Headers = Record<string, string>;

/** What manager 1 has, with something in every list. */
async function furnish(http: Http, owner: Headers): Promise<Ids & { code: string }> {
  const base = '/api/app/managers/1/v1';
  const post = async (path: string, body: object) => {
    const reply = await http.send({ method: 'POST', path: base + path, headers: owner, body });
    if (reply.status !== 200) throw new Error(`${path} was answered ${reply.status} ${reply.text}`);
    return reply.json();
  };
  for (let n = 1; n < LICENSES; n++) await post('/pool/1/license', { email: `ada${n}@${DOMAIN}`, name: `Ada ${n}` });
  const license = await post('/pool/1/license', { email: `ada@${DOMAIN}`, name: 'Ada' });
  const links = [await post('/links', { poolId: 1, licenses: 3 }), await post('/links', { poolId: 1, licenses: 3 })];
  const member = await post('/members', { email: `guest@${DOMAIN}`, role: 'viewer' });
  const token = await post('/tokens', { name: 'another', permission: 'write' });
  const ids = {
    manager: '1',
    pool: '1',
    course: '1',
    license: String(license.id),
    student: String(license.student.id),
  };
  const [link] = links;
  const code = String(link.url ?? link.code)
    .split('/')
    .at(-1) as string;
  const webhook = await post('/webhooks', { url: 'https://hooks.example/', events: ['pool.created'] });
  const more = {
    webhook: webhook.id,
    delivery: 'none',
    entry: 'none',
    request: 'none',
    roster: 'none',
    account: 'none',
    mail: 'none',
  };
  return { ...ids, ...more, link: link.id, member: member.id, token: token.id, email: `ada@${DOMAIN}`, code };
}

/** Everything that can be asked for, as whoever may. */
function questions(
  operations: readonly Operation[],
  ids: Ids & { code: string },
  token: string,
  owner: Headers,
): Ask[] {
  const paths = [
    '/healthz',
    '/readyz',
    '/api/licensing/openapi.json',
    '/api/licensing/docs',
    '/api/licensing/docs.css',
    '/',
  ];
  const reads = operations.filter(({ method }) => method === 'GET');
  return [
    ...paths.map((path) => ({ path })),
    ...reads.flatMap((operation) => {
      const path = fill(operation.path.replace('{code}', ids.code), ids);
      const by = operation.by === 'token' ? { token } : { headers: owner };
      const own = path.endsWith('/student') ? [`email=${ids.email}`] : [];
      const asked = operation.by === 'session' && operation.query.length === 0 && !path.includes('/v1/') ? [''] : ways;
      return asked.map((way) => {
        const query = [...own, ...(way ? [way] : [])].join('&');
        return { path: query ? `${path}?${query}` : path, ...by };
      });
    }),
  ];
}

/** Writes all the time, in what the answers that are compared do not show. */
function writing(http: Http, token: string): () => Promise<number> {
  let stopped = false;
  let writes = 0;
  const run = async (lane: number) => {
    for (let n = 0; !stopped; n++) {
      const body = { email: `w${lane}-${n}@${DOMAIN}` };
      const given = await http.send({ method: 'POST', path: `${API}/pool/3/license`, token, body });
      const { id } = given.json();
      if (id) await http.send({ method: 'DELETE', path: `${API}/license/${id}`, token });
      writes += id ? 2 : 0;
      await pause(1);
    }
  };
  const lanes = [run(1), run(2)];
  return async () => {
    stopped = true;
    await Promise.all(lanes);
    return writes;
  };
}

async function people(house: House): Promise<Headers> {
  return inHouse(house, async (context) => {
    await newVisitor(context, { email: `second@${DOMAIN}`, roles: { 1: 'manager' } });
    return newVisitor(context, { email: `owner@${DOMAIN}`, publisher: true, roles: { 1: 'owner' } });
  });
}

export const equalReads: Proof = {
  name: 'equal-reads',
  promise: `${AT_ONCE} equal and ${AT_ONCE} different reads of every kind at one moment are answered as one alone`,
  unit: 'rounds over every GET',
  engines: both,
  full: 20,
  short: 2,
  async run(trial) {
    const failures = new Failures();
    const house = await newHouse(trial);
    const pools = [
      { id: 1, licenses: 2 * LICENSES },
      { id: 2, licenses: 5, courseId: 2 },
      { id: 3, managerId: 2, licenses: 50 },
    ];
    await load(house, worldWith(pools, 2));
    await withoutNotices(house);
    const [token, writer, owner] = [await newToken(house, 1), await newToken(house, 2), await people(house)];
    const server = await startServer(trial, house, { environment: { LOG_LEVEL: 'error' } });
    const http = new Http(server.url, AT_ONCE);
    const others = new Http(server.url, 2);
    const ids = await furnish(http, owner);
    const ofConsole = ofStaff.filter(({ path }) => !path.startsWith('/api/app/publisher/v1/')); // read by tokens too
    const operations = [...(await operationsOf(http)), ...ofConsole, ...ofVisitors];
    const asked = questions(operations, ids, token, owner);
    const alone = new Map<Ask, string>();
    for (const ask of asked) alone.set(ask, steady((await http.send(ask)).text));
    const stop = writing(others, writer);
    let answers = 0;
    const together = async (asks: readonly Ask[]) => {
      const replies = await Promise.all(asks.map((ask) => http.send(ask)));
      for (const [n, { status, text }] of replies.entries()) {
        answers++;
        const ask = asks[n] as Ask;
        failures.unless(status < 500, `${ask.path}: ${status} ${text.slice(0, 200)}`);
        if (status < 500 && !showsWrites(ask.path))
          failures.unless(steady(text) === alone.get(ask), `${ask.path}: ${text.slice(0, 200)}, not as alone`);
      }
    };
    for (let round = 0; round < trial.n; round++) {
      for (const [n, ask] of asked.entries()) {
        await together(Array<Ask>(AT_ONCE).fill(ask));
        await together(
          Array.from({ length: AT_ONCE }, (_, i) => asked[(n * 7 + i * 11 + round) % asked.length] as Ask),
        );
      }
      trial.progress((round + 1) / trial.n);
    }
    const writes = await stop();
    failures.unless(writes > 0, 'nothing was written meanwhile');
    http.close();
    others.close();
    await server.kill();
    return {
      n: trial.n,
      figure: `${answers} answers to ${asked.length} questions, ${failures.count} wrong, beside ${writes} writes`,
      failures: failures.list(),
    };
  },
};
