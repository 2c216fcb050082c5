import { connect } from 'node:net';
import { Chance } from '../support/chance.ts';
import { DOMAIN, damages, inHouse, load, newHouse, newToken, worldWith } from '../support/house.ts';
import { type Ask, Http } from '../support/http.ts';
import {
  bodyFor,
  type Ids,
  type Operation,
  ofStaff,
  ofTheDoor,
  ofVisitors,
  operationsOf,
} from '../support/operations.ts';
import { newVisitor } from '../support/people.ts';
import { both, Failures, type Proof } from '../support/proof.ts';
import { freePort, startServer } from '../support/server.ts';
import { strange, strangeCookies } from '../support/strange.ts';

const LANES = 8;
/** What an answer never contains. */
const LEAK =
  /\b(sqlite|postgres|select\s|insert into|syntax error|at \S+ \(|node_modules|\.ts:\d+|ECONN|constraint failed)/i;

function value(chance: Chance, depth = 0): unknown {
  const kind = chance.weighted({
    text: 8,
    number: 3,
    flag: 2,
    none: 1,
    list: depth < 4 ? 1 : 0,
    object: depth < 4 ? 1 : 0,
  });
  if (kind === 'text') return chance.pick(strange);
  if (kind === 'number') return chance.pick([0, -1, 1, 2, 1.5, 1e300, 2 ** 53, -0, 1e-7]);
  if (kind === 'flag') return chance.maybe(0.5);
  if (kind === 'none') return null;
  if (kind === 'list') return Array.from({ length: chance.whole(0, 4) }, () => value(chance, depth + 1));
  return Object.fromEntries(
    Array.from({ length: chance.whole(0, 4) }, () => [chance.pick([...names, ...strange]), value(chance, depth + 1)]),
  );
}

const names = [
  ...['email', 'name', 'endDate', 'recycle', 'emails', 'licenses', 'poolId', 'permission', 'page', 'password'],
  ...[
    'rows',
    'ids',
    'csv',
    'role',
    'validity',
    'autoReassign',
    'count',
    'unit',
    'language',
    'timeZone',
    'token',
    'code',
  ],
];

/** Something else in one place of a list or an object, so that what is around it still fits. */
function inside(old: unknown, chance: Chance): unknown {
  if (Array.isArray(old) && old.length > 0) return old.map((each) => inside(each, chance));
  if (typeof old !== 'object' || old === null) return chance.maybe(0.5) ? value(chance) : old;
  return Object.fromEntries(Object.entries(old).map(([name, each]) => [name, inside(each, chance)]));
}

/** As large as most bodies may be, and made to be slow for somebody. */
function full(chance: Chance): string {
  const size = 65_000;
  const many = (part: string) => part.repeat(Math.floor(size / part.length));
  return chance.pick([
    () => `{${many('"a":1,')}"a":1}`,
    () => `{${Array.from({ length: 5000 }, (_, n) => `"m${n}":${n}`).join()}}`,
    () => `[${many('[],')}[]]`,
    () => many('['),
    () => JSON.stringify({ email: `x@${many('a.')}example`.slice(0, size) }),
    () => JSON.stringify({ email: `${many('é')}`.slice(0, size / 3) }),
    () => JSON.stringify({ name: many(' ').slice(0, size - 20), email: many('a@').slice(0, 100) }),
    () => JSON.stringify({ email: `a@example.org`, endDate: many('9').slice(0, size - 100) }),
    () => JSON.stringify({ csv: `email,name\n${many('a@b.example,"A ""B""\n').slice(0, 60_000)}` }),
    () => JSON.stringify({ ids: Array.from({ length: 9000 }, (_, n) => n) }),
    () => `{"email":"${many('\\u00e9').slice(0, 60_000)}"}`,
  ])();
}

/** Queries as long as the head of a request may be. */
const longQuery = (chance: Chance): string =>
  chance.pick([
    () => 'search='.concat('%25_'.repeat(3000)),
    () => `search=${'a'.repeat(12_000)}`,
    () => 'page=1&'.repeat(1700),
    () => Array.from({ length: 1500 }, (_, n) => `p${n}=${n}`).join('&'),
    () => `pageSize=1000&includeInactive=1&page=${chance.whole(1, 3)}`,
    () => `search=${'%CC%81'.repeat(33)}&status=all&pageSize=1000&sort=lastAccess`,
    () => `from=${'9'.repeat(10_000)}`,
  ])();

const someId = (chance: Chance) => String(chance.whole(1, 60));

/** Mostly what fits the operation, with one thing wrong, so that it gets past the first check. */
function body(chance: Chance, operation: Operation): string | Buffer {
  const id = someId(chance);
  const ids: Ids = {
    ...{ manager: id, pool: String(chance.whole(1, 4)), license: id, course: id, student: id, link: id },
    ...{
      member: id,
      token: id,
      webhook: id,
      delivery: id,
      entry: id,
      request: id,
      roster: id,
      account: id,
      mail: id,
      email: `f${chance.whole(0, 400)}@${DOMAIN}`,
    },
  };
  const good: Record<string, unknown> = { ...bodyFor(operation, ids) };
  if (chance.maybe(0.3)) Object.assign(good, { endDate: '2027-01-01', recycle: chance.maybe(0.5), name: 'Ada' });
  const kind = chance.weighted({ mutated: 10, any: 3, torn: 3, deep: 0.2, bytes: 1, broken: 1, full: 0.3 });
  if (kind === 'mutated') {
    if (chance.maybe(0.3)) return JSON.stringify(good);
    const odds = chance.pick([0.02, 0.25]);
    for (const name of names) if (chance.maybe(odds)) good[name] = value(chance);
    for (const name of Object.keys(good)) {
      if (chance.maybe(0.1)) good[name] = inside(good[name], chance);
      if (chance.maybe(0.1)) delete good[name];
    }
    return JSON.stringify(good);
  }
  if (kind === 'torn')
    return JSON.stringify(good, (_, each) =>
      typeof each === 'string' ? each + chance.pick(['', '\0', '\ud800']) : each,
    );
  if (kind === 'any') return JSON.stringify(value(chance));
  if (kind === 'full') return full(chance);
  if (kind === 'deep') return '[{"a":'.repeat(3000) + '}]'.repeat(3000);
  if (kind === 'bytes') return Buffer.from(Array.from({ length: chance.whole(0, 80) }, () => chance.whole(0, 255)));
  const text = JSON.stringify(good);
  return text.slice(0, chance.whole(0, text.length)) + chance.pick(['', '}', '\0', '\ud800', ',', ']']);
}

function headers(chance: Chance): Record<string, string> {
  const all: Record<string, string> = {};
  const odd = [
    '',
    'x',
    '*/*',
    'application/json',
    'application/json; charset=utf-16',
    'text/plain',
    'gzip',
    '"',
    '"a',
    'é',
    'a'.repeat(300),
    '-1',
    'application/json;;',
    '"k\\"',
  ];
  for (const name of [
    'content-type',
    'accept',
    'accept-encoding',
    'idempotency-key',
    'content-encoding',
    'x-http-method-override',
    'origin',
    'cookie',
    'range',
    'if-none-match',
  ]) {
    if (chance.maybe(0.05)) all[name] = chance.pick(odd).replaceAll(/[^\x20-\x7e]/g, '');
  }
  if (chance.maybe(0.06)) all.cookie = chance.pick(strangeCookies);
  if (chance.maybe(0.01))
    all[chance.pick(['accept', 'x-a', 'user-agent', 'authorization', 'origin'])] = 'a, '.repeat(4000);
  if (chance.maybe(0.2)) all['idempotency-key'] = `fuzz-${chance.whole(0, 50)}`;
  return all;
}

const spell = (text: string, chance: Chance) =>
  chance.maybe(0.9) ? encodeURIComponent(text.toWellFormed()) : text.replaceAll(/[^\x21-\x7e]/g, '%');

/** Who asks: mostly whoever may, with a token or signed in. */
interface Callers {
  token: string;
  sessions: Record<string, string>[];
}

function ask(chance: Chance, operations: Operation[], callers: Callers): Ask {
  const operation = chance.pick(chance.maybe(0.05) ? ofTheDoor : operations);
  if (chance.maybe(0.002)) return { method: operation.method, path: `${operation.path}/${'a/'.repeat(6000)}` };
  const id = () =>
    chance.maybe(0.01)
      ? '9'.repeat(chance.whole(17, 12_000))
      : chance.maybe(0.6)
        ? String(chance.whole(1, 60))
        : spell(chance.pick(strange), chance);
  const manager = operation.by === 'session' && chance.maybe(0.9) ? '1' : id();
  let path = operation.path.replace('{managerId}', manager).replaceAll(/\{[^}]+\}/g, id);
  const parameters = operation.query
    .filter(() => chance.maybe(0.4))
    .map((name) => `${name}=${spell(chance.pick(strange), chance)}`);
  if (chance.maybe(0.02)) parameters.push(longQuery(chance));
  if (chance.maybe(0.1)) parameters.push(`${spell(chance.pick(strange), chance)}=1`, ...parameters);
  if (parameters.length > 0) path += `?${parameters.join('&')}`;
  const method = chance.maybe(0.95)
    ? operation.method
    : chance.pick(['GET', 'HEAD', 'PUT', 'OPTIONS', 'DELETE', 'POST']);
  const sends = !['GET', 'HEAD'].includes(method) && chance.maybe(0.95);
  const [session = {}] = chance.maybe(0.97) ? [chance.pick(callers.sessions)] : [];
  const asToken = operation.by === 'token' && chance.maybe(0.97);
  return {
    method,
    path: path.startsWith('/') ? path : '/',
    headers: { ...headers(chance), ...(operation.by === 'session' ? session : {}) },
    ...(asToken ? { token: callers.token } : {}),
    ...(sends ? { raw: body(chance, operation) } : {}),
  };
}

