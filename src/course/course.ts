import type { Queries } from '../db/database.ts';
import type { Slice } from '../db/page.ts';
import { prepare } from '../db/prepare.ts';
import { notFound } from '../errors.ts';
import { type Pool, poolsOfCourses } from '../pool/pool.ts';

/** A course as its manager sees it. */
export interface Course {
  id: number;
  title: string;
  pools: Pool[];
}

const byId = prepare((db, p: { managerId: number; id: number }) =>
  db
    .selectFrom('manager_course')
    .innerJoin('course', 'course.id', 'manager_course.course_id')
    .select(['course.id', 'course.title'])
    .where('manager_course.manager_id', '=', p.managerId)
    .where('manager_course.course_id', '=', p.id),
);

const page = prepare((db, p: { managerId: number } & Slice) =>
  db
    .selectFrom('manager_course')
    .innerJoin('course', 'course.id', 'manager_course.course_id')
    .select(['course.id', 'course.title'])
    .where('manager_course.manager_id', '=', p.managerId)
    .orderBy('manager_course.course_id')
    .limit(p.limit)
    .offset(p.offset),
);

async function withPools(
  db: Queries,
  managerId: number,
  courses: { id: number; title: string }[],
  now: number,
): Promise<Course[]> {
  const ids = courses.map((course) => course.id);
  const pools = Map.groupBy(await poolsOfCourses(db, managerId, ids, now), (pool) => pool.courseId);
  return courses.map((course) => ({ ...course, pools: pools.get(course.id) ?? [] }));
}

/** A course in which the manager has a pool; throws `not_found`. */
export async function getCourse(db: Queries, managerId: number, id: number, now: number): Promise<Course> {
  const [course] = await withPools(db, managerId, await byId(db, { managerId, id }), now);
  if (!course) throw notFound();
  return course;
}

export async function listCourses(db: Queries, managerId: number, slice: Slice, now: number): Promise<Course[]> {
  return withPools(db, managerId, await page(db, { managerId, ...slice }), now);
}
