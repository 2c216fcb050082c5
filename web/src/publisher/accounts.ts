import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { request, requestList } from '../api/http.ts';
import type { Account } from '../api/types.ts';
import type { PageQuery } from './queries.ts';

/** What can be done to an account by others; each is asked about first. */
export const acts = ['endSessions', 'resetFactor', 'disable', 'enable', 'unstaff', 'delete'] as const;
export type Act = (typeof acts)[number];

export const accountsQuery = (query: PageQuery & { staff: boolean }) =>
  queryOptions({
    queryKey: ['publisher', 'accounts', query],
    queryFn: ({ signal }) => requestList<Account>('/api/app/publisher/accounts', { query: { ...query }, signal }),
    placeholderData: keepPreviousData,
  });

export const addStaff = (body: { email: string; name?: string }) =>
  request<Account>('/api/app/publisher/staff', { method: 'POST', body });

/** Does it; `deleteTokens` goes with disabling and deleting. */
export function act(id: string, what: Act, deleteTokens: boolean): Promise<Account> {
  const path = `/api/app/publisher/accounts/${id}`;
  const change = (body: object) => request<Account>(path, { method: 'PATCH', body });
  const calls: Record<Act, () => Promise<Account>> = {
    endSessions: () => request(`${path}/end-sessions`, { method: 'POST' }),
    resetFactor: () => request(`${path}/reset-second-factor`, { method: 'POST' }),
    disable: () => change({ disabled: true, deleteTokens }),
    enable: () => change({ disabled: false }),
    unstaff: () => change({ staff: false }),
    delete: () => request(path, { method: 'DELETE', query: { deleteTokens } }),
  };
  return calls[what]();
}
