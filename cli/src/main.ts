#!/usr/bin/env node
import { setTimeout as pause } from 'node:timers/promises';
import type { Environment } from './environment.ts';
import { EXIT, Interrupted } from './errors.ts';
import { run } from './program.ts';

const stop = new AbortController();

/** The first Ctrl-C lets the request under way finish, the second does not. */
function interrupt(): void {
  if (stop.signal.aborted) process.exit(EXIT.interrupted);
  stop.abort(new Interrupted('Stopped.'));
}
process.on('SIGINT', interrupt);
process.on('SIGTERM', interrupt);
/** Whoever reads the output may stop, as `head` does. */
process.stdout.on('error', (error: NodeJS.ErrnoException) =>
  process.exit(error.code === 'EPIPE' ? EXIT.done : EXIT.failed),
);

const environment: Environment = {
  variables: process.env,
  input: process.stdin,
  output: process.stdout,
  errors: process.stderr,
  interactive: Boolean(process.stdin.isTTY && process.stderr.isTTY),
  interrupted: stop.signal,
  fetch: (request) => fetch(request),
  sleep: async (milliseconds, signal) => {
    const either = AbortSignal.any([signal, stop.signal]);
    await pause(milliseconds, undefined, { signal: either }).catch(() => {
      throw either.reason;
    });
  },
  now: Date.now,
};

process.exitCode = await run(process.argv.slice(2), environment);
