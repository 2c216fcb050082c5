import { type SelectQueryBuilder, sql } from 'kysely';
import type { Engine, Queries } from '../db/database.ts';
import { idsIn } from '../db/dialect.ts';
import type { Slice } from '../db/page.ts';
import { isOneOf, upTo } from '../db/planner-hints.ts';
import { prepare } from '../db/prepare.ts';
import type { Tables } from '../db/tables.ts';
import { type EntryState, stateAt } from '../rules/waiting.ts';
import { type Entry, entryColumns, isLive, toEntry } from './entry.ts';

/** An entry with its place in the line, and a guess of when a seat comes free for it. Times in seconds. */
export interface PlacedEntry extends Entry {
  position: number | null;
  expected: number | null;
}

/** A guess is made for the first so many of a pool, and in so many pools of a list. */
const MAX_GUESSED = 100;
const MAX_GUESSED_POOLS = 20;

/** How many wait up to each of these entries, counted from the one before it. */
const places = prepare((db, p: { ids: string }, engine: Engine) =>
  db
    .with('own', (cte) =>
      cte
        .selectFrom('waiting')
        .select(['id', 'pool_id'])
        .select(sql<number>`lag(id, 1, 0) over (partition by pool_id order by id)`.as('previous'))
        .where(isOneOf('id', idsIn(p.ids, engine), engine))
        .where('state', '=', 'waiting'),
    )
    .selectFrom('own')
    .select(['own.id', 'own.pool_id'])
    .select(
      sql<number>`(select count(*) from waiting as other where other.pool_id = own.pool_id and other.state = 'waiting'
        and other.id > own.previous and other.id <= own.id)`.as('more'),
    )
    .orderBy('own.id'),
);

const nextEnds = prepare((db, p: { poolId: number; now: number }) =>
  db
    .selectFrom('license')
    .select('end_at')
    .where('pool_id', '=', p.poolId)
    .where('ended_at', 'is', null)
    .where(sql<boolean>`transferable = 1`)
    .orderBy('end_at')
    .limit(MAX_GUESSED),
);

const poolsById = prepare((db, p: { ids: string }, engine: Engine) =>
  db
    .selectFrom('pool')
    .select(['id', 'end_at', 'closed_at'])
    .where(isOneOf('id', idsIn(p.ids, engine), engine)),
);

async function positionsOf(db: Queries, entries: readonly Entry[]): Promise<Map<number, number>> {
  const ids = entries.filter(({ state }) => state === 'waiting').map(({ id }) => id);
  const positions = new Map<number, number>();
  const reached = new Map<number, number>();
  if (ids.length === 0) return positions;
  for (const { id, pool_id, more } of await places(db, { ids: JSON.stringify(ids) })) {
    const position = (reached.get(pool_id) ?? 0) + more;
    reached.set(pool_id, position);
    positions.set(id, position);
  }
  return positions;
}

/** When the first so many licenses of some pools end that are not ended yet: as many seats come free by then. */
async function endsOf(db: Queries, poolIds: readonly number[], now: number): Promise<Map<number, number[]>> {
  const some = poolIds.slice(0, MAX_GUESSED_POOLS);
  const ends = await Promise.all(some.map((poolId) => nextEnds(db, { poolId, now })));
  return new Map(some.map((poolId, n) => [poolId, (ends[n] ?? []).map(({ end_at }) => end_at)]));
}

/** Entries as they are now: what time has done to them is told, swept or not. */
export async function placed(db: Queries, entries: readonly Entry[], now: number): Promise<PlacedEntry[]> {
  if (entries.length === 0) return [];
  const poolIds = [...new Set(entries.map(({ poolId }) => poolId))];
  const waited = new Set(entries.filter(({ state }) => state === 'waiting').map(({ poolId }) => poolId));
  const [positions, pools, ends] = await Promise.all([
    positionsOf(db, entries),
    poolsById(db, { ids: JSON.stringify(poolIds) }),
    endsOf(db, [...waited], now),
  ]);
  const byId = new Map(pools.map(({ id, ...pool }) => [id, pool]));
  return entries.map((entry) => {
    const pool = byId.get(entry.poolId);
    const end = pool?.end_at ?? now;
    const state = stateAt(entry, { end, closed: pool?.closed_at != null }, now);
    const position = state === 'waiting' ? (positions.get(entry.id) ?? null) : null;
    const free = position === null ? undefined : ends.get(entry.poolId)?.[position - 1];
    return { ...entry, state, position, expected: free !== undefined && free < end ? Math.max(free, now) : null };
  });
}

