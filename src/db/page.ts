import { type RawBuilder, type SelectQueryBuilder, sql } from 'kysely';
import type { Queries } from './database.ts';

/** A part of a list: `limit` rows after the first `offset`. */
export interface Slice {
  limit: number;
  offset: number;
}

type Count = SelectQueryBuilder<never, never, { total: number }>;

const atLeastZero = (value: RawBuilder<number>, count: RawBuilder<unknown>) =>
  sql<number>`(select case when ${value} > 0 then ${value} else 0 end from ${count} as counted)`;

/**
 * Bounds of a slice read from the far end, for a query in descending order: the last page of a long list is then
 * as near as the first. The total is taken in the same statement, so that the slice is exact.
 */
export function fromTheEnd(count: object, slice: Slice): { limit: RawBuilder<number>; offset: RawBuilder<number> } {
  const counted = sql`${count as Count}`;
  const left = sql<number>`counted.total - ${sql`cast(${slice.offset} as bigint)`}`;
  const limit = sql`cast(${slice.limit} as bigint)`;
  return {
    limit: sql<number>`(select case when ${left} > ${limit} then ${limit} when ${left} > 0 then ${left} else 0 end from (${counted}) as counted)`,
    offset: atLeastZero(sql<number>`${left} - ${limit}`, sql`(${counted})`),
  };
}

type Read<P, R> = (db: Queries, parameters: P & Slice) => Promise<R[]>;

/** Reads a slice of a list of `total` rows from the end that is nearer. */
export async function readSlice<P extends object, R>(
  db: Queries,
  total: number,
  parameters: P & Slice,
  { ascending, descending }: { ascending: Read<P, R>; descending: Read<P, R> },
): Promise<R[]> {
  const { offset, limit } = parameters;
  if (offset >= total) return [];
  if (offset + limit / 2 <= total / 2) return ascending(db, parameters);
  return (await descending(db, parameters)).reverse();
}
