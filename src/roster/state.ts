import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { Engine, Queries } from '../db/database.ts';
import { feedPosition, idsIn, textsIn } from '../db/dialect.ts';
import { prepare } from '../db/prepare.ts';
import { changesSeats } from '../event/catalogue.ts';
import { poolsOfCourses } from '../pool/pool.ts';
import { type Plan, type PlanState, poolsAsTheyAre } from './store.ts';

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
