import { unavailable } from '../errors.ts';

export const primaryCode = (error: unknown) => ((error as { errcode?: number }).errcode ?? 0) & 0xff;
const FATAL = new Set([10, 11, 26]); // IOERR, CORRUPT, NOTADB
export const PASSING = new Set([5, 6, 8, 13, 14]); // BUSY, LOCKED, READONLY, FULL, CANTOPEN

/** True where SQLite can no longer be trusted to keep what it acknowledges. */
export const isFatal = (error: unknown): boolean => FATAL.has(primaryCode(error));
export const isBusy = (error: unknown): boolean => primaryCode(error) === 5;

/** What the caller may be told of a failure of the engine: `unavailable`, or the error itself. */
export const publicError = (error: unknown): unknown =>
  FATAL.has(primaryCode(error)) || PASSING.has(primaryCode(error)) ? unavailable(error) : error;
