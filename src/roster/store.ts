import type { Selectable } from 'kysely';
import type { Database, Engine, Queries, Transaction } from '../db/database.ts';
import { insertMany, lockedUnlessTaken } from '../db/dialect.ts';
import type { Slice } from '../db/page.ts';
import { prepare } from '../db/prepare.ts';
import type { RosterRowTable, RosterTable } from '../db/tables.ts';
import { type Code, notFound } from '../errors.ts';
import { assignedLicenses } from '../rules/pool.ts';
import type { RosterPool } from '../rules/roster.ts';
import { DAY } from '../rules/time.ts';
import { type Action, actions, type Planned, type PlannedRow } from './plan.ts';

/** A plan can be applied for 24 hours. */
const VALID_SECONDS = DAY;
/** So many plans of a license manager are kept; the oldest go. */
export const MAX_PLANS = 20;
/** Rows that are written or deleted in one transaction. */
export const ROWS_PER_COMMIT = 500;

export type Counts = Record<Action, number>;
export type PlanState = 'ready' | 'applied' | 'outdated' | 'expired';

/** A plan without its rows. Times in seconds. */
export interface Plan {
  id: string;
  managerId: number;
  made: number;
  expires: number;
  applied: number | null;
  outdated: number | null;
  /** The position of the event feed up to which it knows what happened. */
  position: number;
  courseIds: number[];
  pools: string;
  counts: Counts;
  /** Active transferable licenses in scope. */
  transferable: number;
}

const planById = prepare((db, p: { id: string; managerId: number }) =>
  db
    .selectFrom('roster')
    .selectAll()
    .where('id', '=', p.id)
    .where('manager_id', '=', p.managerId)
    .where('ready', '=', 1),
);

const lockPlanById = prepare((db, p: { id: string; managerId: number }, engine: Engine) =>
  lockedUnlessTaken(
    db
      .selectFrom('roster')
      .selectAll()
      .where('id', '=', p.id)
      .where('manager_id', '=', p.managerId)
      .where('ready', '=', 1),
    engine,
  ),
);

const toPlan = (row: Selectable<RosterTable>): Plan => ({
  id: row.id,
  managerId: row.manager_id,
  made: row.made_at,
  expires: row.expires_at,
  applied: row.applied_at,
  outdated: row.outdated_at,
  position: row.position,
  courseIds: JSON.parse(row.courses),
  pools: row.pools,
  counts: JSON.parse(row.counts),
  transferable: row.transferable,
});

/** A plan of the manager; throws `not_found`. */
export async function getPlan(db: Queries, managerId: number, id: string): Promise<Plan> {
  const [row] = await planById(db, { id, managerId });
  if (!row) throw notFound();
  return toPlan(row);
}

/** Another request applies the plan at this moment. */
export class PlanTaken extends Error {
  constructor() {
    super('another request applies this plan now');
  }
}

/**
 * The same under a lock, until the transaction ends. Applying a long plan may take longer than a lock is waited for:
 * throws `PlanTaken` where somebody is at it.
 */
export async function lockPlan(tx: Transaction, managerId: number, id: string): Promise<Plan> {
  const [row] = await lockPlanById(tx, { id, managerId });
  if (row) return toPlan(row);
  await getPlan(tx, managerId, id);
  throw new PlanTaken();
}

export const countRows = (rows: readonly PlannedRow[]): Counts => {
  const counts = Object.fromEntries(actions.map((action) => [action, 0])) as Counts;
  for (const { action } of rows) counts[action]++;
  return counts;
};

/** What pools were when a plan was made, to see whether they are still so. */
export const poolsAsTheyAre = (pools: readonly RosterPool[]): string =>
  JSON.stringify(pools.map((pool) => [pool.id, pool.licenses, pool.start, pool.end, assignedLicenses(pool)]));

/** A plan that was made now, as it is kept. */
export function newPlan(id: string, managerId: number, position: number, planned: Planned, now: number): Plan {
  const { courseIds, transferable } = planned;
  const times = { made: now, expires: now + VALID_SECONDS, applied: null, outdated: null };
  const pools = poolsAsTheyAre(planned.pools);
  return { id, managerId, ...times, position, courseIds, pools, counts: countRows(planned.rows), transferable };
}

