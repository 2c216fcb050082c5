import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Clock } from '../context.ts';
import type { Transaction } from '../db/database.ts';
import { Refusal } from '../errors.ts';
import { type Actor, record } from '../event/record.ts';
import { assignMany } from '../license/assign-many.ts';
import { changeMany } from '../license/change-many.ts';
import { sweepPool } from '../license/end.ts';
import { lockPool, poolsOfCourses } from '../pool/pool.ts';
import { parseEmail } from '../rules/email.ts';
import { isTooMany } from '../rules/roster.ts';
import type { Action, PlannedRow } from './plan.ts';
import { isOutdated } from './state.ts';
import { type Counts, lockPlan, markApplied, type Plan, rowsOf } from './store.ts';

const ROWS_PER_READ = 1000;
/** So many rows are changed before others get a turn. */
const ROWS_PER_STEP = 100;

const outdated = (why: string) =>
  new Refusal('plan_outdated', { detail: `${why} Send the roster again to plan it anew.` });

/** Locks the pools of the courses in scope in one order, and ends what has run out, so that nothing moves until the commit. */
async function lockScope(tx: Transaction, { managerId, courseIds }: Plan, clock: Clock): Promise<void> {
  for (const { id } of await poolsOfCourses(tx, managerId, courseIds, clock())) {
    await lockPool(tx, managerId, id);
    while ((await sweepPool(tx, id, clock())) > 0) await nextTurn();
  }
}

async function refuse(tx: Transaction, plan: Plan, allowed: number | null, now: number): Promise<void> {
  if (await isOutdated(tx, plan, now))
    throw outdated('Licenses or pools of these courses have changed since the plan was made.');
  const { revoke: revocations } = plan.counts;
  if (isTooMany(revocations, plan.transferable) && allowed !== revocations)
    throw new Refusal('too_many_revocations', {
      detail: `${revocations} of ${plan.transferable} licenses would be revoked. To do that, send { "allowRevocations": ${revocations} }.`,
      members: { revocations, licenses: plan.transferable },
    });
}

type Step = (rows: readonly PlannedRow[]) => Promise<readonly object[]>;

/** Takes the rows of one action in their order, many at once; others get turns meanwhile. */
async function takeAll(tx: Transaction, { id }: Plan, action: Action, step: Step): Promise<void> {
  for (let offset = 0, more = true; more; offset += ROWS_PER_READ) {
    const rows = await rowsOf(tx, id, action, { limit: ROWS_PER_READ, offset });
    for (let from = 0; from < rows.length; from += ROWS_PER_STEP) {
      await nextTurn();
      const some = rows.slice(from, from + ROWS_PER_STEP);
      const outcomes = await step(some);
      const at = outcomes.findIndex((outcome) => outcome instanceof Refusal);
      if (at < 0) continue;
      const { student } = some[at] as PlannedRow;
      throw outdated(`${student.email} can no longer be treated as planned: ${(outcomes[at] as Refusal).message}`);
    }
    more = rows.length === ROWS_PER_READ;
  }
}

/** An id that the action of a row always has. */
function idOf(id: number | null): number {
  if (id === null) throw new Error('a planned row lacks an id that its action needs');
  return id;
}

function emailOf({ student }: PlannedRow) {
  const email = parseEmail(student.email);
  if (!email) throw new Error('a planned row has no address');
  return email;
}

/**
 * Does what a plan says, revocations first, in one transaction. Throws `not_found`, `plan_applied`, `plan_expired`,
 * `plan_outdated` or `too_many_revocations`, in this order.
 */
export async function applyPlan(
  tx: Transaction,
  { managerId, id, allowed }: { managerId: number; id: string; allowed: number | null },
  by: Actor,
  clock: Clock,
): Promise<Counts> {
  const plan = await lockPlan(tx, managerId, id);
  if (plan.applied !== null) throw new Refusal('plan_applied');
  if (plan.expires <= clock()) throw new Refusal('plan_expired');
  await lockScope(tx, plan, clock);
  await refuse(tx, plan, allowed, clock());
  await takeAll(tx, plan, 'revoke', (rows) => {
    const asked = rows.map((row) => ({ id: idOf(row.licenseId), endDate: null }));
    return changeMany(tx, { managerId, asked }, by, clock);
  });
  await takeAll(tx, plan, 'edit', (rows) => {
    const asked = rows.map((row) => ({ id: idOf(row.licenseId), endDate: idOf(row.endDate) }));
    return changeMany(tx, { managerId, asked }, by, clock);
  });
  await takeAll(tx, plan, 'assign', (planned) => {
    const rows = planned.map((row) => {
      const { endDate, student } = row;
      return { poolId: idOf(row.poolId), email: emailOf(row), name: student.name, endDate, recycle: null };
    });
    return assignMany(tx, { managerId, rows, spared: [] }, by, clock);
  });
  const now = clock();
  await markApplied(tx, plan.id, now);
  record(tx, { managerId, at: now, kind: 'roster.applied', by, after: { plan: plan.id, ...plan.counts } });
  return plan.counts;
}
