import type { Queries } from '../db/database.ts';
import type { Slice } from '../db/page.ts';
import { prepare } from '../db/prepare.ts';
import { fold } from '../rules/search.ts';
import type { Found } from './newest.ts';

const courses = prepare((db, _: object) => db.selectFrom('course').select(['id', 'title']).orderBy('id'));

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