const rowColumns = (rosterId: string, row: PlannedRow, place: number): RosterRowTable => ({
  roster_id: rosterId,
  place,
  line: row.line,
  action: row.action,
  student_id: row.student.id,
  email: row.student.email,
  name: row.student.name,
  course_id: row.courseId,
  course: row.course,
  pool_id: row.poolId,
  license_id: row.licenseId,
  end_at: row.end,
  end_date: row.endDate,
  code: row.code,
  detail: row.detail,
});

const insertPlan = prepare((db, p: Omit<Selectable<RosterTable>, 'ready' | 'applied_at' | 'outdated_at'>) =>
  db.insertInto('roster').values({
    id: p.id,
    manager_id: p.manager_id,
    made_at: p.made_at,
    expires_at: p.expires_at,
    position: p.position,
    courses: p.courses,
    pools: p.pools,
    counts: p.counts,
    transferable: p.transferable,
  }),
);
const setReady = prepare((db, p: { id: string }) => db.updateTable('roster').set({ ready: 1 }).where('id', '=', p.id));
const setApplied = prepare((db, p: { id: string; now: number }) =>
  db.updateTable('roster').set({ applied_at: p.now }).where('id', '=', p.id),
);
const setOutdated = prepare((db, p: { id: string; now: number }) =>
  db.updateTable('roster').set({ outdated_at: p.now }).where('id', '=', p.id).where('applied_at', 'is', null),
);

export const markApplied = (tx: Transaction, id: string, now: number) => setApplied(tx, { id, now });
export const markOutdated = (tx: Transaction, id: string, now: number) => setOutdated(tx, { id, now });

/** Keeps a plan, a part at a time, so that others can write meanwhile; it can be seen once it is whole. */
export async function keepPlan(db: Database, plan: Plan, rows: readonly PlannedRow[]): Promise<void> {
  const columns = {
    id: plan.id,
    manager_id: plan.managerId,
    made_at: plan.made,
    expires_at: plan.expires,
    position: plan.position,
    courses: JSON.stringify(plan.courseIds),
    pools: plan.pools,
    counts: JSON.stringify(plan.counts),
    transferable: plan.transferable,
  };
  await db.write((tx) => insertPlan(tx, columns));
  for (let at = 0; at < rows.length; at += ROWS_PER_COMMIT) {
    const part = rows.slice(at, at + ROWS_PER_COMMIT).map((row, index) => rowColumns(plan.id, row, at + index));
    await db.write((tx) => insertMany(tx, 'roster_row', part));
  }
  await db.write((tx) => setReady(tx, { id: plan.id }));
}

const toRow = (row: RosterRowTable): PlannedRow => ({
  line: row.line,
  action: row.action,
  student: { id: row.student_id, name: row.name, email: row.email },
  courseId: row.course_id,
  course: row.course,
  poolId: row.pool_id,
  licenseId: row.license_id,
  end: row.end_at,
  endDate: row.end_date,
  code: row.code as Code | null,
  detail: row.detail,
});

const allRows = prepare((db, p: { id: string; from: number; limit: number }) =>
  db
    .selectFrom('roster_row')
    .selectAll()
    .where('roster_id', '=', p.id)
    .where('place', '>=', p.from)
    .orderBy('place')
    .limit(p.limit),
);

const rowsOfAction = prepare((db, p: { id: string; action: Action } & Slice) =>
  db
    .selectFrom('roster_row')
    .selectAll()
    .where('roster_id', '=', p.id)
    .where('action', '=', p.action)
    .orderBy('place')
    .limit(p.limit)
    .offset(p.offset),
);

/** Rows of a plan in their order, of one action or all. */
export async function rowsOf(
  db: Queries,
  id: string,
  action: Action | null,
  { limit, offset }: Slice,
): Promise<PlannedRow[]> {
  const rows = action
    ? await rowsOfAction(db, { id, action, limit, offset })
    : await allRows(db, { id, from: offset, limit }); // places have no gaps
  return rows.map(toRow);
}
