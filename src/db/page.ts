import { type RawBuilder, type SelectQueryBuilder, sql } from 'kysely';
import type { Queries } from './database.ts';

/** A part of a list: `limit` rows after the first `offset`. */
export interface Slice {
  limit: number;
  offset: number;
}

type Count = SelectQueryBuilder<never, never, { total: number }>;

/**
 * Bounds of a slice read from the far end, for a query in descending order: the last page of a long list is then
 * as near as the first. The total is taken in the same statement, so that the slice is exact; `limit 1` keeps
 * PostgreSQL from planning it once for every mention.
 */
export function fromTheEnd(count: object, slice: Slice): { limit: RawBuilder<number>; offset: RawBuilder<number> } {
  const offset = sql`cast(${slice.offset} as bigint)`;
  const limit = sql`cast(${slice.limit} as bigint)`;
  const left = sql`(select counted.total - ${offset} as size from (${count as Count}) as counted limit 1) as rest`;
  return {
    limit: sql<number>`(select case when rest.size > ${limit} then ${limit} when rest.size > 0 then rest.size else 0 end from ${left})`,
    offset: sql<number>`(select case when rest.size > ${limit} then rest.size - ${limit} else 0 end from ${left})`,
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
  return (await descending(db, parameters)).toReversed();
}
