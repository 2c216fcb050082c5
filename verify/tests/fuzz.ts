import { connect } from 'node:net';
import { Chance } from '../support/chance.ts';
import { DOMAIN, damages, load, newHouse, newToken, worldWith } from '../support/house.ts';
import { type Ask, Http } from '../support/http.ts';
import { type Operation, operationsOf } from '../support/operations.ts';
import { both, Failures, type Proof } from '../support/proof.ts';
import { startServer } from '../support/server.ts';

const LANES = 8;
/** What an answer never contains. */
const LEAK =
  /\b(sqlite|postgres|select\s|insert into|syntax error|at \S+ \(|node_modules|\.ts:\d+|ECONN|constraint failed)/i;

const strings = [
  '',
  ' ',
  '0',
  '-1',
  '1',
  '2',
  '1.5',
  '1e309',
  'NaN',
  'null',
  'true',
  'undefined',
  '9007199254740993',
  '00',
  '+1',
  '１',
  '0x10',
  "'",
  "' or 1=1 --",
  '"; drop table license; --',
  '1; select pg_sleep(5)',
  ['$', '{7*7}'].join(''),
  '{{7*7}}',
  '../../etc/passwd',
  '%00',
  '\0',
  '\u0000',
  '\ud800',
  '\ufeff',
  'İ',
  'ß',
  'ﬁ',
  'é',
  'e\u0301',
  '😀',
  '\u202e',
  '\r\n',
  'a'.repeat(300),
  'a'.repeat(5000),
  '=1+1',
  '<script>',
  '__proto__',
  'constructor',
  'toString',
  '2026-13-45',
  '2027-01-01',
  '0000-00-00',
  '9999-12-31',
  '+275760-09-13',
  `x@${DOMAIN}`,
  `"x"@${DOMAIN}`,
  `x@${DOMAIN}\r\nBcc: y@z.example`,
  'x@[::1]',
  `x@${'a.'.repeat(150)}example`,
  'x@xn--',
  'x@bücher.example',
  `${'é'.repeat(70)}@x.y`,
];

function value(chance: Chance, depth = 0): unknown {
  const kind = chance.weighted({
    text: 8,
    number: 3,
    flag: 2,
    none: 1,
    list: depth < 4 ? 1 : 0,
    object: depth < 4 ? 1 : 0,
  });
  if (kind === 'text') return chance.pick(strings);
  if (kind === 'number') return chance.pick([0, -1, 1, 2, 1.5, 1e300, 2 ** 53, -0, 1e-7]);
  if (kind === 'flag') return chance.maybe(0.5);
  if (kind === 'none') return null;
  if (kind === 'list') return Array.from({ length: chance.whole(0, 4) }, () => value(chance, depth + 1));
  return Object.fromEntries(
    Array.from({ length: chance.whole(0, 4) }, () => [chance.pick([...names, ...strings]), value(chance, depth + 1)]),
  );
}

const names = ['email', 'name', 'endDate', 'recycle', 'emails', 'licenses', 'poolId', 'permission', 'page', 'password'];

/** Mostly what fits, with one thing wrong, so that it gets past the first check. */
function body(chance: Chance): string | Buffer {
  const good: Record<string, unknown> = {
    email: `f${chance.whole(0, 400)}@${DOMAIN}`,
    endDate: '2027-01-01',
    recycle: chance.maybe(0.5),
    name: 'Ada',
  };
  const kind = chance.weighted({ mutated: 10, any: 3, deep: 0.2, bytes: 1, broken: 1 });
  if (kind === 'mutated') {
    for (const name of names) if (chance.maybe(0.25)) good[name] = value(chance);
    for (const name of Object.keys(good)) if (chance.maybe(0.2)) delete good[name];
    return JSON.stringify(good);
  }
  if (kind === 'any') return JSON.stringify(value(chance));
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
  if (chance.maybe(0.2)) all['idempotency-key'] = `fuzz-${chance.whole(0, 50)}`;
  return all;
}

const spell = (text: string, chance: Chance) =>
  chance.maybe(0.9) ? encodeURIComponent(text.toWellFormed()) : text.replaceAll(/[^\x21-\x7e]/g, '%');

function ask(chance: Chance, operations: Operation[], token: string): Ask {
  const operation = chance.pick(operations);
  const id = () => (chance.maybe(0.6) ? String(chance.whole(1, 60)) : spell(chance.pick(strings), chance));
  let path = operation.path.replaceAll(/\{[^}]+\}/g, id);
  const parameters = operation.query
    .filter(() => chance.maybe(0.4))
    .map((name) => `${name}=${spell(chance.pick(strings), chance)}`);
  if (chance.maybe(0.1)) parameters.push(`${spell(chance.pick(strings), chance)}=1`, ...parameters);
  if (parameters.length > 0) path += `?${parameters.join('&')}`;
  const method = chance.maybe(0.95)
    ? operation.method
    : chance.pick(['GET', 'HEAD', 'PUT', 'OPTIONS', 'DELETE', 'POST']);
  const sends = !['GET', 'HEAD'].includes(method) && chance.maybe(0.95);
  return {
    method,
    path: path.startsWith('/') ? path : '/',
    headers: headers(chance),
    ...(chance.maybe(0.97) ? { token } : {}),
    ...(sends ? { raw: body(chance) } : {}),
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

export const fuzz: Proof = {
  name: 'fuzz',
  promise: 'no input, however strange, is a server error, shows the inside, or breaks a rule',
  unit: 'requests',
  engines: both,
  full: 200_000,
  short: 3000,
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
    const token = await newToken(house, 1);
    const server = await startServer(trial, house, { environment: { LOG_LEVEL: 'error' } });
    const http = new Http(server.url, LANES);
    const operations = await operationsOf(http);
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
        const asked = ask(chance, operations, token);
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
        failures.unless(reply.status < 500, `${reply.status} for ${JSON.stringify(asked).slice(0, 500)}`);
        if (reply.status >= 400)
          failures.unless(
            !LEAK.test(reply.text),
            `shows the inside: ${reply.text.slice(0, 300)} for ${JSON.stringify(asked).slice(0, 300)}`,
          );
        if (done % 100 === 0) trial.progress(done / trial.n);
      }
    };
    await Promise.all(chances.map(lane));
    failures.unless((await http.send({ path: '/readyz' })).status === 200, 'the server is not ready any more');
    http.close();
    await server.kill();
    failures.addAll(await damages(house));
    const told = Object.entries(statuses)
      .map(([status, count]) => `${count} × ${status}`)
      .join(', ');
    return {
      n: done,
      figure: `${failures.count} server errors, leaks or broken rules; ${told}`,
      failures: failures.list(),
    };
  },
};
