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

/** Runs some of the rows of a request, by a name that no other part has, or answers what they answered before. */
export type Part = <T extends object>(name: string, work: (tx: Transaction) => Promise<T>) => Promise<T>;

/** So many rows are changed in one transaction, for as long as which nobody else can write. */
export const ROWS_PER_PART = 50;

/** Thrown where no row of a part had an effect: nothing of it is kept. */
class NothingDone extends Error {
  readonly results: object[];

  constructor(results: object[]) {
    super('no row had an effect');
    this.results = results;
  }
}

/**
 * Changes the rows of a request in parts, each in a transaction of its own; answers a result for each row. A part that
 * changed nothing is undone, so that it is decided anew where the request is sent again.
 */
export async function inParts<Row, Result extends object>(
  rows: readonly Row[],
  part: Part,
  work: (
    tx: Transaction,
    some: readonly Row[],
    before: readonly Result[],
  ) => Promise<{ results: Result[]; effects: boolean }>,
): Promise<Result[]> {
  const all: Result[] = [];
  for (let from = 0; from < rows.length; from += ROWS_PER_PART) {
    const some = rows.slice(from, from + ROWS_PER_PART);
    const results = await part(`${from + 1}-${from + some.length}`, async (tx) => {
      const { results, effects } = await work(tx, some, all);
      if (!effects) throw new NothingDone(results);
      return results;
    }).catch((error: unknown) => {
      if (error instanceof NothingDone) return error.results as Result[];
      throw error;
    });
    all.push(...results);
  }
  return all;
}

/** Refuses a whole request for one row of it. */
export function batchRefused(row: number, refusal: Refusal): Refusal {
  const { code, detail } = refusedRow(refusal);
  return new Refusal('batch_refused', {
    detail: `Row ${row} is refused, and so is the whole request: ${detail}`,
    members: { row, reason: code },
  });
}
