import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { getList, send } from '../api/app.ts';
import type { Account, AccountChanges, StaffRole } from '../api/types.ts';
import type { PageQuery } from './queries.ts';

/** What can be done to an account by others; each is asked about first. */
export const acts = [
  'endSessions',
  'resetFactor',
  'disable',
  'enable',
  'makeOwner',
  'makeStaff',
  'makeViewer',
  'unstaff',
  'delete',
] as const;
export type Act = (typeof acts)[number];

export const accountsQuery = (query: PageQuery & { staff: boolean }) =>
  queryOptions({
    queryKey: ['publisher', 'accounts', query],
    queryFn: ({ signal }) => getList('/api/app/publisher/accounts', { query, signal }),
    placeholderData: keepPreviousData,
  });

export const addStaff = (body: { email: string; name?: string; role: StaffRole }) =>
  send('post', '/api/app/publisher/staff', { body });

/** Does it; `deleteTokens` goes with disabling and deleting. */
export function act(id: string, what: Act, deleteTokens: boolean): Promise<Account> {
  const path = { id };
  const account = '/api/app/publisher/accounts/{id}';
  const change = (body: AccountChanges) => send('patch', account, { path, body });
  const calls: Record<Act, () => Promise<Account>> = {
    endSessions: () => send('post', `${account}/end-sessions`, { path }),
    resetFactor: () => send('post', `${account}/reset-second-factor`, { path }),
    disable: () => change({ disabled: true, deleteTokens }),
    enable: () => change({ disabled: false }),
    makeOwner: () => change({ staffRole: 'owner' }),
    makeStaff: () => change({ staffRole: 'staff' }),
    makeViewer: () => change({ staffRole: 'viewer' }),
    unstaff: () => change({ staffRole: null }),
    delete: () => send('delete', account, { path, query: { deleteTokens } }),
  };
  return calls[what]();
}