export async function placedOne(db: Queries, entry: Entry, now: number): Promise<PlacedEntry> {
  const [one] = await placed(db, [entry], now);
  if (!one) throw new Error('an entry is lost');
  return one;
}

const byIds = prepare((db, p: { ids: string }, engine: Engine) =>
  db
    .selectFrom('waiting')
    .innerJoin('student', 'student.id', 'waiting.student_id')
    .select(entryColumns)
    .where(isOneOf('waiting.id', idsIn(p.ids, engine), engine)),
);

/** Which entries of a manager's lists; without a state, those that wait or were offered a seat. */
export interface EntryFilter {
  managerId: number;
  poolId: number | null;
  courseId: number | null;
  state: EntryState | 'all' | null;
}

type Filtered = SelectQueryBuilder<Tables, 'waiting' | 'pool', object>;

/** What is over by time alone is not on the list, swept or not. */
const isOver = (now: number) =>
  sql<boolean>`(waiting.state = 'offered' and waiting.offered_until <= ${now} or pool.end_at <= ${now} or pool.closed_at is not null)`;

function filtered(db: Queries, { managerId, poolId, courseId, state }: EntryFilter, now: number): Filtered {
  const live = state === null || state === 'waiting' || state === 'offered';
  return db.kysely
    .selectFrom('waiting')
    .innerJoin('pool', 'pool.id', 'waiting.pool_id')
    .where('waiting.manager_id', '=', managerId)
    .$if(poolId !== null, (query) => query.where('waiting.pool_id', '=', poolId))
    .$if(courseId !== null, (query) => query.where('waiting.course_id', '=', courseId))
    .$if(state === null, (query) => query.where(isLive))
    .$if(state !== null && state !== 'all', (query) => query.where('waiting.state', '=', state as EntryState))
    .$if(live, (query) => query.where(({ not }) => not(isOver(now)))) as unknown as Filtered;
}

/** Live entries by the counters of their pools, without those that are over by time alone. */
async function countLive(db: Queries, filter: EntryFilter, now: number): Promise<number> {
  const { managerId, poolId, courseId, state } = filter;
  const counted = { waiting: sql`waiting`, offered: sql`offered` };
  const of = state === 'waiting' || state === 'offered' ? counted[state] : sql`waiting + offered`;
  const [kept] = await db.kysely
    .selectFrom('pool')
    .select(sql<number>`coalesce(sum(${of}), 0)`.as('count'))
    .where('manager_id', '=', managerId)
    .where(sql<boolean>`(waiting > 0 or offered > 0)`)
    .where('end_at', '>', now)
    .where('closed_at', 'is', null)
    .$if(poolId !== null, (query) => query.where('id', '=', poolId))
    .$if(courseId !== null, (query) => query.where('course_id', '=', courseId))
    .execute();
  if (state === 'waiting') return Number(kept?.count ?? 0);
  const [over] = await filtered(db, { ...filter, state: 'all' }, now)
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('waiting.state', '=', 'offered')
    .where(upTo('waiting.offered_until', now))
    .where('pool.end_at', '>', now)
    .where('pool.closed_at', 'is', null)
    .execute();
  return Number(kept?.count ?? 0) - Number(over?.count ?? 0);
}

async function count(db: Queries, filter: EntryFilter, now: number): Promise<number> {
  if (filter.state === null || filter.state === 'waiting' || filter.state === 'offered')
    return countLive(db, filter, now);
  const [row] = await filtered(db, filter, now)
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .execute();
  return Number(row?.count ?? 0);
}

/** The entries of a manager's lists: those that are live as they joined, others by their last change, the newest first. */
export async function listEntries(
  db: Queries,
  filter: EntryFilter,
  { limit, offset }: Slice,
  now: number,
): Promise<{ total: number; entries: PlacedEntry[] }> {
  const ids = filtered(db, filter, now).select('waiting.id');
  const inOrder =
    filter.state === null
      ? ids.orderBy('waiting.since').orderBy('waiting.id')
      : ids.orderBy('waiting.changed_at', 'desc').orderBy('waiting.id', 'desc');
  const [page, total] = await Promise.all([inOrder.limit(limit).offset(offset).execute(), count(db, filter, now)]);
  const rows = page.length > 0 ? await byIds(db, { ids: JSON.stringify(page.map(({ id }) => id)) }) : [];
  const byId = new Map(rows.map((row) => [row.id, toEntry(row)]));
  const entries = page.flatMap(({ id }) => byId.get(id) ?? []);
  return { total, entries: await placed(db, entries, now) };
}
