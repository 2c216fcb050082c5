import type { Transaction } from './db/database.ts';
import { Refusal } from './errors.ts';

/** What a row that was not assigned says. */
export const refusedRow = (refusal: Refusal) => ({
  outcome: 'refused' as const,
  code: refusal.code,
  detail:
    (refusal.code === 'invalid_request' ? refusal.errors : undefined)
      ?.map((fault) => `${'pointer' in fault ? fault.pointer.slice(1) : fault.parameter} ${fault.detail}`)
      .join('; ') ?? refusal.message,
  ...(refusal.errors && { errors: refusal.errors }),
});

/** Refuses who stands in a list before. `unit` is what the places count. */
export const duplicateRow = (place: number, unit: 'line' | 'row') =>
  new Refusal('duplicate_row', {
    detail: `The same person as ${unit} ${place}.`,
    errors: [
      {
        pointer: '/email',
        reason: `same_${unit}`,
        detail: `is the same person as ${unit} ${place}`,
        values: { place },
      },
    ],
  });

/** Does the work, or answers the refusal that it ends with. Whatever else goes wrong is thrown. */
export function orRefusal<T>(work: () => T): { value: T; refusal: null } | { value: null; refusal: Refusal } {
  try {
    return { value: work(), refusal: null };
  } catch (refusal) {
    if (refusal instanceof Refusal) return { value: null, refusal };
    throw refusal;
  }
}

/** Refusals of one change are its own matter; whatever else goes wrong ends the request, which can be sent again. */
export function ownRefusal(error: unknown): Refusal {
  const own = error instanceof Refusal && (error.status === 400 || error.status === 404);
  if (!own || error.code === 'idempotency_key_reused') throw error;
  return error;
}

/** Runs one change of many. */
export type One<T> = (index: number, work: (tx: Transaction) => Promise<T>) => Promise<T>;

/** Refuses a whole request for one row of it. */
export function batchRefused(row: number, refusal: Refusal): Refusal {
  const { code, detail } = refusedRow(refusal);
  return new Refusal('batch_refused', {
    detail: `Row ${row} is refused, and so is the whole request: ${detail}`,
    members: { row, reason: code },
  });
}
