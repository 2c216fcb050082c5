/**
 * The load generator: keep-alive connections that each have one request on the way. It reads no more of an answer
 * than where it ends, so that it is not what is measured. Runs as a process of its own; jobs come as messages.
 */
import { connect, type Socket } from 'node:net';
import type { Job, Outcome, Requests } from './load.ts';

type Ids = Requests['ids'];

function idMaker(ids: Ids): () => string {
  if (!ids) return () => '';
  let next = 0;
  if (Array.isArray(ids)) return () => String(ids[next++]);
  return () => String(ids.from + Math.floor(Math.random() * (ids.to - ids.from + 1)));
}

function requestMaker({ method, paths, ids, headers, bodies = [] }: Requests, run: string): () => Buffer {
  const head = Object.entries(headers)
    .map(([name, value]) => `${name}: ${value}\r\n`)
    .join('');
  const id = idMaker(ids);
  let made = 0;
  return () => {
    const path = (paths[Math.floor(Math.random() * paths.length)] as string).replace('{id}', id);
    const body = bodies[Math.floor(Math.random() * bodies.length)];
    const text = body?.replaceAll('{unique}', () => `${run}.${made++}`) ?? '';
    const content =
      body === undefined ? '' : `content-type: application/json\r\ncontent-length: ${Buffer.byteLength(text)}\r\n`;
    return Buffer.from(`${method} ${path} HTTP/1.1\r\nhost: localhost\r\n${head}${content}\r\n${text}`, 'latin1');
  };
}

const END_OF_HEAD = Buffer.from('\r\n\r\n');

/** How long the answer at the start of `bytes` is, or null where it is not whole yet. */
function lengthOf(bytes: Buffer): number | null {
  const end = bytes.indexOf(END_OF_HEAD);
  if (end < 0) return null;
  const length = /\r\ncontent-length: *(\d+)/i.exec(bytes.toString('latin1', 0, end + 2))?.[1];
  if (length === undefined) throw new Error(`an answer without a length: ${bytes.toString('latin1', 0, 200)}`);
  return end + 4 + Number(length);
}

function work(port: number, next: () => Buffer, outcome: Outcome, until: () => boolean): Promise<void> {
  return new Promise((resolve, reject) => {
    let sentAt = 0;
    let bytes: Buffer = Buffer.alloc(0);
    const socket: Socket = connect(port, '127.0.0.1');
    const send = () => {
      if (until()) return socket.end(resolve);
      sentAt = performance.now();
      socket.write(next());
    };
    socket.setNoDelay(true).on('connect', send).on('error', reject);
    socket.on('data', (chunk: Buffer) => {
      bytes = bytes.length === 0 ? chunk : Buffer.concat([bytes, chunk]);
      const length = lengthOf(bytes);
      if (length === null || bytes.length < length) return;
      const status = bytes.toString('latin1', 9, 12);
      if (status === '200') outcome.latencies.push(performance.now() - sentAt);
      else outcome.failures[status] ??= bytes.toString('latin1', 0, length);
      bytes = bytes.subarray(length);
      send();
    });
  });
}

async function perform(job: Job): Promise<Outcome> {
  const outcome: Outcome = { seconds: 0, latencies: [], failures: {} };
  const startedAt = performance.now();
  const stopAt = startedAt + (job.seconds ?? Infinity) * 1000;
  let left = job.count ?? Infinity;
  const until = () => left-- <= 0 || performance.now() > stopAt;
  const next = requestMaker(job.requests, job.run);
  await Promise.all(Array.from({ length: job.connections }, () => work(job.port, next, outcome, until)));
  outcome.seconds = (performance.now() - startedAt) / 1000;
  return outcome;
}

process.on('message', async (job: Job) => {
  const outcome = await perform(job).catch((error: Error) => ({ error: error.message }));
  process.send?.({ run: job.run, ...outcome });
});
