import { join } from 'node:path';
import { LOAD_CORE, type Running, startNode } from './processes.ts';

/** Requests drawn at random: one of `paths`, with one of `ids` for `{id}`; `{unique}` in the body is never the same. */
export interface Requests {
  method: 'GET' | 'POST';
  paths: string[];
  ids?: { from: number; to: number };
  headers: Record<string, string>;
  body?: string;
}

export interface Job {
  port: number;
  connections: number;
  requests: Requests;
  /** How long, or how many requests. */
  seconds?: number;
  count?: number;
  run: string;
}

export interface Outcome {
  seconds: number;
  /** Milliseconds of every request answered with 200. */
  latencies: number[];
  /** The first answer of each other status. */
  failures: Record<string, string>;
}

export interface Figures {
  perSecond: number;
  /** Milliseconds. */
  p50: number;
  p99: number;
  count: number;
  /** Seconds of the server's processor time per request. */
  cpu: number;
}

let runs = 0;

/** Loads a server from a process of its own; throws where an answer was not 200. */
export async function load(server: Running, job: Omit<Job, 'run' | 'port'>): Promise<Figures> {
  const child = startNode(LOAD_CORE, [join('bench', 'support', 'client.ts')], { ipc: true });
  const run = `${process.pid}.${runs++}`;
  const before = server.cpuSeconds();
  const outcome = await new Promise<Outcome | { error: string }>((resolve, reject) => {
    child.once('message', (message) => resolve(message as Outcome));
    child.once('exit', (code) => reject(new Error(`the load generator ended with exit code ${code}`)));
    child.send({ ...job, port: server.port, run });
  });
  const cpu = server.cpuSeconds() - before;
  child.removeAllListeners('exit').kill();
  if ('error' in outcome) throw new Error(outcome.error);
  const failure = Object.values(outcome.failures)[0];
  if (failure) throw new Error(`a request was refused:\n${failure}`);
  const sorted = Float64Array.from(outcome.latencies).sort();
  const at = (part: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0;
  return { perSecond: sorted.length / outcome.seconds, p50: at(0.5), p99: at(0.99), count: sorted.length, cpu: cpu / sorted.length };
}
