import { setImmediate as nextTurn } from 'node:timers/promises';
import { batchRefused, duplicateRow, type One, orRefusal, ownRefusal } from '../batch.ts';
import type { Clock } from '../context.ts';
import type { Transaction } from '../db/database.ts';
import { type Fault, Refusal } from '../errors.ts';
import type { Actor } from '../event/record.ts';
import { seenBefore } from '../rules/bulk.ts';
import { parseEmail } from '../rules/email.ts';
import type { RecycleTerms } from '../rules/recycle.ts';
import { type Assigned, type Assignment, assign } from './assign.ts';
import { readAssignment, type Written } from './read.ts';

/** How many rows one request may have. */
export const MAX_ROWS_AT_ONCE = 1000;
/** As many licenses as one list may have given before. */
export const MAX_SPARED = 5000;
/** So many rows are read or written before others get a turn. */
const ROWS_PER_TURN = 50;

/** A row of a request: `recycle` is what the request says, where the row says nothing. */
export interface BulkRow extends Written {
  recycle?: boolean | null | undefined;
}

/** A row that can be assigned, or why not. */
export type ReadRow = { asked: Assignment; refused: null } | { asked: null; refused: Refusal };

/** What the rows of a request have in common. */
export interface BulkAsked {
  managerId: number;
  poolId: number;
  rows: readonly BulkRow[];
  /** Where the shape of a row is wrong, by its place from 0. */
  misshapen: ReadonlyMap<number, Fault[]>;
  recycle: boolean;
  terms: RecycleTerms;
  /** Licenses that are not taken back. */
  spared: readonly number[];
}

function readRow(asked: BulkAsked, row: BulkRow, index: number, place: ReturnType<typeof seenBefore>): ReadRow {
  const { managerId, poolId, terms } = asked;
  const email = typeof row.email === 'string' ? parseEmail(row.email) : null;
  const earlier = email && place(email.key, index + 1);
  if (earlier) return { asked: null, refused: duplicateRow(earlier, 'row') };
  const faults = asked.misshapen.get(index);
  if (faults) return { asked: null, refused: new Refusal('invalid_request', { errors: faults }) };
  const read = orRefusal(() => readAssignment(row));
  if (read.refusal) return { asked: null, refused: read.refusal };
  const recycle = (row.recycle ?? asked.recycle) ? terms : null;
  return { asked: { managerId, poolId, ...read.value, recycle, spared: [] }, refused: null };
}

/** Reads the rows of a request; others get turns meanwhile. */
export async function readRows(asked: BulkAsked): Promise<ReadRow[]> {
  const place = seenBefore();
  const rows: ReadRow[] = [];
  for (const [index, row] of asked.rows.entries()) {
    if (index % ROWS_PER_TURN === 0) await nextTurn();
    rows.push(readRow(asked, row, index, place));
  }
  return rows;
}

/**
 * Assigns a license to each row, one after the other; a row is done whole or refused, and none takes back what those
 * before it were given. `view` makes of an assignment what is answered, and `one` runs it, or answers what it answered
 * before.
 */
export async function assignEach<T extends { license: { id: number } }>(
  rows: readonly ReadRow[],
  spared: readonly number[],
  { by, clock, view, one }: { by: Actor; clock: Clock; view: (assigned: Assigned) => T; one: One<T> },
): Promise<(T | Refusal)[]> {
  const given = [...spared];
  const results: (T | Refusal)[] = [];
  for (const [index, { asked, refused }] of rows.entries()) {
    if (refused) {
      results.push(refused);
      continue;
    }
    const work = async (tx: Transaction) => view(await assign(tx, { ...asked, spared: given }, by, clock));
    const result = await one(index, work).catch(ownRefusal);
    if (!(result instanceof Refusal)) given.push(result.license.id);
    results.push(result);
  }
  return results;
}

/** Assigns a license to all rows or to none. Throws `batch_refused` with the first row that is refused. */
export async function assignAll(
  tx: Transaction,
  rows: readonly ReadRow[],
  spared: readonly number[],
  by: Actor,
  clock: Clock,
): Promise<Assigned[]> {
  const given = [...spared];
  const results: Assigned[] = [];
  for (const [index, { asked, refused }] of rows.entries()) {
    if (index % ROWS_PER_TURN === 0) await nextTurn();
    const result = refused ?? (await assign(tx, { ...asked, spared: given }, by, clock).catch(ownRefusal));
    if (result instanceof Refusal) throw batchRefused(index + 1, result);
    given.push(result.license.id);
    results.push(result);
  }
  return results;
}
