import { type SqlBool, sql } from 'kysely';
import type { Queries } from '../db/database.ts';
import { prepare } from '../db/prepare.ts';
import { DAY } from '../rules/time.ts';

/** Pools that nobody has used for so long after their start are told of. */
const UNUSED_SECONDS = 30 * DAY;
const SOON_SECONDS = 90 * DAY;
const MONTHS = 12;
/** Counting of what waits stops here. */
const MOST = 1000;
const MOST_COURSES = 200;

const text = (value: unknown) => sql<number>`cast(${value} as bigint)`;

/** Pools that have not ended, by course. Their seats are kept in them: no license is looked at. */
const byCourse = prepare((db, p: { now: number; startedBefore: number; endsBefore: number }) =>
  db
    .selectFrom('pool')
    .innerJoin('course', 'course.id', 'pool.course_id')
    .select(['pool.course_id', 'course.title'])
    .select((eb) => eb.fn.countAll<number>().as('pools'))
    .select([
      text(sql`sum(pool.licenses)`).as('sold'),
      text(sql`sum(pool.held)`).as('used'),
      text(sql`sum(case when pool.held >= pool.licenses then 1 else 0 end)`).as('full'),
      text(sql`sum(case when pool.held = 0 and pool.start_at < ${p.startedBefore} then 1 else 0 end)`).as('unused'),
      text(sql`sum(case when pool.end_at <= ${p.endsBefore} then pool.licenses else 0 end)`).as('ending'),
    ])
    .where('pool.end_at', '>', p.now)
    .groupBy(['pool.course_id', 'course.title'])
    .orderBy('sold', 'desc')
    .orderBy('pool.course_id'),
);

const byEnd = prepare((db, p: { from: number; to: number }) =>
  db
    .selectFrom('pool')
    .select('end_at')
    .select((eb) => eb.fn.countAll<number>().as('pools'))
    .select([text(sql`sum(licenses)`).as('licenses'), text(sql`sum(held)`).as('used')])
    .where('end_at', '>', p.from)
    .where('end_at', '<=', p.to)
    .groupBy('end_at'),
);

const failedMails = prepare((db, _: object) =>
  db.selectFrom('outbox').select('id').where('failed_at', 'is not', null).limit(MOST),
);

const failedDeliveries = prepare((db, _: object) =>
  db
    .selectFrom('webhook_delivery')
    .select('id')
    .where(sql<SqlBool>`coalesce(delivered_at, failed_at) is not null`)
    .where('failed_at', 'is not', null)
    .limit(MOST),
);

const parkedOrders = prepare((db, _: object) =>
  db.selectFrom('order_line').select('id').where('state', '=', 'parked').limit(MOST),
);

const monthOf = (seconds: number): string => new Date((seconds - 1) * 1000).toISOString().slice(0, 7);

/** This month and those that follow, as `2027-01`. */
function months(now: number): string[] {
  const first = new Date(now * 1000);
  return Array.from({ length: MONTHS }, (_, at) =>
    new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + at, 1)).toISOString().slice(0, 7),
  );
}

async function endingsOf(db: Queries, now: number) {
  const names = months(now);
  const rows = await byEnd(db, { from: now, to: now + (MONTHS + 1) * 31 * DAY });
  return names.map((month) => {
    const found = rows.filter(({ end_at }) => monthOf(end_at) === month);
    const sum = (member: 'pools' | 'licenses' | 'used') => found.reduce((total, row) => total + Number(row[member]), 0);
    return { month, pools: sum('pools'), licenses: sum('licenses'), used: sum('used') };
  });
}

/** How the publisher stands, from what pools keep of themselves. Times in seconds. */
export async function overviewOf(db: Queries, now: number) {
  const asked = { now, startedBefore: now - UNUSED_SECONDS, endsBefore: now + SOON_SECONDS };
  const rows = await byCourse(db, asked);
  const sum = (member: 'sold' | 'used' | 'full' | 'unused' | 'ending') =>
    rows.reduce((total, row) => total + Number(row[member]), 0);
  const failed = (await failedMails(db, {})).length + (await failedDeliveries(db, {})).length;
  return {
    sold: sum('sold'),
    used: sum('used'),
    free: sum('sold') - sum('used'),
    endingSoon: sum('ending'),
    fullPools: sum('full'),
    unusedPools: sum('unused'),
    ordersParked: (await parkedOrders(db, {})).length,
    deliveriesFailed: failed,
    courses: rows.slice(0, MOST_COURSES).map(({ course_id, title, pools, sold, used }) => ({
      id: String(course_id),
      title,
      pools: Number(pools),
      sold: Number(sold),
      used: Number(used),
    })),
    endings: await endingsOf(db, now),
  };
}
