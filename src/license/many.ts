import { setImmediate as nextTurn } from 'node:timers/promises';
import { batchRefused, inParts, type Part, ROWS_PER_PART, refusedRow } from '../batch.ts';
import type { Clock } from '../context.ts';
import type { Transaction } from '../db/database.ts';
import { Refusal } from '../errors.ts';
import type { Actor } from '../event/record.ts';
import { lockPoolsOf } from '../pool/pool.ts';
import { type Changed, changeMany } from './change-many.ts';

/** One license of a request: its number, or why it is refused before anything is looked up. */
type Row = { id: number; refused: null } | { id: null; refused: Refusal };

/** The rows of a request; one that stands in it before is refused. */
function readIds(ids: readonly (number | string)[]): Row[] {
  const places = new Map<number, number>();
  return ids.map((given, index) => {
    const id = Number(given);
    if (!Number.isSafeInteger(id)) return { id: null, refused: new Refusal('not_found') };
    const earlier = places.get(id);
    if (earlier === undefined) {
      places.set(id, index + 1);
      return { id, refused: null };
    }
    return { id: null, refused: new Refusal('duplicate_row', { detail: `The same license as row ${earlier}.` }) };
  });
}

/** What is asked of all licenses of a request: to be revoked, or to end at a date at 00:00 UTC, in seconds. */
export interface ManyAsked {
  managerId: number;
  ids: readonly (number | string)[];
  endDate: number | null;
}

/** Changes some licenses of a request; answers the outcome of each. */
async function changeSome(
  tx: Transaction,
  rows: readonly Row[],
  { managerId, endDate }: ManyAsked,
  by: Actor,
  clock: Clock,
): Promise<(Changed | Refusal)[]> {
  const asked = rows.flatMap(({ id }) => (id === null ? [] : [{ id, endDate }]));
  const outcomes = (await changeMany(tx, { managerId, asked }, by, clock)).values();
  return rows.map(({ refused }) => refused ?? (outcomes.next().value as Changed | Refusal));
}

type View = (done: Changed) => object;

/** Changes licenses, each or none by itself (additions, section 2). `part` runs some of them in a transaction of its own. */
export async function changeEach(
  asked: ManyAsked,
  { by, clock, view, part }: { by: Actor; clock: Clock; view: View; part: Part },
): Promise<object[]> {
  const results = await inParts<Row, object>(readIds(asked.ids), part, async (tx, some) => {
    const outcomes = await changeSome(tx, some, asked, by, clock);
    const told = outcomes.map((one) => (one instanceof Refusal ? { ...refusedRow(one), license: null } : view(one)));
    return { results: told, effects: outcomes.some((one) => !(one instanceof Refusal)) };
  });
  return results.map((result, index) => ({ row: index + 1, id: asked.ids[index], ...result }));
}

/** Changes all licenses or none. Throws `batch_refused` with the first that is refused. */
export async function changeAll(
  tx: Transaction,
  asked: ManyAsked,
  { by, clock, view }: { by: Actor; clock: Clock; view: View },
): Promise<object[]> {
  const rows = readIds(asked.ids);
  await lockPoolsOf(
    tx,
    asked.managerId,
    rows.flatMap(({ id }) => id ?? []),
  );
  const results: object[] = [];
  for (let from = 0; from < rows.length; from += ROWS_PER_PART) {
    await nextTurn();
    for (const outcome of await changeSome(tx, rows.slice(from, from + ROWS_PER_PART), asked, by, clock)) {
      if (outcome instanceof Refusal) throw batchRefused(results.length + 1, outcome);
      results.push({ row: results.length + 1, id: asked.ids[results.length], ...view(outcome) });
    }
  }
  return results;
}
