import { sql } from 'kysely';
import type { Queries } from '../db/database.ts';
import { overRows, places } from '../db/rows.ts';

/** A student in a course. */
export interface Place {
  student_id: number;
  course_id: number;
}

/** By which license a student is in a course. */
export interface Holding extends Place {
  license_id: number;
  pool_id: number;
  manager_id: number;
}

const holdings = overRows<Holding>(({ rows }, engine) =>
  engine === 'postgres'
    ? sql`select license.student_id, license.course_id, license.id as license_id, license.pool_id, license.manager_id
        from ${places(rows, engine)} cross join lateral (select * from license where student_id = place.student_id
          and course_id = place.course_id and ended_at is null offset 0) as license order by license.start_at`
    : sql`select license.student_id, license.course_id, license.id as license_id, license.pool_id, license.manager_id
        from ${places(rows, engine)} cross join license on license.student_id = place.student_id
          and license.course_id = place.course_id and license.ended_at is null order by license.start_at`,
);

export const placeKey = ({ student_id, course_id }: Place): string => `${student_id}/${course_id}`;

/** By which license each of these is in the course, by `placeKey`; the one that began last, and nothing where none is left. */
export async function holdingsOf(db: Queries, asked: readonly Place[]): Promise<Map<string, Holding>> {
  if (asked.length === 0) return new Map();
  const rows = asked.map(({ student_id, course_id }) => ({ student_id, course_id }));
  const found = await holdings(db, { rows: JSON.stringify(rows) });
  return new Map(found.map((row) => [placeKey(row), row]));
}
