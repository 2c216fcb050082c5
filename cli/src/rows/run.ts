import { ApiError } from 'carrel-client';
import { type Environment, say } from '../environment.ts';
import { Interrupted, UsageError } from '../errors.ts';
import { duration, PUBLISHED_LIMIT, secondsFor } from '../limit.ts';
import type { Session } from '../session.ts';
import type { Journal, Result } from './journal.ts';
import { startProgress } from './progress.ts';

/** A run aims at so many requests: few enough for the rate limit, enough to stop between them. */
const REQUESTS = 20;
const MIN_BATCH = 50;
export const MAX_BATCH = 1000;

/** The rows in a request where the server takes many: as asked, or a twentieth of all. */
export function batchSize(rows: number, asked: string | undefined): number {
  if (asked === undefined) return Math.min(MAX_BATCH, Math.max(MIN_BATCH, Math.ceil(rows / REQUESTS)));
  const size = Number(asked);
  if (Number.isInteger(size) && size >= 1 && size <= MAX_BATCH) return size;
  throw new UsageError(`--batch takes a number from 1 to ${MAX_BATCH}.`);
}

export function chunksOf<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, i) => items.slice(i * size, (i + 1) * size));
}

/** Says nothing of a row: its first answer stands, and another key has to be found. */
const KEY_REUSED = 'idempotency_key_reused';

/** A refusal of what was asked, not a failure to ask it: the row is refused, and the others go on. */
export const isRefusal = (error: unknown): error is ApiError =>
  error instanceof ApiError && [400, 404].includes(error.status) && error.code !== KEY_REUSED;

export interface Batch<T> {
  tasks: T[];
  /** The `Idempotency-Key` of its request, the same whenever it is sent again. */
  key: string;
  /** Whether it was sent before by a run that knows no answer. */
  again: boolean;
}

export interface Run<T> {
  environment: Environment;
  session: Session;
  journal: Journal<T>;
  /** Whether the server has no limit of its own that it tells, and the published one is to be believed. */
  published: boolean;
  perform: (batch: Batch<T>) => Promise<Result[]>;
}

const GO_ON = 'Run the same command again to go on where it stopped.';

function explainStop(error: unknown, done: number, total: number): unknown {
  const where = `${done} of ${total} rows are done. ${GO_ON}`;
  if (error instanceof Interrupted) return new Interrupted(`Stopped: ${where}`);
  if (error instanceof ApiError)
    return new ApiError({ status: error.status, code: error.code, detail: `${error.message} ${where}` });
  return error;
}

/** Does what a journal has left to do, batch by batch. */
export async function runBatches<T>({ environment, session, journal, published, perform }: Run<T>): Promise<void> {
  const { batches } = journal;
  const total = batches.flat().length;
  const began = environment.now();
  let done = batches.reduce((sum, tasks, n) => sum + (journal.results.has(n) ? tasks.length : 0), 0);
  const before = done;
  const left = batches.map((_, n) => n).filter((n) => !journal.results.has(n));
  const secondsLeft = (requests: number): number | null => {
    const limit = session.limit() ?? (published ? PUBLISHED_LIMIT : null);
    const bySpeed = ((environment.now() - began) / 1000 / Math.max(done - before, 1)) * (total - done);
    return Math.max(limit ? secondsFor(requests, limit) : 0, done > before ? bySpeed : 0);
  };
  const wait = secondsLeft(left.length) ?? 0;
  if (wait >= 60) say(environment, `The rate limit allows this in about ${duration(wait)}.`);
  const progress = startProgress(environment, total, 'rows', done);
  try {
    for (const [i, n] of left.entries()) {
      environment.interrupted.throwIfAborted();
      const tasks = batches[n] ?? [];
      const again = journal.wasSent(n);
      journal.sent(n);
      journal.done(n, await perform({ tasks, key: `${journal.key}-${n}`, again }));
      done += tasks.length;
      progress.update(done, secondsLeft(left.length - i - 1));
    }
  } catch (error) {
    throw explainStop(error, done, total);
  } finally {
    progress.stop();
  }
}
