import { ApiError, type Item, type ListPath } from 'carrel-client';
import type { Session } from './session.ts';

/** The most that Carrel gives a page; another server may give fewer, or refuse to be asked for so many. */
export const LARGE_PAGE = 1000;
export const SMALL_PAGE = 100;

type WalkedPath = Extract<
  ListPath,
  | '/api/licensing/v1/pool/{id}/licenses'
  | '/api/licensing/v1/courses'
  | '/api/licensing/v1/pools'
  | '/api/licensing/v1/licenses'
  | '/api/licensing/v1/students'
>;

/** A whole list in as few requests as the server allows. */
export async function allOf<P extends WalkedPath>(
  { client }: Session,
  path: P,
  query: { includeInactive?: boolean } = {},
  of: { id?: number } = {},
): Promise<Item<P>[]> {
  const list = (pageSize: number) =>
    // biome-ignore lint/suspicious/noExplicitAny: the lists differ in what they are of, and whether they know includeInactive
    Array.fromAsync(client.list(path, { params: { path: of, query: { ...query, pageSize } } } as any)) as Promise<
      Item<P>[]
    >;
  try {
    return await list(LARGE_PAGE);
  } catch (error) {
    if (!(error instanceof ApiError) || error.status !== 400) throw error;
    return await list(SMALL_PAGE);
  }
}
