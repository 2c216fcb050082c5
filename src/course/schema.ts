import { type Static, Type } from 'typebox';
import { IdNumber, IdText } from '../http/schema.ts';
import { seats, toSeats } from '../pool/schema.ts';
import type { Course as CourseWithPools } from './course.ts';

export const Course = Type.Object(
  {
    id: IdText('the course'),
    title: Type.String(),
    licenses: Type.Integer({ description: 'The sum over the pools; so are the next two.' }),
    assignedLicenses: Type.Integer(),
    availableLicenses: Type.Integer(),
    pools: Type.Array(Type.Object({ id: IdNumber('the pool'), ...seats })),
  },
  { $id: 'Course', description: 'A course in which the license manager has at least one pool.' },
);

export function toCourseView(course: CourseWithPools, now: number): Static<typeof Course> {
  const pools = course.pools.map((pool) => ({ id: pool.id, ...toSeats(pool, now) }));
  const sum = (of: 'licenses' | 'assignedLicenses' | 'availableLicenses') =>
    pools.reduce((total, pool) => total + pool[of], 0);
  return {
    id: String(course.id),
    title: course.title,
    licenses: sum('licenses'),
    assignedLicenses: sum('assignedLicenses'),
    availableLicenses: sum('availableLicenses'),
    pools,
  };
}
