import type { Engine, Queries } from '../db/database.ts';
import { idsIn } from '../db/dialect.ts';
import type { Slice } from '../db/page.ts';
import { prepare } from '../db/prepare.ts';
import { due } from '../pool/pool.ts';
import { assignedLicenses, availableLicenses } from '../rules/pool.ts';
import { fold } from '../rules/search.ts';
import { isoTime } from '../rules/time.ts';
import type { Found } from './newest.ts';

const courses = prepare((db, _: object) => db.selectFrom('course').select(['id', 'title']).orderBy('id'));

const poolNames = prepare((db, _: object) =>
  db
    .selectFrom('pool')
    .innerJoin('course', 'course.id', 'pool.course_id')
    .innerJoin('manager', 'manager.id', 'pool.manager_id')
    .select(['pool.id', 'course.title', 'manager.name', 'pool.order_ref'])
    .orderBy('pool.id', 'desc'),
);

const poolsById = prepare((db, p: { ids: string; now: number }, engine: Engine) =>
  db
    .selectFrom('pool')
    .innerJoin('course', 'course.id', 'pool.course_id')
    .innerJoin('manager', 'manager.id', 'pool.manager_id')
    .select([
      'pool.id',
      'pool.manager_id',
      'manager.name as manager',
      'pool.course_id',
      'course.title',
      'pool.transferable',
      'pool.licenses',
      'pool.start_at',
      'pool.end_at',
      'pool.order_ref',
      'pool.held',
    ])
    .select(due('pool', p.now))
    .where('pool.id', 'in', idsIn(p.ids, engine))
    .orderBy('pool.id', 'desc'),
);

type PoolRow = Awaited<ReturnType<typeof poolsById>>[number];

/** The rows in whose text the search is found, and of these a slice. There are few: what a publisher sells. */
function find<T>(rows: T[], textOf: (row: T) => string, search: string, slice: Slice): Found<T> {
  const wanted = fold(search.trim());
  const found = wanted ? rows.filter((row) => fold(textOf(row)).includes(wanted)) : rows;
  return { total: found.length, items: found.slice(slice.offset, slice.offset + slice.limit) };
}

export async function searchCourses(db: Queries, search: string, slice: Slice) {
  const { total, items } = find(await courses(db, {}), (row) => row.title, search, slice);
  return { total, items: items.map((row) => ({ id: String(row.id), title: row.title })) };
}

function toPool(row: PoolRow, now: number) {
  const facts = {
    licenses: row.licenses,
    transferable: row.transferable === 1,
    start: row.start_at,
    end: row.end_at,
    held: row.held,
    due: row.due,
  };
  return {
    id: row.id,
    manager: { id: row.manager_id, name: row.manager },
    course: { id: String(row.course_id), title: row.title },
    transferable: facts.transferable,
    licenses: row.licenses,
    assigned: assignedLicenses(facts),
    available: availableLicenses(facts, now),
    start: isoTime(row.start_at),
    end: isoTime(row.end_at),
    order: row.order_ref,
  };
}

/** Pools as the publisher sees them. */
export async function poolsWithIds(db: Queries, ids: number[], now: number) {
  return (await poolsById(db, { ids: JSON.stringify(ids), now })).map((row) => toPool(row, now));
}

export async function searchPools(db: Queries, search: string, slice: Slice, now: number) {
  const text = (row: { id: number; name: string; title: string; order_ref: string | null }) =>
    `#${row.id} ${row.name} ${row.title} ${row.order_ref ?? ''}`;
  const { total, items } = find(await poolNames(db, {}), text, search, slice);
  const ids = items.map((row) => row.id);
  return { total, items: await poolsWithIds(db, ids, now) };
}
