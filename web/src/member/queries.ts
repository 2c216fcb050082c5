import { queryOptions } from '@tanstack/react-query';
import { request, requestList } from '../api/http.ts';
import type { Member, Role } from '../api/types.ts';
import { managerPath } from '../shell/manager.ts';

export const membersQuery = (m: number) =>
  queryOptions({
    queryKey: ['manager', m, 'members'],
    queryFn: ({ signal }) => requestList<Member>(managerPath(m, 'members'), { query: { pageSize: 100 }, signal }),
  });

export const invite = (m: number, body: { email: string; role: Role }) =>
  request<Member>(managerPath(m, 'members'), { method: 'POST', body });
export const inviteAgain = (m: number, id: string) =>
  request<Member>(managerPath(m, `members/${id}/invitation`), { method: 'POST' });
export const changeRole = (m: number, { id, role }: { id: string; role: Role }) =>
  request<Member>(managerPath(m, `members/${id}`), { method: 'PATCH', body: { role } });
export const removeMember = (m: number, id: string, deleteTokens: boolean) =>
  request<unknown>(managerPath(m, `members/${id}`), { method: 'DELETE', query: { deleteTokens } });

export const roles: Role[] = ['owner', 'manager', 'viewer'];
