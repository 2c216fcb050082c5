import { type Expression, type RawBuilder, type Selectable, type SqlBool, sql } from 'kysely';
import type { Engine } from './database.ts';
import { idsIn } from './dialect.ts';
import type { Tables } from './tables.ts';

/*
 * What changes the plan of a query and nothing that it answers. Without these the answers are the same, read from more
 * rows: `plans.test.ts` looks at the plans of both engines, and `docs/performance.md` has what they save.
 */

/**
 * A column that is only compared, never looked up. SQLite, which has no statistics, takes any bound on an indexed time
 * for a good choice, and would read all that a manager has to find ten rows by id.
 */
export const compared = (column: string): RawBuilder<number> => sql<number>`+${sql.ref(column)}`;

/**
 * A time column up to `time`, and after it, where few rows are meant. PostgreSQL plans without knowing the time: one
 * bound it takes for a third of all rows, and then reads them all or plans anew with each use; two for a few.
 */
export const upTo = (column: string, time: number): RawBuilder<SqlBool> =>
  sql<SqlBool>`(${sql.ref(column)} > 0 and ${sql.ref(column)} <= ${time})`;
export const after = (column: string, time: number): RawBuilder<SqlBool> =>
  sql<SqlBool>`(${sql.ref(column)} > ${time} and ${sql.ref(column)} < ${sql.lit(Number.MAX_SAFE_INTEGER)})`;

/**
 * True where the column is one of the few that `query` finds. PostgreSQL, which may not know yet how large a table has
 * become, would otherwise read all of it to join the two.
 */
export const isOneOf = (column: string, query: Expression<unknown>, engine: Engine): RawBuilder<SqlBool> =>
  engine === 'postgres'
    ? sql<SqlBool>`${sql.ref(column)} = any(array${query})`
    : sql<SqlBool>`${sql.ref(column)} in ${query}`;

/**
 * The rows of a license manager in `table` whose `column` is one of a few ids, to be named like the table. PostgreSQL
 * plans for the manager of average size, for whom reading all may seem as cheap as looking a few up: it is asked for
 * each id by itself.
 */
export const ownRows = <T extends keyof Tables>(
  table: T,
  column: keyof Tables[T] & string,
  { managerId, ids }: { managerId: number; ids: string },
  engine: Engine,
): RawBuilder<Selectable<Tables[T]>> => {
  const own = sql`select * from ${sql.table(table)} where manager_id = ${managerId} and ${sql.ref(column)}`;
  return engine === 'postgres'
    ? sql`(select own.* from json_array_elements_text(${ids}::json) as wanted,
        lateral (${own} = wanted.value::bigint offset 0) as own)`
    : sql`(${own} in ${idsIn(ids, engine)})`;
};
