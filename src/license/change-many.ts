import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Clock } from '../context.ts';
import type { Transaction } from '../db/database.ts';
import { idsIn } from '../db/dialect.ts';
import { isOneOf } from '../db/planner-hints.ts';
import { prepare } from '../db/prepare.ts';
import { endAll } from '../db/sets.ts';
import type { EndedHow } from '../db/tables.ts';
import { notFound, Refusal } from '../errors.ts';
import { type Actor, type Fact, recordAll } from '../event/record.ts';
import { lockPoolsOf } from '../pool/pool.ts';
import { decideEdit, revokeRefusal } from '../rules/license.ts';
import { holdStudents } from '../student/student.ts';
import { factOfMove } from './change.ts';
import { factOfEnd } from './end.ts';
import { type License, licenseColumns, toLicense } from './license.ts';

/** One license of many: revoked, or its end moved to a date at 00:00 UTC, in seconds. */
export interface ChangeAsked {
  id: number;
  endDate: number | null;
}

/** What became of a license. */
export interface Changed {
  outcome: 'revoked' | 'edited' | 'ended';
  license: License;
}

const byIds = prepare((db, p: { managerId: number; ids: string }, engine) =>
  db
    .selectFrom('license')
    .innerJoin('student', 'student.id', 'license.student_id')
    .select(licenseColumns)
    .where(isOneOf('license.id', idsIn(p.ids, engine), engine))
    .where('license.manager_id', '=', p.managerId),
);

const moveEnds = prepare((db, p: { ids: string; end: number }, engine) =>
  db
    .updateTable('license')
    .set({ end_at: p.end })
    .where(isOneOf('id', idsIn(p.ids, engine), engine))
    .where('ended_at', 'is', null)
    .returning('id'),
);

/** What is to be done with a license: nothing, where the end is the one that it has. */
type Step =
  | { do: 'end'; how: EndedHow; license: License }
  | { do: 'move'; end: number; license: License }
  | { do: 'nothing'; end: number; license: License };

function decide(license: License | undefined, endDate: number | null, poolEnd: number, now: number): Step | Refusal {
  if (!license) return notFound();
  if (endDate === null) {
    const refused = revokeRefusal(license, now);
    return refused ? new Refusal(refused) : { do: 'end', how: 'revoked', license };
  }
  const decision = decideEdit(license, poolEnd, endDate, now);
  if (decision.refused) return new Refusal(decision.refused);
  if (decision.ends) return { do: 'end', how: 'edited', license };
  const { end } = decision;
  return end === license.end ? { do: 'nothing', end, license } : { do: 'move', end, license };
}

/** Writes the steps; answers the ids of the licenses that nobody else had ended before. */
async function write(tx: Transaction, steps: readonly Step[], now: number): Promise<Set<number>> {
  const ending = steps.filter((step) => step.do === 'end');
  const moving = Map.groupBy(
    steps.filter((step) => step.do === 'move'),
    ({ end }) => end,
  );
  const done = new Set(steps.filter((step) => step.do === 'nothing').map(({ license }) => license.id));
  for (const [how, some] of Map.groupBy(ending, (step) => step.how)) {
    const ids = some.map(({ license }) => license.id);
    for (const id of await endAll(tx, how, ids, now)) done.add(id);
  }
  const moved = await Promise.all(
    [...moving].map(([end, some]) => moveEnds(tx, { ids: JSON.stringify(some.map(({ license }) => license.id)), end })),
  );
  for (const { id } of moved.flat()) done.add(id);
  return done;
}

function factOf(step: Step, by: Actor, now: number): Fact | null {
  if (step.do === 'end') return factOfEnd(step.license, step.how, by, now);
  return step.do === 'move' ? factOfMove(step.license, step.end, by, now) : null;
}

function changedBy(step: Step, now: number): Changed {
  const { license } = step;
  if (step.do !== 'end') return { outcome: 'edited', license: { ...license, end: step.end } };
  const outcome = step.how === 'revoked' ? 'revoked' : 'ended';
  return { outcome, license: { ...license, end: now, ended: now, endedHow: step.how } };
}

/**
 * Changes many licenses at once, with the same outcome as one after the other: they are read under the locks of their
 * pools, each is decided by itself, and what was decided is written for all. Answers what became of each, or why it is
 * refused. No license stands twice among those asked for.
 */
export async function changeMany(
  tx: Transaction,
  { managerId, asked }: { managerId: number; asked: readonly ChangeAsked[] },
  by: Actor,
  clock: Clock,
): Promise<(Changed | Refusal)[]> {
  if (asked.length === 0) return [];
  const ids = asked.map(({ id }) => id);
  const [ends, rows] = await Promise.all([
    lockPoolsOf(tx, managerId, ids),
    byIds(tx, { managerId, ids: JSON.stringify(ids) }),
  ]);
  const now = clock(); // after waiting for the locks: whoever had them may have ended a license a moment ago
  const licenses = new Map(rows.map((row) => [row.id, toLicense(row)]));
  const decided = asked.map(({ id, endDate }) => {
    const license = licenses.get(id);
    return decide(license, endDate, (license && ends.get(license.poolId)) ?? 0, now);
  });
  const steps = decided.flatMap((one) => (one instanceof Refusal ? [] : [one]));
  const students = steps.map(({ license }) => license.student.id);
  await holdStudents(tx, managerId, students);
  const done = await write(tx, steps, now);
  await nextTurn();
  recordAll(
    tx,
    steps.flatMap((step) => (done.has(step.license.id) ? (factOf(step, by, now) ?? []) : [])),
  );
  return decided.map((step) => {
    if (step instanceof Refusal) return step;
    return done.has(step.license.id) ? changedBy(step, now) : new Refusal('license_inactive');
  });
}