const lines = [
  'GET / HTTP/1.1\r\n',
  'POST /api/licensing/v1/pool/1/license HTTP/1.1\r\nHost: a\r\n',
  'GET /api/licensing/v1/me HTTP/9.9\r\n',
  'Content-Length: -1\r\n',
  'Content-Length: 5\r\nTransfer-Encoding: chunked\r\n',
  'Transfer-Encoding: chunked\r\n\r\nzz\r\n',
  '\r\n\r\n',
  '\0\0',
  'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
  `X: ${'y'.repeat(70_000)}\r\n`,
  'Host: a\r\nHost: b\r\n',
];

/** Bytes that are hardly HTTP: they may be answered or cut, but only with what a client did wrong. */
function rawBytes(port: number, chance: Chance): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    let answer = '';
    socket.on('data', (bytes) => {
      answer += bytes;
    });
    socket.on('error', () => {}).on('close', () => resolve(answer));
    socket.setTimeout(300, () => socket.destroy());
    socket.write(Array.from({ length: chance.whole(1, 5) }, () => chance.pick(lines)).join(''));
  });
}

interface Loop {
  asked: number;
  late: number;
  busy: number;
}

/** What the server's own probe says of its event loop: how often it was late, or busy, for more than 100 ms. */
async function eventLoop(port: number): Promise<Loop> {
  const http = new Http(`http://127.0.0.1:${port}`, 1);
  const { text } = await http.send({ path: '/metrics' });
  http.close();
  const number = (pattern: RegExp) => Number(pattern.exec(text)?.[1] ?? Number.NaN);
  const asked = number(/^carrel_event_loop_lag_seconds_count (\S+)/m);
  const late = asked - number(/^carrel_event_loop_lag_seconds_bucket\{le="0.1"\} (\S+)/m);
  const busy = asked - number(/^carrel_event_loop_busy_seconds_bucket\{le="0.1"\} (\S+)/m);
  return { asked, late, busy };
}

