import { queryOptions } from '@tanstack/react-query';
import { request, requestList } from '../api/http.ts';
import type { Token } from '../api/types.ts';
import { managerPath } from '../shell/manager.ts';

export const tokensQuery = (m: number) =>
  queryOptions({
    queryKey: ['manager', m, 'tokens'],
    queryFn: ({ signal }) => requestList<Token>(managerPath(m, 'tokens'), { query: { pageSize: 100 }, signal }),
  });

export type NewToken = Pick<Token, 'name' | 'permission'>;

/** The answer holds the token itself, this one time. */
export const createToken = (m: number, body: NewToken) =>
  request<Token & { token: string }>(managerPath(m, 'tokens'), { method: 'POST', body });

export const deleteToken = (m: number, id: string) =>
  request<unknown>(managerPath(m, `tokens/${id}`), { method: 'DELETE' });
