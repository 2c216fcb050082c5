import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { Queries } from '../db/database.ts';
import { after, compared, upTo } from '../db/dialect.ts';
import { fromTheEnd, readSlice, type Slice } from '../db/page.ts';
import { prepare } from '../db/prepare.ts';
import type { Tables } from '../db/tables.ts';
import { foldText } from '../rules/search.ts';

export const statuses = ['active', 'inactive', 'all'] as const;

/** Students with an active license of the manager, those who have none any more, and both. */
export type Status = (typeof statuses)[number];

/** Which students of a manager are meant. */
export interface StudentFilter {
  managerId: number;
  /** A part of the name or the address; empty: everybody. */
  text: string;
  status: Status;
}

interface Scope {
  managerId: number;
  now: number;
}

interface Search extends Scope {
  pattern: string;
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

export const isSearch = (text: string): boolean => text.trim() !== '';

/** What LIKE would take for a wildcard stands for itself. */
export const patternOf = (text: string): string => `%${foldText(text.trim()).replace(/[\\%_]/g, '\\$&')}%`;

/** True for the names and addresses that are like a pattern (patternOf). */
export const isLike = (pattern: string): RawBuilder<boolean> => sql<boolean>`search_key like ${pattern} escape '\\'`;

function matching(db: Kysely<Tables>, status: Status, searched: boolean, p: Search) {
  const all = db.selectFrom('manager_student').where('manager_id', '=', p.managerId);
  const own = searched ? all.where(isLike(p.pattern)) : all;
  if (status === 'all') return own;
  const few = waiting(db, p).select('student_id');
  return status === 'active'
    ? own.where(sql<boolean>`live > 0`).where('student_id', 'not in', few)
    : own.where(sql<boolean>`(live = 0 or student_id in (${few}))`);
}

/** What students are listed by: their ids, or their names and addresses. */
export type Key = 'student_id' | 'search_key';

function listing(key: Key, descending: boolean, status: Status, searched: boolean) {
  const there = descending ? 'desc' : 'asc';
  const back = descending ? 'asc' : 'desc';
  const own = (db: Kysely<Tables>, p: Search) => matching(db, status, searched, p);
  const total = (db: Kysely<Tables>, p: Search) =>
    searched ? own(db, p).select(sql<number>`count(*)`.as('total')) : keptTotal(db, status, p);
  const sorted = (db: Kysely<Tables>, p: Search, way: 'asc' | 'desc') => {
    const ids = own(db, p).select('student_id');
    return (key === 'student_id' ? ids : ids.orderBy(key, way)).orderBy('student_id', way);
  };
  return {
    count: prepare(total),
    ascending: prepare((db, p: Search & Slice) => sorted(db, p, there).limit(p.limit).offset(p.offset)),
    descending: prepare((db, p: Search & Slice) => {
      const { limit, offset } = fromTheEnd(total(db, p), p);
      return sorted(db, p, back).limit(limit).offset(offset);
    }),
    after: prepare((db, p: Search & { after: number; limit: number }) =>
      sorted(db, p, there).where('student_id', '>', p.after).limit(p.limit),
    ),
  };
}

type Listing = ReturnType<typeof listing>;
const listings = new Map<string, Listing>();

/** Each is built when it is first asked for. */
function listingFor(key: Key, descending: boolean, status: Status, searched: boolean): Listing {
  const name = [key, descending, status, searched].join();
  const known = listings.get(name) ?? listing(key, descending, status, searched);
  listings.set(name, known);
  return known;
}

const listingOf = ({ text, status }: StudentFilter, by: Key, descending: boolean) =>
  listingFor(by, descending, status, isSearch(text));
const parametersOf = ({ managerId, text }: StudentFilter, now: number): Search => ({
  managerId,
  now,
  pattern: patternOf(text),
});

/** How many students match. */
export async function countStudents(db: Queries, filter: StudentFilter, now: number): Promise<number> {
  const [counted] = await listingOf(filter, 'student_id', false).count(db, parametersOf(filter, now));
  return counted?.total ?? 0;
}

/** A slice of the ids of the students that match, of whom there are `total`, in order. */
export async function idsInOrder(
  db: Queries,
  filter: StudentFilter,
  { by, descending }: { by: Key; descending: boolean },
  { total, ...slice }: Slice & { total: number },
  now: number,
): Promise<number[]> {
  const parameters = { ...parametersOf(filter, now), ...slice };
  const rows = await readSlice(db, total, parameters, listingOf(filter, by, descending));
  return rows.map((row) => row.student_id);
}

/** The ids after the one given, in order: for reading all that match, part by part. */
export async function idsAfter(
  db: Queries,
  filter: StudentFilter,
  after: number,
  limit: number,
  now: number,
): Promise<number[]> {
  const rows = await listingOf(filter, 'student_id', false).after(db, { ...parametersOf(filter, now), after, limit });
  return rows.map((row) => row.student_id);
}
