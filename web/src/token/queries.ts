import { queryOptions } from '@tanstack/react-query';
import { change, readList } from '../api/manager.ts';
import type { Token } from '../api/types.ts';

export const tokensQuery = (m: number) =>
  queryOptions({
    queryKey: ['manager', m, 'tokens'],
    queryFn: ({ signal }) => readList(m, 'tokens', { query: { pageSize: 100 }, signal }),
  });

export type NewToken = Pick<Token, 'name' | 'permission'>;

/** The answer holds the token itself, this one time. */
export const createToken = (m: number, body: NewToken) => change(m, 'post', 'tokens', { body });

export const deleteToken = (m: number, id: string) => change(m, 'delete', 'tokens/{id}', { path: { id } });
