import type { Context } from '../context.ts';
import type { Queries, Transaction } from '../db/database.ts';
import { idsIn } from '../db/dialect.ts';
import { prepare } from '../db/prepare.ts';
import { due } from '../pool/pool.ts';
import { daysAhead, type Level, nextLevel } from '../rules/notice.ts';
import { assignedLicenses, licensesNow } from '../rules/pool.ts';
import { hasMembers, type Matter, tellMembers } from './members.ts';

const MAX_AT_ONCE = 500;
/** A mail names so many pools. */
const MAX_NAMED = 20;

const page = prepare((db, p: { now: number; end: number; id: number }) =>
  db
    .selectFrom('pool')
    .innerJoin('course', 'course.id', 'pool.course_id')
    .leftJoin('pool_level', 'pool_level.pool_id', 'pool.id')
    .select([
      'pool.id',
      'pool.manager_id',
      'pool.transferable',
      'pool.licenses',
      'pool.shrink_to',
      'pool.closed_at',
      'pool.held',
      'pool.start_at',
      'pool.end_at',
      'course.title',
      'pool_level.level',
    ])
    .select(due(p.now))
    .where('pool.end_at', '>', p.now)
    .where('pool.closed_at', 'is', null)
    .where((eb) =>
      eb.or([eb('pool.end_at', '>', p.end), eb.and([eb('pool.end_at', '=', p.end), eb('pool.id', '>', p.id)])]),
    )
    .orderBy('pool.end_at')
    .orderBy('pool.id')
    .limit(MAX_AT_ONCE),
);

const setLevel = prepare((db, p: { id: number; level: Level }) =>
  db
    .insertInto('pool_level')
    .values({ pool_id: p.id, level: p.level })
    .onConflict((conflict) => conflict.column('pool_id').doUpdateSet({ level: p.level })),
);

type Row = Awaited<ReturnType<typeof page>>[number];

interface Seen {
  id: number;
  managerId: number;
  course: string;
  licenses: number;
  free: number;
  start: number;
  end: number;
  told: Level;
}

function toSeen(row: Row): Seen {
  const facts = {
    ...row,
    ...{ shrinkTo: row.shrink_to, closed: row.closed_at !== null },
    ...{ transferable: row.transferable === 1, start: row.start_at, end: row.end_at },
  };
  const licenses = licensesNow(facts);
  const free = licenses - assignedLicenses(facts);
  const told = row.level ?? 0;
  return { ...facts, licenses, managerId: row.manager_id, course: row.title, free, told };
}

/** What a mail says of pools, the first of them by name. */
const payloadOf = (pools: Seen[], managerId: number) => (news: Matter[]) => {
  const told = pools.filter(({ id }) => news.some(({ poolId }) => poolId === id));
  const named = told
    .slice(0, MAX_NAMED)
    .map(({ id, course, licenses, free, end }) => ({ id, course, licenses, free, end }));
  return { pools: named, more: told.length - named.length, page: `/m/${managerId}/licenses` };
};

const dayOf = (now: number) => new Date(now * 1000).toISOString().slice(0, 10);

/** What has come about with the pools of one manager, and was not told yet. */
async function tellOfPools(tx: Transaction, managerId: number, pools: Seen[], now: number): Promise<void> {
  const running = pools.filter(({ start }) => start <= now);
  const moved = running
    .map((pool) => ({ pool, level: nextLevel(pool.told, pool) }))
    .filter(({ pool, level }) => level !== pool.told);
  for (const { pool, level } of moved) await setLevel(tx, { id: pool.id, level });
  for (const [level, kind, mail] of [
    [1, 'poolNearlyFull', 'manager_pools_nearly_full'],
    [2, 'poolFull', 'manager_pools_full'],
  ] as const) {
    const risen = moved.filter((one) => one.level === level && one.pool.told < level).map(({ pool }) => pool);
    const matters = risen.map(({ id }) => ({ poolId: id, period: dayOf(now) }));
    await tellMembers(tx, { managerId, kind, mail, matters, payload: payloadOf(risen, managerId) }, now);
  }
  const ending = pools.flatMap((pool) => {
    const days = daysAhead(pool, now);
    return days === null ? [] : [{ pool, matter: { poolId: pool.id, period: `${days}:${pool.end}` } }];
  });
  const payload = payloadOf(
    ending.map(({ pool }) => pool),
    managerId,
  );
  const matters = ending.map(({ matter }) => matter);
  await tellMembers(tx, { managerId, kind: 'poolEnds', mail: 'manager_pools_end', matters, payload }, now);
}

const toldEnds = prepare((db, p: { ids: string }, engine) =>
  db
    .selectFrom('notice')
    .select(['pool_id', 'period'])
    .distinct()
    .where('kind', '=', 'poolEnds')
    .where('pool_id', 'in', idsIn(p.ids, engine)),
);

/** Without those of whose end their members were told. */
async function leaveOutTold(queries: Queries, pools: Seen[], now: number): Promise<Seen[]> {
  const near = pools.filter((pool) => daysAhead(pool, now) !== null).map(({ id }) => id);
  const rows = near.length === 0 ? [] : await toldEnds(queries, { ids: JSON.stringify(near) });
  const known = new Set(rows.map((row) => `${row.pool_id} ${row.period}`));
  return pools.filter((pool) => {
    const levelMoves = pool.start <= now && nextLevel(pool.told, pool) !== pool.told;
    const days = daysAhead(pool, now);
    return levelMoves || (days !== null && !known.has(`${pool.id} ${days}:${pool.end}`));
  });
}

/** Looks at all pools that have not ended, some at a time, and tells members of what is new. */
export async function noticePools({ db }: Pick<Context, 'db'>, now: number): Promise<void> {
  let last = { end: 0, id: 0 };
  for (;;) {
    const rows = await page(db.read, { now, ...last });
    const news = await leaveOutTold(db.read, rows.map(toSeen), now);
    for (const [managerId, pools] of Map.groupBy(news, (pool) => pool.managerId)) {
      const forNobody = !(await hasMembers(db.read, managerId));
      if (forNobody && pools.every((pool) => nextLevel(pool.told, pool) === pool.told)) continue;
      await db.write((tx) => tellOfPools(tx, managerId, pools, now));
    }
    const end = rows.at(-1);
    if (!end || rows.length < MAX_AT_ONCE) return;
    last = { end: end.end_at, id: end.id };
  }
}
