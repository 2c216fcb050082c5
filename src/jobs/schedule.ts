import type { Context } from '../context.ts';

/** After a round that left work, so that requests come first. */
const MORE_MS = 1000;

/** Background work that every server process does; the database decides who does what. */
export interface Job {
  /** What the log calls it where it fails. */
  name: string;
  /** Milliseconds between rounds that find nothing more to do. */
  everyMs: number;
  /** One round, short: resolves true where more waits. A round that throws is logged, and repeated after `everyMs`. */
  run(): Promise<boolean>;
}

/** Runs each job by itself, one round at a time, until `stop`, which resolves when the rounds in flight are done. */
export function schedule(jobs: readonly Job[], log: Context['log']): { stop(): Promise<void> } {
  const running = jobs.map((job) => repeat(job, log));
  return {
    stop: async () => {
      await Promise.all(running.map((job) => job.stop()));
    },
  };
}

function repeat({ name, everyMs, run }: Job, log: Context['log']): { stop(): Promise<void> } {
  let timer: NodeJS.Timeout;
  let round: Promise<void> = Promise.resolve();
  let stopped = false;
  const next = (ms: number) => {
    if (!stopped) timer = setTimeout(start, ms).unref();
  };
  const start = () => {
    round = run()
      .catch((error: unknown) => {
        log.warn({ err: error, job: name }, `${name} failed; it goes on in ${Math.round(everyMs / 1000)} seconds`);
        return false;
      })
      .then((more) => next(more ? Math.min(MORE_MS, everyMs) : everyMs));
  };
  next(Math.min(MORE_MS, everyMs));
  return {
    stop: async () => {
      stopped = true;
      clearTimeout(timer);
      await round;
    },
  };
}
