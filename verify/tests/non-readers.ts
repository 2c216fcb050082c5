import { existsSync, readdirSync, statSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { crowdedWorld, residentMiB, socketsOf } from '../support/crowd.ts';
import { load, newHouse, newToken } from '../support/house.ts';
import { API, Http } from '../support/http.ts';
import { Failures, type Proof } from '../support/proof.ts';
import { type ServerProcess, startServer, tree } from '../support/server.ts';

const STUDENTS = 20_000;
const CONNECTIONS = 10;
const BYTES_EACH = 62_000;
const IDLE = 200;
const WAVES = 8;
const WAVE_MS = 300;
const CLOSED_WITHIN_MS = 20_000;
const MAX_MIB = 300;
const MEDIAN_MS = 50;

const head = (path: string, token: string, method = 'GET', body = '') =>
  `${method} ${path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${token}\r\n${
    body ? `Content-Type: application/json\r\nContent-Length: ${body.length}\r\n` : ''
  }\r\n${body}`;

function largestAsset(): string {
  const folder = join(tree, 'web/dist/assets');
  if (!existsSync(folder)) return '/';
  const plain = readdirSync(folder).filter((name) => !/\.(br|gz)$/.test(name));
  const [name = ''] = plain.sort((a, b) => statSync(join(folder, b)).size - statSync(join(folder, a)).size);
  return `/assets/${name}`;
}

/** What a hostile client asks for, over and over, and how it reads. */
interface Manner {
  name: string;
  request: string;
  /** Reads the answer to one request first, as anybody does. */
  polite?: boolean;
  /** Bytes read in a second; 0: none. */
  reads?: number;
  /** Asks so many times; without it, until the limit of what may wait is passed. */
  times?: number;
  connections?: number;
}

const manners = (token: string): Manner[] => [
  { name: 'a document', request: head('/api/licensing/openapi.json', token) },
  { name: 'a file of the web app', request: head(largestAsset(), token) },
  { name: 'the page of the web app', request: head('/people', token) },
  { name: 'a long list', request: head(`${API}/licenses?pageSize=1000`, token) },
  {
    name: 'a long list, once each',
    request: head(`${API}/licenses?pageSize=1000`, token),
    times: 1,
    connections: 100,
  },
  { name: 'the history', request: head(`${API}/events?pageSize=1000`, token) },
  { name: 'an export', request: head(`${API}/students.csv`, token) },
  { name: 'as many exports as may wait', request: head(`${API}/students.csv`, token), times: 40 },
  { name: 'the same, by two', request: head(`${API}/students.csv`, token), times: 40, connections: 2 },
  { name: 'a small answer', request: head('/healthz', token) },
  { name: 'what is refused', request: head(`${API}/licenses`, 'x') },
  { name: 'changes', request: head(`${API}/pool/1/license`, token, 'POST', '{"email":"x@elsewhere.example"}') },
  { name: 'large bodies', request: head(`${API}/pool/1/license`, token, 'POST', `{"email":"${'x'.repeat(50_000)}"}`) },
  { name: 'a document, after use', request: head('/api/licensing/openapi.json', token), polite: true },
  {
    name: 'an export, a byte a second',
    request: head(`${API}/students.csv`, token),
    reads: 1,
    times: 1,
    connections: 50,
  },
  { name: 'a document, a byte a second', request: head('/api/licensing/openapi.json', token), reads: 1 },
];

function attack(port: number, { request, polite, reads = 0, times }: Manner): Socket {
  const flood = request.repeat(times ?? Math.ceil(BYTES_EACH / request.length));
  const socket = connect({ port, host: '127.0.0.1', ...(reads > 0 ? { highWaterMark: 1 } : {}) });
  socket.pause();
  socket.on('error', () => {});
  if (polite) {
    socket.write(request);
    socket.once('data', () => {
      socket.pause();
      socket.write(flood);
    });
    socket.resume();
  } else socket.write(flood);
  if (reads > 0) {
    const reading = setInterval(() => socket.read(reads), 1000);
    socket.once('close', () => clearInterval(reading));
  }
  return socket;
}

/** What others feel meanwhile: times of /healthz, and the most memory that the server had. */
async function watch(server: ServerProcess, http: Http, isOver: () => boolean, withinMs: number) {
  const times: number[] = [];
  const pid = server.child.pid as number;
  let most = 0;
  let failed = 0;
  const started = performance.now();
  while (!isOver() && performance.now() - started < withinMs) {
    const reply = await http.send({ path: '/healthz', timeoutMs: 5000 }).catch(() => null);
    if (reply?.status === 200) times.push(reply.ms);
    else failed++;
    most = Math.max(most, residentMiB(pid));
    await pause(20);
  }
  const median = times.sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? Number.POSITIVE_INFINITY;
  return { most, median, failed, ms: performance.now() - started };
}

/** Somebody with a narrow line: everything arrives, however long it takes. */
function readSlowly(port: number, request: string, bytesPerTick: number): Promise<{ bytes: number; ms: number }> {
  return new Promise((resolve, reject) => {
    const started = performance.now();
    const socket = connect(port, '127.0.0.1', () => socket.write(request));
    let bytes = 0;
    socket.on('data', (chunk) => {
      bytes += chunk.length;
      socket.pause();
      setTimeout(() => socket.resume(), (chunk.length / bytesPerTick) * 50);
    });
    socket.on('error', reject).on('end', () => resolve({ bytes, ms: performance.now() - started }));
  });
}

/** Somebody who sends several requests before the first answer: all are answered, in order. */
function pipelined(port: number, requests: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(requests.join('')));
    let text = '';
    socket.on('data', (chunk) => {
      text += chunk;
    });
    socket.on('error', reject).on('end', () => resolve(text));
  });
}

