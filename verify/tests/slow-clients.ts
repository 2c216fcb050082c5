import { connect, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { load, newHouse, newToken, worldWith } from '../support/house.ts';
import { API, Http } from '../support/http.ts';
import { Failures, type Proof } from '../support/proof.ts';
import { startServer } from '../support/server.ts';

const CLOSED_WITHIN_MS = 15_000;

/** How a hostile client behaves: what it sends first, and what it drips. */
const manners = (token: string): [first: string, drip: string][] => [
  ['GET /api/licensing/v1/me HTTP/1.1\r\nHost: x\r\n', 'X-A: b\r\n'],
  [
    `POST /api/licensing/v1/pool/1/license HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${token}\r\nContent-Type: application/json\r\nContent-Length: 60000\r\n\r\n{`,
    ' ',
  ],
  [
    `POST /api/licensing/v1/pool/1/license HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${token}\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n`,
    '1\r\n \r\n',
  ],
  ['', 'G'],
];

const percentile = (times: number[], part: number) =>
  times.toSorted((a, b) => a - b)[Math.floor(times.length * part)] ?? 0;

async function latency(http: Http, token: string, ms: number): Promise<number[]> {
  const times: number[] = [];
  for (const until = performance.now() + ms; performance.now() < until; await pause(2)) {
    const reply = await http.send({ path: `${API}/me`, token });
    if (reply.status === 200) times.push(reply.ms);
  }
  return times;
}

export const slowClients: Proof = {
  name: 'slow-clients',
  promise: 'clients that drip, stall or send too much are cut, and the others do not feel them',
  unit: 'hostile connections',
  engines: ['sqlite'],
  full: 1000,
  short: 40,
  async run(trial) {
    const failures = new Failures();
    const house = await newHouse(trial);
    await load(house, worldWith([{ id: 1, licenses: 10 }]));
    const token = await newToken(house, 1);
    const server = await startServer(trial, house, { environment: { LOG_LEVEL: 'error' } });
    const http = new Http(server.url, 4);
    await latency(http, token, 500);
    const calm = await latency(http, token, trial.timed ? 5000 : 1000);
    const kinds = manners(token);
    const opened = performance.now();
    const closed: number[] = [];
    const sockets: Socket[] = [];
    for (let n = 0; n < trial.n; n++) {
      const [first, drip] = kinds[n % kinds.length] as [string, string];
      const socket = connect(server.port, '127.0.0.1', () => socket.write(first));
      socket
        .on('error', () => {})
        .on('close', () => closed.push(performance.now() - opened))
        .resume();
      const dripping = setInterval(() => socket.writable && socket.write(drip), 500).unref();
      socket.on('close', () => clearInterval(dripping));
      sockets.push(socket);
    }
    trial.cleanUp(() => sockets.forEach((socket) => void socket.destroy()));
    const meanwhile = await latency(http, token, CLOSED_WITHIN_MS);
    for (let n = 0; closed.length < trial.n && n < 150; n++) await pause(100);
    const late = trial.n - closed.length;
    failures.unless(
      late === 0,
      `${late} of ${trial.n} dripping connections are still open after ${Math.round((performance.now() - opened) / 1000)} s`,
    );
    const big = await http
      .send({ method: 'POST', path: `${API}/pool/1/license`, token, raw: Buffer.alloc(200_000, 0x20) })
      .catch((error: Error) => error);
    failures.unless(
      !(big instanceof Error) && big.status === 413,
      `a body of 200 kB was answered ${big instanceof Error ? big.message : big.status}`,
    );
    const [before, during] = [percentile(calm, 0.99), percentile(meanwhile, 0.99)];
    failures.unless(
      !trial.timed || during <= before * 2 + 5,
      `p99 went from ${before.toFixed(1)} to ${during.toFixed(1)} ms`,
    );
    http.close();
    await server.kill();
    const last = Math.round(Math.max(0, ...closed) / 100) / 10;
    return {
      n: trial.n,
      figure: `all cut after at most ${last} s; p99 of the others ${before.toFixed(1)} ms before, ${during.toFixed(1)} ms meanwhile`,
      failures: failures.list(),
    };
  },
};
