import { type CompiledQuery, type RawBuilder, sql } from 'kysely';
import type { Engine } from './database.ts';
import { prepare } from './prepare.ts';

/** A query over a JSON array of rows, as `p.rows`, prepared once for each engine. */
export const overRows = <R, P extends { rows: string } = { rows: string }>(
  build: (p: P, engine: Engine) => RawBuilder<R>,
) =>
  prepare((db, p: P, engine) => ({
    compile: () => build(p, engine).compile(db) as CompiledQuery<R>,
  }));

/** A JSON array of rows as a table of students in courses, named `place`. */
export const places = (rows: string, engine: Engine): RawBuilder<unknown> =>
  engine === 'postgres'
    ? sql`json_to_recordset(${rows}::json) as place (student_id bigint, course_id bigint)`
    : sql`(select value ->> 'student_id' as student_id, value ->> 'course_id' as course_id from json_each(${rows})) as place`;
