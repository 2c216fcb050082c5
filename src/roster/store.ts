import { type RawBuilder, type Selectable, type SqlBool, sql } from 'kysely';
import type { Database, Engine, Queries, Transaction } from '../db/database.ts';
import { feedPosition, idsIn, insertMany, lockedUnlessTaken, textsIn } from '../db/dialect.ts';
import type { Slice } from '../db/page.ts';
import { prepare } from '../db/prepare.ts';
import type { RosterRowTable, RosterTable } from '../db/tables.ts';
import { type Code, notFound } from '../errors.ts';
import { changesSeats } from '../event/catalogue.ts';
import { poolsOfCourses } from '../pool/pool.ts';
import { assignedLicenses } from '../rules/pool.ts';
import type { RosterPool } from '../rules/roster.ts';
import { DAY } from '../rules/time.ts';
import { type Action, actions, type Planned, type PlannedRow } from './plan.ts';

/** A plan can be applied for 24 hours. */
const VALID_SECONDS = DAY;
/** So many plans of a license manager are kept; the oldest go. */
export const MAX_PLANS = 20;
const ROWS_PER_COMMIT = 500;

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

/** Sweeping takes note of what time did: whether it did it after the plan is asked of the licenses. */
const RUN_OUT = 'license.expired';
const seatEvents = JSON.stringify(changesSeats.filter((kind) => kind !== RUN_OUT));

/** An event about licenses or pools of the courses, among those that `later` tells from the ones before a plan. */
const changeAmong = (later: (position: number, engine: Engine) => RawBuilder<SqlBool>) =>
  prepare((db, p: { managerId: number; position: number; made: number; courses: string }, engine: Engine) =>
    db
      .selectFrom('event')
      .select('event.id')
      .where('event.manager_id', '=', p.managerId)
      .where(later(p.position, engine))
      .where('event.course_id', 'in', idsIn(p.courses, engine))
      .where((eb) =>
        eb.or([
          eb('event.kind', 'in', textsIn(seatEvents, engine)),
          eb.and([
            eb('event.kind', '=', RUN_OUT),
            eb.exists(
              eb
                .selectFrom('license')
                .select('license.id')
                .whereRef('license.id', '=', 'event.license_id')
                .where('license.end_at', '>', p.made),
            ),
          ]),
        ]),
      )
      .limit(1),
  );

const changedSince = changeAmong((position, engine) => sql<SqlBool>`${feedPosition(engine)} > ${position}`);
/** Committed, and not given its position yet: after all that have one. */
const changedJustNow = changeAmong((position) => sql<SqlBool>`event.position is null and ${position} >= 0`);

/** A license of the courses that has begun or run out since, and of which no event tells yet. */
const moved = (column: 'start_at' | 'end_at') =>
  prepare((db, p: { managerId: number; made: number; now: number; courses: string }, engine: Engine) =>
    db
      .selectFrom('license')
      .select('license.id')
      .where('license.manager_id', '=', p.managerId)
      .where('license.ended_at', 'is', null)
      .where(`license.${column}`, '>', p.made)
      .where(`license.${column}`, '<=', p.now)
      .where('license.course_id', 'in', idsIn(p.courses, engine))
      .limit(1),
  );
const begun = moved('start_at');
const runOut = moved('end_at');

/** Whether anything happened to licenses or pools of the courses since a plan was made. */
export async function isOutdated(db: Queries, plan: Plan, now: number): Promise<boolean> {
  if (plan.outdated !== null) return true;
  const { managerId, position, courseIds, made } = plan;
  const asked = { managerId, position, made, courses: JSON.stringify(courseIds) };
  if ((await changedSince(db, asked)).length > 0) return true;
  if (db.engine === 'postgres' && (await changedJustNow(db, asked)).length > 0) return true;
  if ((await begun(db, { ...asked, now })).length > 0 || (await runOut(db, { ...asked, now })).length > 0) return true;
  return poolsAsTheyAre(await poolsOfCourses(db, managerId, courseIds, now)) !== plan.pools;
}

/** What a plan says of itself now. */
export async function stateOf(db: Queries, plan: Plan, now: number): Promise<PlanState> {
  if (plan.applied !== null) return 'applied';
  if (plan.expires <= now) return 'expired';
  return (await isOutdated(db, plan, now)) ? 'outdated' : 'ready';
}

const oldestPlans = prepare((db, p: { managerId: number; kept: number }) =>
  db
    .selectFrom('roster')
    .select('id')
    .where('manager_id', '=', p.managerId)
    .orderBy('made_at', 'desc')
    .orderBy('id', 'desc')
    .limit(MAX_PLANS * 10)
    .offset(p.kept),
);
const expiredPlans = prepare((db, p: { before: number }) =>
  db.selectFrom('roster').select('id').where('expires_at', '<', p.before).orderBy('expires_at').limit(1),
);
const deleteRows = prepare((db, p: { id: string; limit: number }) =>
  db
    .deleteFrom('roster_row')
    .where('roster_id', '=', p.id)
    .where('place', 'in', (eb) =>
      eb.selectFrom('roster_row').select('place').where('roster_id', '=', p.id).orderBy('place').limit(p.limit),
    )
    .returning(sql<number>`1`.as('one')),
);
const deletePlan = prepare((db, p: { id: string }) => db.deleteFrom('roster').where('id', '=', p.id));

/** Deletes up to `most` rows of a plan, and the plan with the last of them; true where rows may be left. */
async function shorten(tx: Transaction, id: string, most: number): Promise<boolean> {
  const deleted = await deleteRows(tx, { id, limit: most });
  if (deleted.length === most) return true;
  await deletePlan(tx, { id });
  return false;
}

/** Makes room for one more plan of the manager. */
export async function dropOldPlans(db: Database, managerId: number): Promise<void> {
  for (const { id } of await oldestPlans(db.read, { managerId, kept: MAX_PLANS - 1 })) {
    while (await db.write((tx) => shorten(tx, id, ROWS_PER_COMMIT)));
  }
}

/** Deletes a part of the plans that expired before a moment; true where there may be more. */
export async function deleteExpiredPlans(tx: Transaction, before: number, most: number): Promise<boolean> {
  const [plan] = await expiredPlans(tx, { before });
  if (!plan) return false;
  await shorten(tx, plan.id, most);
  return true;
}