const closing = (request: string) => request.replace('\r\n\r\n', '\r\nConnection: close\r\n\r\n');

async function legitimate(server: ServerProcess, http: Http, token: string, failures: Failures): Promise<void> {
  const path = `${API}/students.csv`;
  const whole = (await http.send({ path, token })).text;
  const slow = await readSlowly(server.port, closing(head(path, token)), 20_000);
  failures.unless(
    slow.bytes > Buffer.byteLength(whole),
    `a slow reader got ${slow.bytes} bytes of ${Buffer.byteLength(whole)} after ${Math.round(slow.ms)} ms`,
  );
  failures.unless(slow.ms > 3000, `the slow reader took ${Math.round(slow.ms)} ms only`);
  const asked = Array.from({ length: 12 }, (_, n) => head(`${API}/licenses?page=${n + 1}&pageSize=1`, token));
  const change = head(`${API}/pool/1/license`, token, 'POST', '{"email":"nobody@elsewhere.example"}');
  const text = await pipelined(server.port, [...asked, change, closing(head('/healthz', token))]);
  const ids = [...text.matchAll(/\[\{"id":"?(\d+)/g)].map(([, id]) => Number(id));
  failures.unless(
    ids.length === 12 && ids.every((id, n) => n === 0 || id > (ids[n - 1] as number)),
    `12 pipelined lists were answered with licenses ${ids}`,
  );
  const order = [...text.matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, status]) => status).join(' ');
  failures.unless(order.endsWith('200 400 200'), `pipelined requests were answered ${order}`);
}

export const nonReaders: Proof = {
  name: 'non-readers',
  promise: 'clients that pipeline, do not read, or read a byte a second cost little and are cut; slow ones are served',
  unit: 'ways to be hostile',
  engines: ['sqlite'],
  full: 17,
  short: 2,
  async run(trial) {
    const failures = new Failures();
    const house = await newHouse(trial);
    await load(house, crowdedWorld(STUDENTS));
    const token = await newToken(house, 1);
    const under = ['bash', '-c', 'ulimit -n 1024; exec "$0" "$@"'];
    const server = await startServer(trial, house, { under, environment: { LOG_LEVEL: 'error' } });
    const pid = server.child.pid as number;
    const http = new Http(server.url, 1);
    await legitimate(server, http, token, failures);
    await http.send({ path: '/healthz' }); // or the connection that watches is not counted: unused, it is closed after 10 s
    const base = { sockets: socketsOf(pid), memory: residentMiB(pid) };
    const all: (Manner | null)[] = [...manners(token), null];
    const chosen = trial.n >= all.length ? all : all.filter((_, n) => [0, 8, 14].includes(n)).slice(0, trial.n);
    let [most, slowest, latest] = [0, 0, 0];
    const tell: string[] = [];
    for (const [n, manner] of chosen.entries()) {
      const name = manner?.name ?? `${IDLE} idle connections`;
      const sockets: Socket[] = [];
      trial.cleanUp(() => sockets.forEach((socket) => void socket.destroy()));
      const wave = () => {
        for (let i = 0; i < (manner ? (manner.connections ?? CONNECTIONS) : IDLE); i++)
          sockets.push(manner ? attack(server.port, manner) : connect(server.port, '127.0.0.1').on('error', () => {}));
      };
      const waves = manner && !manner.connections ? WAVES : 1;
      const coming = (async () => {
        for (let i = 0; i < waves; i++) {
          wave();
          await pause(WAVE_MS);
        }
      })();
      let over = false;
      void coming.then(() => {
        over = true;
      });
      const isOver = () => over && socketsOf(pid) <= base.sockets;
      const seen = await watch(server, http, isOver, waves * WAVE_MS + CLOSED_WITHIN_MS + 5000);
      seen.ms -= waves * WAVE_MS;
      const left = socketsOf(pid) - base.sockets;
      tell.push(`${name}: ${Math.round(seen.most)} MiB, ${seen.median.toFixed(1)} ms, ${Math.round(seen.ms)} ms`);
      failures.unless(
        left <= 0 && seen.ms <= CLOSED_WITHIN_MS,
        `${name}: ${left} sockets after ${Math.round(seen.ms)} ms`,
      );
      failures.unless(seen.most < MAX_MIB, `${name}: ${Math.round(seen.most)} MiB`);
      failures.unless(seen.median < MEDIAN_MS, `${name}: /healthz took ${seen.median} ms in the median`);
      failures.unless(seen.failed === 0, `${name}: ${seen.failed} others were not answered`);
      for (const socket of sockets) socket.destroy();
      [most, slowest, latest] = [Math.max(most, seen.most), Math.max(slowest, seen.median), Math.max(latest, seen.ms)];
      trial.progress((n + 1) / chosen.length);
    }
    await legitimate(server, http, token, failures);
    const after = residentMiB(pid);
    failures.unless(
      after < base.memory + 100,
      `memory went from ${Math.round(base.memory)} to ${Math.round(after)} MiB`,
    );
    http.close();
    await server.kill();
    if (process.env.VERIFY_TELL) console.log(tell.join('\n'));
    return {
      n: chosen.length,
      figure: `at most ${Math.round(most)} MiB (${Math.round(base.memory)} before, ${Math.round(after)} after); cut after ${(latest / 1000).toFixed(1)} s at most; /healthz ${slowest.toFixed(1)} ms in the worst median`,
      failures: failures.list(),
    };
  },
};
