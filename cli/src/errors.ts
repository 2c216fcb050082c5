import { ApiError } from 'carrel-client';
import { CommanderError } from 'commander';

/** 0 done, 1 failed, 2 wrong usage, 3 done, but rows were refused or differences found, 130 stopped by Ctrl-C. */
export const EXIT = { done: 0, failed: 1, usage: 2, partly: 3, interrupted: 130 } as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** What was asked cannot be understood, or something has to be said first. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** Ctrl-C. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';
}

const HINTS: Record<string, string> = {
  unauthorized: 'Log in with a token that is valid: carrel-licenses login',
  forbidden: 'Log in with a token that may write: carrel-licenses login',
};

function explainApi(error: ApiError): string[] {
  const faults = error.errors.map(({ pointer, parameter, detail }) => `  ${pointer ?? parameter ?? ''}: ${detail}`);
  const hint = HINTS[error.code];
  return [`${error.message} (${error.code})`, ...(faults.length > 1 ? faults : []), ...(hint ? [hint] : [])];
}

/** The lines that say what went wrong, and the code to end with. */
export function explain(error: unknown): { lines: string[]; code: ExitCode } {
  if (error instanceof Interrupted) return { lines: [error.message], code: EXIT.interrupted };
  if (error instanceof UsageError) return { lines: error.message.split('\n'), code: EXIT.usage };
  if (error instanceof CommanderError) return { lines: [], code: error.exitCode === 0 ? EXIT.done : EXIT.usage };
  if (error instanceof ApiError) return { lines: explainApi(error), code: EXIT.failed };
  return { lines: [(error as Error).message ?? String(error)], code: EXIT.failed };
}
