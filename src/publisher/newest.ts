import { type RawBuilder, sql } from 'kysely';
import type { Queries } from '../db/database.ts';
import { readSlice, type Slice } from '../db/page.ts';
import { runRaw } from '../db/raw.ts';
import type { Tables, TotalTable } from '../db/tables.ts';
import { fold } from '../rules/search.ts';

/** What is searched for is counted up to here, which is also where its pages end. */
export const MAX_COUNTED = 10_000;
const MAX_WORDS = 5;

export interface Found<T> {
  total: number;
  items: T[];
}

/** A condition of a list. */
export type Condition = RawBuilder<unknown>;

/** The words of a search, folded: each is to be found. */
export const wordsOf = (search = ''): string[] => fold(search.trim()).split(/\s+/).filter(Boolean).slice(0, MAX_WORDS);

/** The word stands in a column, which is folded or not. */
export const contains = (column: string, word: string, folded = true): Condition => {
  const text = folded ? sql.ref(column) : sql`lower(${sql.ref(column)})`;
  return sql`${text} like ${`%${word.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`} escape '\\'`;
};

/** The id that a word names, as `21` or `#21`; 0 where it names none. */
export const idIn = (word: string): number => Number(/^#?([1-9]\d{0,14})$/.exec(word)?.[1] ?? 0);

export const either = (...conditions: Condition[]): Condition => sql`(${sql.join(conditions, sql` or `)})`;

const whole = (conditions: Condition[]): Condition =>
  conditions.length > 0 ? sql` where ${sql.join(conditions, sql` and `)}` : sql``;

const idsBy = (table: keyof Tables, conditions: Condition[], order: 'asc' | 'desc') => {
  const ordered = sql`select id from ${sql.table(table)}${whole(conditions)} order by id ${sql.raw(order)}`;
  return async (db: Queries, { limit, offset }: Slice): Promise<number[]> =>
    (await runRaw(db, sql<{ id: number }>`${ordered} limit ${limit} offset ${offset}`)).map(({ id }) => id);
};

/**
 * The ids of a slice of a table, newest first, from the end that is nearer. `kept` is how many there are, where that is
 * kept; otherwise they are looked for up to MAX_COUNTED, in one pass.
 */
export async function newestIds(
  db: Queries,
  table: 'manager' | 'course' | 'pool' | 'student',
  { conditions, kept, slice }: { conditions: Condition[]; kept: number | null; slice: Slice },
): Promise<Found<number>> {
  const newestFirst = idsBy(table, conditions, 'desc');
  if (kept === null) {
    const found = await newestFirst(db, { limit: MAX_COUNTED, offset: 0 });
    return { total: found.length, items: found.slice(slice.offset, slice.offset + slice.limit) };
  }
  const oldestFirst = idsBy(table, conditions, 'asc');
  const items = await readSlice(db, kept, slice, {
    ascending: newestFirst,
    descending: (queries, { limit, offset }) => {
      const left = kept - offset;
      const size = Math.min(limit, left);
      return oldestFirst(queries, { limit: size, offset: left - size });
    },
  });
  return { total: kept, items };
}

/** How many rows of a kind there are. */
export async function keptTotal(db: Queries, noun: TotalTable['noun']): Promise<number> {
  const [row] = await runRaw(
    db,
    sql<{ total: number }>`select cast(sum(rows) as bigint) as total from total where noun = ${noun}`,
  );
  return row?.total ?? 0;
}
