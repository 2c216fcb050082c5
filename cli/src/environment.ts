import type { Readable, Writable } from 'node:stream';

/** What a command has from outside: the terminal, the variables, the network, time. Nothing else is global. */
export interface Environment {
  variables: Readonly<Record<string, string | undefined>>;
  input: Readable;
  /** Data goes here, what is said about it to `errors`. */
  output: Writable;
  errors: Writable;
  /** Whether a person reads and can be asked. */
  interactive: boolean;
  /** Aborted by the first Ctrl-C: the request under way is finished, nothing new is begun. */
  interrupted: AbortSignal;
  fetch: (request: Request) => Promise<Response>;
  /** Waits, or rejects with the reason of the signal. */
  sleep: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  now: () => number;
}

/** A line for people. */
export function say(environment: Environment, line: string): void {
  environment.errors.write(`${line}\n`);
}
