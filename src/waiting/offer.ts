import { sql } from 'kysely';
import type { PoolKey, Queries, Transaction } from '../db/database.ts';
import { upTo } from '../db/planner-hints.ts';
import { isActiveAt } from '../db/predicates.ts';
import { prepare } from '../db/prepare.ts';
import { type Actor, recordAll, system } from '../event/record.ts';
import type { LockedPool } from '../pool/pool.ts';
import { isoTime } from '../rules/time.ts';
import { leftOfLink, nextInLine, offerEnds, seatsToOffer } from '../rules/waiting.ts';
import { type Entry, entryColumns, liveEntriesIn, toEntry } from './entry.ts';
import { endEntries, ofEntry } from './finish.ts';

/** So many seats are offered, or entries ended, with one look at the list. */
const MAX_AT_ONCE = 500;

const lapsing = prepare((db, p: { poolId: number; now: number }) =>
  db
    .selectFrom('waiting')
    .innerJoin('student', 'student.id', 'waiting.student_id')
    .select(entryColumns)
    .where('waiting.pool_id', '=', p.poolId)
    .where('waiting.state', '=', 'offered')
    .where(upTo('waiting.offered_until', p.now))
    .orderBy('waiting.offered_until')
    .orderBy('waiting.id')
    .limit(MAX_AT_ONCE),
);

/** Links of the pool by which somebody waits, and what they have left. */
const lanesOf = prepare((db, p: { poolId: number }) =>
  db
    .selectFrom('link')
    .select(['id', 'licenses', 'issued', 'live', 'offered', 'paused_at', 'deleted_at'])
    .where('pool_id', '=', p.poolId)
    .where('waiting', '>', 0)
    .where('paused_at', 'is', null)
    .where('deleted_at', 'is', null)
    .orderBy('id'),
);

/**
 * The first who wait by a link, or by none. Who was offered the course in another pool is passed over. The line is read
 * first, as far as it is needed, so that PostgreSQL joins no more than that.
 */
const laneOf = (byLink: boolean) =>
  prepare((db, p: { poolId: number; linkId: number | null; now: number; limit: number }) =>
    db
      .selectFrom((eb) =>
        eb
          .selectFrom('waiting')
          .selectAll('waiting')
          .where('waiting.pool_id', '=', p.poolId)
          .where('waiting.state', '=', 'waiting')
          .$if(byLink, (query) => query.where('waiting.link_id', '=', p.linkId))
          .$if(!byLink, (query) => query.where('waiting.link_id', 'is', null))
          .where(
            sql<boolean>`(select other.id from waiting as other where other.student_id = waiting.student_id
              and other.course_id = waiting.course_id and other.state = 'offered' limit 1) is null`,
          )
          .orderBy('waiting.link_id') // as the index is ordered, though it is one: PostgreSQL would sort the whole line
          .orderBy('waiting.id')
          .limit(p.limit)
          .as('waiting'),
      )
      .innerJoin('student', 'student.id', 'waiting.student_id')
      .select(entryColumns)
      .select(({ exists, selectFrom }) =>
        exists(
          selectFrom('license')
            .select('license.id')
            .whereRef('license.student_id', '=', 'waiting.student_id')
            .whereRef('license.course_id', '=', 'waiting.course_id')
            .where(isActiveAt(p.now)),
        ).as('enrolled'),
      )
      .orderBy('waiting.id'),
  );
const directLane = laneOf(false);
const linkLane = laneOf(true);

const holdHours = prepare((db, p: { managerId: number }) =>
  db.selectFrom('manager').select('hold_hours').where('id', '=', p.managerId),
);

const freeSeats = prepare((db, p: { poolId: number; limit: number }) =>
  db.selectFrom('free_seat').select('seat').where('pool_id', '=', p.poolId).orderBy('seat').limit(p.limit),
);

const lastSeat = prepare((db, p: { poolId: number }) =>
  db.selectFrom('pool').select('last_seat').where('id', '=', p.poolId),
);

const hold = prepare((db, p: { id: number; seat: number; until: number; now: number }) =>
  db
    .updateTable('waiting')
    .set({ state: 'offered', seat: p.seat, offered_until: p.until, changed_at: p.now })
    .where('id', '=', p.id)
    .where('state', '=', 'waiting'),
);

/** The lowest seats that came back, then those that were never held. */
async function lowestSeats(tx: Transaction, poolId: number, count: number): Promise<number[]> {
  const [free, [pool]] = await Promise.all([freeSeats(tx, { poolId, limit: count }), lastSeat(tx, { poolId })]);
  const more = Array.from({ length: count - free.length }, (_, n) => (pool?.last_seat ?? 0) + 1 + n);
  return [...free.map(({ seat }) => seat), ...more];
}

