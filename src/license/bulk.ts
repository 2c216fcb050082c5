import { setImmediate as nextTurn } from 'node:timers/promises';
import { batchRefused, duplicateRow, inParts, orRefusal, type Part, ROWS_PER_PART } from '../batch.ts';
import type { Clock } from '../context.ts';
import type { Queries, Transaction } from '../db/database.ts';
import { type Fault, Refusal } from '../errors.ts';
import type { Actor } from '../event/record.ts';
import { seenBefore } from '../rules/bulk.ts';
import { parseEmail } from '../rules/email.ts';
import type { RecycleTerms } from '../rules/recycle.ts';
import { type Follow, followAddresses } from '../student/follow.ts';
import type { Assigned } from './assign.ts';
import { assignMany, type RowAsked } from './assign-many.ts';
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
export type ReadRow = { asked: RowAsked; refused: null } | { asked: null; refused: Refusal };

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

function readRow(
  asked: BulkAsked,
  row: BulkRow,
  index: number,
  place: ReturnType<typeof seenBefore>,
  follow: Follow,
): ReadRow {
  const { poolId, terms } = asked;
  const email = follow(typeof row.email === 'string' ? parseEmail(row.email) : null);
  const earlier = email && place(email.key, index + 1);
  if (earlier) return { asked: null, refused: duplicateRow(earlier, 'row') };
  const faults = asked.misshapen.get(index);
  if (faults) return { asked: null, refused: new Refusal('invalid_request', { errors: faults }) };
  const read = orRefusal(() => readAssignment(row));
  if (read.refusal) return { asked: null, refused: read.refusal };
  const recycle = (row.recycle ?? asked.recycle) ? terms : null;
  return { asked: { poolId, ...read.value, email: follow(read.value.email), recycle }, refused: null };
}

/** Reads the rows of a request; others get turns meanwhile. */
export async function readRows(db: Queries, asked: BulkAsked): Promise<ReadRow[]> {
  const place = seenBefore();
  const follow = await followAddresses(db, asked.rows);
  const rows: ReadRow[] = [];
  for (const [index, row] of asked.rows.entries()) {
    if (index % ROWS_PER_TURN === 0) await nextTurn();
    rows.push(readRow(asked, row, index, place, follow));
  }
  return rows;
}

/** Assigns licenses to some rows of a request; answers the outcome of each. */
async function assignSome(
  tx: Transaction,
  rows: readonly ReadRow[],
  { managerId, spared }: { managerId: number; spared: readonly number[] },
  by: Actor,
  clock: Clock,
): Promise<(Assigned | Refusal)[]> {
  const asked = rows.flatMap((row) => row.asked ?? []);
  const outcomes = (await assignMany(tx, { managerId, rows: asked, spared }, by, clock)).values();
  return rows.map(({ refused }) => refused ?? (outcomes.next().value as Assigned | Refusal));
}

/** What a row says of itself: the license that it was given, or none. */
export interface RowResult {
  license: { id: number } | null;
}

/**
 * Assigns a license to each row; a row is done whole or refused, and none takes back what those before it were given.
 * `view` makes of an outcome what is answered, and `part` runs some rows, or answers what they answered before.
 */
export async function assignEach<T extends RowResult>(
  rows: readonly ReadRow[],
  { managerId, spared }: Pick<BulkAsked, 'managerId' | 'spared'>,
  { by, clock, view, part }: { by: Actor; clock: Clock; view: (outcome: Assigned | Refusal) => T; part: Part },
): Promise<T[]> {
  return inParts<ReadRow, T>(rows, part, async (tx, some, before) => {
    const given = [...spared, ...before.flatMap(({ license }) => license?.id ?? [])];
    const outcomes = await assignSome(tx, some, { managerId, spared: given }, by, clock);
    const results = outcomes.map(view);
    return { results, effects: outcomes.some((outcome) => !(outcome instanceof Refusal)) };
  });
}

/** Assigns a license to all rows or to none. Throws `batch_refused` with the first row that is refused. */
export async function assignAll(
  tx: Transaction,
  rows: readonly ReadRow[],
  { managerId, spared }: Pick<BulkAsked, 'managerId' | 'spared'>,
  by: Actor,
  clock: Clock,
): Promise<Assigned[]> {
  const results: Assigned[] = [];
  for (let from = 0; from < rows.length; from += ROWS_PER_PART) {
    await nextTurn();
    const some = rows.slice(from, from + ROWS_PER_PART);
    const given = [...spared, ...results.map(({ license }) => license.id)];
    for (const outcome of await assignSome(tx, some, { managerId, spared: given }, by, clock)) {
      if (outcome instanceof Refusal) throw batchRefused(results.length + 1, outcome);
      results.push(outcome);
    }
  }
  return results;
}