/** Asks for everything once, in a server that has loaded nothing yet of what is loaded at its first use. */
async function askAllOnce(http: Http, operations: readonly Operation[], callers: Callers): Promise<void> {
  const [session = {}] = callers.sessions;
  await http.send({ path: '/' });
  for (const { method, path, by } of operations) {
    const own = by === 'token' ? { token: callers.token } : { headers: session };
    const target = path.replace('{managerId}', '1').replaceAll(/\{[^}]+\}/g, '1');
    await http.send({ method, path: target, ...own, ...(method === 'GET' ? {} : { body: {} }) });
  }
}

/** A roster refuses such rows by themselves (src/roster/read.ts). */
const plansRows = ({ method, path }: Ask) => method === 'PUT' && /\/roster(\?|$)/.test(path);

export const fuzz: Proof = {
  name: 'fuzz',
  promise: 'no input, however strange, is a server error, shows the inside, or breaks a rule',
  unit: 'requests',
  engines: both,
  full: 200_000,
  short: 1500,
  async run(trial) {
    const failures = new Failures();
    const house = await newHouse(trial);
    await load(
      house,
      worldWith(
        [
          { id: 1, licenses: 20 },
          { id: 2, licenses: 20, transferable: false, courseId: 2 },
          { id: 3, managerId: 2, licenses: 5 },
        ],
        2,
      ),
    );
    const callers: Callers = {
      token: await newToken(house, 1),
      sessions: await inHouse(house, (context) =>
        Promise.all(
          (['owner', 'owner', 'manager', 'viewer'] as const).map((role, n) =>
            newVisitor(context, { email: `member${n}@${DOMAIN}`, publisher: n === 0, roles: { 1: role } }),
          ),
        ),
      ),
    };
    const metricsPort = await freePort();
    const server = await startServer(trial, house, {
      environment: { LOG_LEVEL: 'error', METRICS_PORT: String(metricsPort) },
    });
    const http = new Http(server.url, LANES);
    const operations = [...(await operationsOf(http)), ...ofStaff, ...ofVisitors];
    const atFirst = await eventLoop(metricsPort);
    await askAllOnce(http, [...operations, ...ofTheDoor], callers);
    const chances = Array.from({ length: LANES }, (_, lane) => new Chance(trial.seed + lane));
    const statuses: Record<number, number> = {};
    let done = 0;
    const lane = async (chance: Chance): Promise<void> => {
      for (; done < trial.n; done++) {
        if (chance.maybe(0.005)) {
          const answer = await rawBytes(server.port, chance);
          failures.unless(
            !/^HTTP\/1\.1 5(?!05)/m.test(answer) && !LEAK.test(answer),
            `bytes were answered ${answer.slice(0, 200)}`,
          );
          continue;
        }
        const asked = ask(chance, operations, callers);
        const reply = await http.send(asked).catch((error: Error & { code?: string }) => error);
        if (reply instanceof Error) {
          failures.unless(
            reply.code === 'ERR_INVALID_CHAR' ||
              reply.code === 'ERR_UNESCAPED_CHARACTERS' ||
              reply.code === 'ECONNRESET' ||
              reply.code === 'EPIPE',
            `${asked.method} ${asked.path}: ${reply.message}`,
          );
          continue;
        }
        statuses[reply.status] = (statuses[reply.status] ?? 0) + 1;
        failures.unless(
          reply.status >= 400 ||
            typeof asked.raw !== 'string' ||
            !/\\u0000|\\ud800/.test(asked.raw) ||
            plansRows(asked),
          `NUL or half a character was taken: ${JSON.stringify(asked).slice(0, 500)}`,
        );
        failures.unless(reply.status < 500, `${reply.status} for ${JSON.stringify(asked).slice(0, 500)}`);
        if (reply.status >= 400)
          failures.unless(
            !LEAK.test(reply.text) || LEAK.test(asked.raw?.toString() ?? ''), // a name that nobody knows is named
            `shows the inside: ${reply.text.slice(0, 300)} for ${JSON.stringify(asked).slice(0, 300)}`,
          );
        if (done % 100 === 0) trial.progress(done / trial.n);
      }
    };
    await Promise.all(chances.map(lane));
    failures.unless((await http.send({ path: '/readyz' })).status === 200, 'the server is not ready any more');
    const loop = await eventLoop(metricsPort);
    const [busy, late] = [loop.busy - atFirst.busy, loop.late - atFirst.late];
    failures.unless(busy === 0, `${busy} times the event loop was busy for more than 100 ms at one go`);
    http.close();
    await server.kill();
    failures.addAll(await damages(house));
    const told = Object.entries(statuses)
      .map(([status, count]) => `${count} × ${status}`)
      .join(', ');
    return {
      n: done,
      figure: `${failures.count} server errors, leaks or broken rules; event loop ${busy} times busy and ${late} times late by more than 100 ms, of ${loop.asked - atFirst.asked}; ${told}`,
      failures: failures.list(),
    };
  },
};