/** Holds free seats for entries that wait, and tells the students. The pool is locked. */
export async function offerTo(
  tx: Transaction,
  pool: LockedPool,
  entries: readonly Entry[],
  now: number,
): Promise<void> {
  const [manager] = await holdHours(tx, { managerId: pool.managerId });
  const until = offerEnds(now, manager?.hold_hours ?? 0, pool.end);
  const seats = await lowestSeats(tx, pool.id, entries.length);
  await Promise.all(entries.map(({ id }, n) => hold(tx, { id, seat: seats[n] as number, until, now })));
  recordAll(
    tx,
    entries.map((entry) => ({
      event: {
        ...ofEntry(entry),
        at: now,
        kind: 'waiting.offered',
        by: system,
        before: { entry: entry.id, state: 'waiting' },
        after: { entry: entry.id, state: 'offered', offeredUntil: isoTime(until) },
      },
      mail: { kind: 'waiting_offered', to: entry.student.email, payload: { entry: entry.id, until } },
    })),
  );
}

type Waiter = Entry & { enrolled: boolean };

/** The first who wait by a link, without those who have the course by now: they leave the list. */
export async function firstInLane(
  tx: Transaction,
  asked: { poolId: number; linkId: number | null; limit: number },
  now: number,
): Promise<Entry[]> {
  for (;;) {
    const rows = await (asked.linkId === null ? directLane : linkLane)(tx, { ...asked, now });
    const entries = rows.map((row): Waiter => ({ ...toEntry(row), enrolled: Boolean(row.enrolled) }));
    const gone = entries.filter(({ enrolled }) => enrolled);
    if (gone.length === 0) return entries;
    await endEntries(tx, gone, 'left', system, now);
  }
}

/** Whom the free seats of a pool are offered to, at most so many. */
async function nextOf(tx: Transaction, pool: LockedPool, seats: number, now: number): Promise<Entry[]> {
  const limit = Math.min(seats, MAX_AT_ONCE);
  const lanes = [{ left: limit, entries: await firstInLane(tx, { poolId: pool.id, linkId: null, limit }, now) }];
  for (const { id: linkId, paused_at, deleted_at, ...link } of await lanesOf(tx, { poolId: pool.id })) {
    const facts = { ...link, paused: paused_at !== null, deleted: deleted_at !== null, due: 0 };
    const left = leftOfLink(facts, pool.transferable);
    if (left === 0) continue;
    const entries = await firstInLane(tx, { poolId: pool.id, linkId, limit: Math.min(left, limit) }, now);
    lanes.push({ left, entries });
  }
  return nextInLine(lanes, limit);
}

/** Offers the free seats of a locked pool to who waits for them; answers how many were offered. */
export async function offerSeats(tx: Transaction, pool: LockedPool, now: number): Promise<number> {
  let offered = 0;
  for (;;) {
    const seats = pool.waiting > offered ? seatsToOffer(pool, now) - offered : 0;
    const next = seats > 0 ? await nextOf(tx, pool, seats, now) : [];
    if (next.length === 0) return offered;
    await offerTo(tx, pool, next, now);
    offered += next.length;
  }
}

const lapsedPools = prepare((db, p: { now: number; limit: number }) =>
  db
    .selectFrom('waiting')
    .select(['pool_id as id', 'manager_id'])
    .where('state', '=', 'offered')
    .where(upTo('offered_until', p.now))
    .orderBy('offered_until')
    .limit(p.limit),
);

const endedPools = prepare((db, p: { now: number; limit: number }) =>
  db
    .selectFrom('pool')
    .select(['id', 'manager_id'])
    .where(sql<boolean>`(waiting > 0 or offered > 0)`)
    .where((eb) => eb.or([eb('end_at', '<=', p.now), eb('closed_at', 'is not', null)]))
    .orderBy('end_at')
    .limit(p.limit),
);

/** Pools whose lists time has changed: with offers that lapsed, or themselves ended. */
export async function poolsToSettle(db: Queries, now: number, limit: number): Promise<PoolKey[]> {
  const found = await Promise.all([lapsedPools(db, { now, limit }), endedPools(db, { now, limit })]);
  return [...new Map(found.flat().map(({ id, manager_id }) => [id, { id, managerId: manager_id }])).values()];
}

/** Ends the offers of a locked pool that were not accepted in time; answers how many. */
export async function lapseOffers(tx: Transaction, pool: LockedPool, now: number): Promise<number> {
  if (pool.offered === 0) return 0;
  let lapsed = 0;
  for (;;) {
    const until = Math.min(now, pool.end - 1); // those that would last longer are closed with the pool
    const due = (await lapsing(tx, { poolId: pool.id, now: until })).map(toEntry);
    await endEntries(tx, due, 'lapsed', system, now);
    lapsed += due.length;
    if (due.length < MAX_AT_ONCE) return lapsed;
  }
}

/**
 * Closes a part of the list of a locked pool that has ended or was closed: who waits or was offered a seat is told. The
 * sweep closes the rest, part by part. Answers how many were closed.
 */
export async function closeSome(tx: Transaction, poolId: number, now: number, by: Actor = system): Promise<number> {
  const live = await liveEntriesIn(tx, poolId, MAX_AT_ONCE);
  await endEntries(tx, live, 'closed', by, now);
  return live.length;
}
