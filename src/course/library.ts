import type { Queries } from '../db/database.ts';
import type { Slice } from '../db/page.ts';
import { prepare } from '../db/prepare.ts';
import { poolsOfCourses } from '../pool/pool.ts';
import { fold } from '../rules/search.ts';
import type { Course } from './course.ts';

const titles = prepare((db, p: { managerId: number }) =>
  db
    .selectFrom('manager_course')
    .innerJoin('course', 'course.id', 'manager_course.course_id')
    .select(['course.id', 'course.title'])
    .where('manager_course.manager_id', '=', p.managerId),
);

/** A slice of the manager's courses whose title contains the text, by title, and how many there are in all. */
export async function searchLibrary(
  db: Queries,
  managerId: number,
  text: string,
  slice: Slice,
  now: number,
): Promise<{ total: number; courses: Course[] }> {
  const wanted = fold(text.trim());
  const found = (await titles(db, { managerId }))
    .map((course) => ({ ...course, key: fold(course.title) }))
    .filter((course) => course.key.includes(wanted))
    .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : a.id - b.id));
  const shown = found.slice(slice.offset, slice.offset + slice.limit);
  const ids = shown.map((course) => course.id);
  const pools = Map.groupBy(await poolsOfCourses(db, managerId, ids, now), (pool) => pool.courseId);
  return { total: found.length, courses: shown.map(({ id, title }) => ({ id, title, pools: pools.get(id) ?? [] })) };
}
