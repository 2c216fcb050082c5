import type { ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { LOAD_CORE, type Running, startNode } from './processes.ts';

/** Requests drawn at random: one of `paths`, with one of `ids` for `{id}`, and one of `bodies`, where `{unique}` is never the same. */
export interface Requests {
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  paths: string[];
  /** A range, or a list of which each is used once, in order. */
  ids?: { from: number; to: number } | number[];
  headers: Record<string, string>;
  bodies?: string[];
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
let generator: ChildProcess | undefined;

/** Has the load generator, a process of its own, do a job. Jobs may run side by side. */
function generate(job: Job): Promise<Outcome | { error: string }> {
  generator ??= startNode(LOAD_CORE, [join('bench', 'support', 'client.ts')], { ipc: true }).setMaxListeners(0);
  const child = generator;
  return new Promise((resolve, reject) => {
    const lost = (code: number | null) => reject(new Error(`the load generator ended with exit code ${code}`));
    const answered = (message: object) => {
      if ((message as { run: string }).run !== job.run) return;
      child.off('exit', lost).off('message', answered);
      resolve(message as Outcome);
    };
    child.once('exit', lost).on('message', answered);
    child.send(job);
  });
}

/** Loads a server; throws where an answer was not 200. */
export async function load(server: Running, job: Omit<Job, 'run' | 'port'>): Promise<Figures> {
  const before = server.cpuSeconds();
  const outcome = await generate({ ...job, port: server.port, run: `${process.pid}.${runs++}` });
  const cpu = server.cpuSeconds() - before;
  if ('error' in outcome) throw new Error(outcome.error);
  const failure = Object.values(outcome.failures)[0];
  if (failure) throw new Error(`a request was refused:\n${failure}`);
  const sorted = Float64Array.from(outcome.latencies).sort();
  const at = (part: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0;
  return {
    perSecond: sorted.length / outcome.seconds,
    p50: at(0.5),
    p99: at(0.99),
    count: sorted.length,
    cpu: cpu / sorted.length,
  };
}
