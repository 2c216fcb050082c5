import { Refusal } from '../errors.ts';
import { SettingError } from '../setting-error.ts';
import { UsageError } from './usage.ts';

/** Refused by PostgreSQL for the user, the password or the name of the database: no waiting helps. */
const WRONG_ACCESS = /^(28|3D000)/;

function* chainOf(error: unknown): Generator<Error & { code?: unknown }> {
  for (let at = error; at instanceof Error; at = at.cause) yield at;
}

/** The lines that say what went wrong. A caller of the API is not told why something cannot be done now; the operator is. */
export function explain(error: unknown): string[] {
  const { message, cause } = error as Error;
  const told = error instanceof Refusal && cause instanceof Error ? cause.message : message;
  return (told || String(error)).split('\n').filter(Boolean);
}

/** 2 for wrong usage and wrong settings, else 1. */
export function exitCodeOf(error: unknown): 1 | 2 {
  if (error instanceof UsageError) return 2;
  const wrong = (one: Error & { code?: unknown }) =>
    one instanceof SettingError || WRONG_ACCESS.test(String(one.code ?? ''));
  return chainOf(error).some(wrong) ? 2 : 1;
}
