import { sql } from 'kysely';
import type { Context } from '../context.ts';
import type { Queries } from '../db/database.ts';
import { prepare } from '../db/prepare.ts';
import { digestWeek } from '../rules/notice.ts';
import { DAY } from '../rules/time.ts';
import { tellMembers } from './members.ts';

const WEEK = 7 * DAY;
const MAX_AT_ONCE = 100;
const MAX_COUNTED = 10_000;

/** License managers some of whose members were not told of this week yet. */
const waiting = prepare((db, p: { period: string; most: number }) =>
  db
    .selectFrom('member')
    .innerJoin('person', 'person.id', 'member.person_id')
    .select('member.manager_id')
    .distinct()
    .where('person.disabled_at', 'is', null)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('notice')
            .select('notice.member_id')
            .whereRef('notice.member_id', '=', 'member.id')
            .where('notice.kind', '=', 'weeklyDigest')
            .where('notice.pool_id', '=', 0)
            .where('notice.period', '=', p.period),
        ),
      ),
    )
    .orderBy('member.manager_id')
    .limit(p.most),
);

const happened = prepare((db, p: { managerId: number; since: number }) =>
  db
    .selectFrom(
      db
        .selectFrom('event')
        .select('kind')
        .where('manager_id', '=', p.managerId)
        .where('at', '>=', p.since)
        .limit(MAX_COUNTED)
        .as('recent'),
    )
    .select([
      sql<number>`coalesce(sum(case when kind = 'license.assigned' then 1 else 0 end), 0)`.as('assigned'),
      sql<number>`coalesce(sum(case when kind in ('license.revoked', 'license.returned', 'license.recycled', 'license.expired') then 1 else 0 end), 0)`.as(
        'ended',
      ),
    ]),
);

const totals = prepare((db, p: { managerId: number }) =>
  db.selectFrom('tally').select(['live', 'live_students']).where('manager_id', '=', p.managerId),
);

async function weekOf(queries: Queries, managerId: number, now: number) {
  const [week] = await happened(queries, { managerId, since: now - WEEK });
  const [total] = await totals(queries, { managerId });
  const count = (value: number | undefined) => Number(value ?? 0);
  return {
    assigned: count(week?.assigned),
    ended: count(week?.ended),
    licenses: count(total?.live),
    students: count(total?.live_students),
    page: `/m/${managerId}/licenses`,
  };
}

/** Tells members, on Monday from 06:00 UTC on, what the last week was like, where anything happened. */
export async function sendDigests({ db }: Pick<Context, 'db'>, now: number): Promise<boolean> {
  const { monday: period, due } = digestWeek(now);
  if (!due) return false;
  const managers = await waiting(db.read, { period, most: MAX_AT_ONCE });
  for (const { manager_id: managerId } of managers) {
    const week = await weekOf(db.read, managerId, now);
    const quiet = week.assigned + week.ended === 0;
    const told = { managerId, kind: 'weeklyDigest', mail: 'manager_digest', quiet } as const;
    await db.write((tx) => tellMembers(tx, { ...told, matters: [{ poolId: 0, period }], payload: () => week }, now));
  }
  return managers.length === MAX_AT_ONCE;
}
