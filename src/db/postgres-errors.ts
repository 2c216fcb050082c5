import pg from 'pg';
import { Refusal, unavailable } from '../errors.ts';

/**
 * Serialization failure, deadlock, and a row that is in the way because another transaction wrote its like meanwhile:
 * PostgreSQL undid everything, and who tries again sees what the other did. A row that is in the way still, nobody wrote
 * meanwhile.
 */
const REPEATABLE = new Set(['40001', '40P01', '23505']);
/** Connection, conflicts, resources, intervention, read-only, lock and statement time limits: nothing the caller did. */
const PASSING = /^(08|40|53|57|58)|^(25006|55P03|25P03|25P04)$/;

const sqlState = (error: unknown) => String((error as { code?: unknown } | null)?.code ?? '');

export const READ_ONLY = '25006';

/** True where a server said that it takes no writes. */
export const isReadOnly = (error: unknown): boolean => sqlState(error) === READ_ONLY;

/** After a migration by a newer process: the statement has to be prepared again, on another connection. */
export const isStalePlan = (error: unknown): boolean =>
  sqlState(error) === '0A000' && (error as pg.DatabaseError).routine === 'RevalidateCachedQuery';

/** True where the transaction did nothing and may do better when it is run again. */
export const isRepeatable = (error: unknown): boolean => REPEATABLE.has(sqlState(error)) || isStalePlan(error);

/** All connections were in use for too long: no fault of the server. */
export const isBusy = (error: unknown): boolean =>
  (error as Error).message === 'timeout exceeded when trying to connect';

/** What the caller may be told of a failure: `unavailable`, or the error itself. */
export function publicError(error: unknown): unknown {
  if (error instanceof Refusal) return error;
  if (isStalePlan(error)) return unavailable(error);
  if (error instanceof pg.DatabaseError) return PASSING.test(sqlState(error)) ? unavailable(error) : error;
  const lost = /ECONN|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENOENT/.test(sqlState(error));
  const message = (error as Error).message ?? '';
  return lost || /[Cc]onnection (terminated|error)|timeout|not queryable|pool after calling end/.test(message)
    ? unavailable(error)
    : error;
}
