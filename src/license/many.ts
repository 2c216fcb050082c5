import { setImmediate as nextTurn } from 'node:timers/promises';
import { batchRefused, type One, ownRefusal, refusedRow } from '../batch.ts';
import type { Clock } from '../context.ts';
import type { Transaction } from '../db/database.ts';
import { idsIn } from '../db/dialect.ts';
import { prepare } from '../db/prepare.ts';
import { Refusal } from '../errors.ts';
import type { Actor } from '../event/record.ts';
import { lockPool } from '../pool/pool.ts';
import { changeEnd, revoke } from './change.ts';
import type { License } from './license.ts';

/** So many licenses are changed before others get a turn. */
const LICENSES_PER_TURN = 50;

/** How each license of a list is changed, and what became of it. */
export type ChangeOfOne = (tx: Transaction, id: number) => Promise<{ outcome: string; license: License }>;

/** Revokes each license (additions, section 2). */
export const revoking =
  (managerId: number, by: Actor, clock: Clock): ChangeOfOne =>
  async (tx, id) => ({ outcome: 'revoked', license: await revoke(tx, { managerId, id }, by, clock) });

/** Moves the end of each license to a date at 00:00 UTC, in seconds; one that is not in the future ends it. */
export const editing =
  (managerId: number, endDate: number, by: Actor, clock: Clock): ChangeOfOne =>
  async (tx, id) => {
    const license = await changeEnd(tx, { managerId, id, endDate }, by, clock);
    return { outcome: license.ended === null ? 'edited' : 'ended', license };
  };

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

type View<T> = (done: { outcome: string; license: License }) => T;

/** Changes licenses one after the other; each is changed or refused by itself. `one` runs a change in its own transaction. */
export async function changeEach<T extends object>(
  ids: readonly (number | string)[],
  change: ChangeOfOne,
  view: View<T>,
  one: One<T>,
): Promise<object[]> {
  const results: object[] = [];
  for (const [index, row] of readIds(ids).entries()) {
    const work = async (tx: Transaction) => view(await change(tx, row.id ?? 0));
    const done = row.refused ?? (await one(index, work).catch(ownRefusal));
    const told = done instanceof Refusal ? { ...refusedRow(done), license: null } : done;
    results.push({ row: index + 1, id: ids[index], ...told });
  }
  return results;
}

const poolsOf = prepare((db, p: { managerId: number; ids: string }, engine) =>
  db
    .selectFrom('license')
    .select('pool_id')
    .distinct()
    .where('license.id', 'in', idsIn(p.ids, engine))
    .where('manager_id', '=', p.managerId)
    .orderBy('pool_id'),
);

/** Changes all licenses or none. Throws `batch_refused` with the first that is refused. */
export async function changeAll<T extends object>(
  tx: Transaction,
  { managerId, ids }: { managerId: number; ids: readonly (number | string)[] },
  change: ChangeOfOne,
  view: View<T>,
): Promise<object[]> {
  const rows = readIds(ids);
  const known = JSON.stringify(rows.flatMap(({ id }) => id ?? []));
  for (const { pool_id } of await poolsOf(tx, { managerId, ids: known })) await lockPool(tx, managerId, pool_id); // in one order, so that two requests never wait for each other
  const results: object[] = [];
  for (const [index, row] of rows.entries()) {
    if (index % LICENSES_PER_TURN === 0) await nextTurn();
    const done = row.refused ?? (await change(tx, row.id).then(view).catch(ownRefusal));
    if (done instanceof Refusal) throw batchRefused(index + 1, done);
    results.push({ row: index + 1, id: ids[index], ...done });
  }
  return results;
}
