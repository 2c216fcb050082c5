import { type Kysely, sql } from 'kysely';
import type { Queries } from '../db/database.ts';
import { fromTheEnd, readSlice, type Slice } from '../db/page.ts';
import { after, compared, upTo } from '../db/planner-hints.ts';
import { prepare } from '../db/prepare.ts';
import type { Tables } from '../db/tables.ts';
import type { Status } from './match.ts';

/** The students of a manager with a status, and no other condition: what the database counts and has in order. */
export interface StudentScope {
  managerId: number;
  status: Status;
}

interface Scope {
  managerId: number;
  now: number;
}

/** The few students whose licenses, those that are not ended, have all run out unswept or not begun. */
function waiting(db: Kysely<Tables>, p: Scope) {
  const own = db.selectFrom('license').where('manager_id', '=', p.managerId).where('ended_at', 'is', null);
  const live = own.select('student_id');
  const doubtful = live.where(upTo('end_at', p.now)).unionAll(live.where(after('start_at', p.now)));
  const held = own
    .select('id')
    .where(sql<boolean>`student_id = doubtful.student_id`)
    .where(compared('start_at'), '<=', p.now)
    .where(compared('end_at'), '>', p.now);
  return db.selectFrom(doubtful.as('doubtful')).where(({ not, exists }) => not(exists(held)));
}

/** How many there are, from what is kept. */
function keptTotal(db: Kysely<Tables>, status: Status, p: Scope) {
  const few = waiting(db, p).select(sql<number>`count(distinct student_id)`.as('n'));
  const totals = {
    all: sql<number>`students`,
    active: sql<number>`live_students - (${few})`,
    inactive: sql<number>`students - live_students + (${few})`,
  };
  return db.selectFrom('tally').select(totals[status].as('total')).where('manager_id', '=', p.managerId);
}

function matching(db: Kysely<Tables>, status: Status, p: Scope) {
  const own = db.selectFrom('manager_student').where('manager_id', '=', p.managerId);
  if (status === 'all') return own;
  const few = waiting(db, p).select('student_id');
  return status === 'active'
    ? own.where(sql<boolean>`live > 0`).where('student_id', 'not in', few)
    : own.where(sql<boolean>`(live = 0 or student_id in (${few}))`);
}

/** What students are listed by: their ids, or their names and addresses. */
export type Key = 'student_id' | 'search_key';

function listing(key: Key, descending: boolean, status: Status) {
  const there = descending ? 'desc' : 'asc';
  const back = descending ? 'asc' : 'desc';
  const total = (db: Kysely<Tables>, p: Scope) => keptTotal(db, status, p);
  const sorted = (db: Kysely<Tables>, p: Scope, way: 'asc' | 'desc') => {
    const ids = matching(db, status, p).select('student_id');
    return (key === 'student_id' ? ids : ids.orderBy(key, way)).orderBy('student_id', way);
  };
  return {
    count: prepare(total),
    ascending: prepare((db, p: Scope & Slice) => sorted(db, p, there).limit(p.limit).offset(p.offset)),
    descending: prepare((db, p: Scope & Slice) => {
      const { limit, offset } = fromTheEnd(total(db, p), p);
      return sorted(db, p, back).limit(limit).offset(offset);
    }),
    after: prepare((db, p: Scope & { after: number; limit: number }) =>
      sorted(db, p, there).where('student_id', '>', p.after).limit(p.limit),
    ),
  };
}

type Listing = ReturnType<typeof listing>;
const listings = new Map<string, Listing>();

/** Each is built when it is first asked for. */
function listingOf({ status }: StudentScope, by: Key, descending: boolean): Listing {
  const name = [by, descending, status].join();
  const known = listings.get(name) ?? listing(by, descending, status);
  listings.set(name, known);
  return known;
}

/** How many students match. */
export async function countStudents(db: Queries, scope: StudentScope, now: number): Promise<number> {
  const { managerId } = scope;
  const [counted] = await listingOf(scope, 'student_id', false).count(db, { managerId, now });
  return counted?.total ?? 0;
}

/** A slice of the ids of the students that match, of whom there are `total`, in order. */
export async function idsInOrder(
  db: Queries,
  scope: StudentScope,
  { by, descending }: { by: Key; descending: boolean },
  { total, ...slice }: Slice & { total: number },
  now: number,
): Promise<number[]> {
  const parameters = { managerId: scope.managerId, now, ...slice };
  const rows = await readSlice(db, total, parameters, listingOf(scope, by, descending));
  return rows.map((row) => row.student_id);
}

/** The ids after the one given, in order: for reading all that match, part by part. */
export async function idsAfter(
  db: Queries,
  scope: StudentScope,
  after: number,
  limit: number,
  now: number,
): Promise<number[]> {
  const parameters = { managerId: scope.managerId, now, after, limit };
  const rows = await listingOf(scope, 'student_id', false).after(db, parameters);
  return rows.map((row) => row.student_id);
}
