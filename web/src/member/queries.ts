import { queryOptions } from '@tanstack/react-query';
import { change, readList } from '../api/manager.ts';
import type { Role } from '../api/types.ts';

export const membersQuery = (m: number) =>
  queryOptions({
    queryKey: ['manager', m, 'members'],
    queryFn: ({ signal }) => readList(m, 'members', { query: { pageSize: 100 }, signal }),
  });

export const invite = (m: number, body: { email: string; role: Role }) => change(m, 'post', 'members', { body });
export const inviteAgain = (m: number, id: string) => change(m, 'post', 'members/{id}/invitation', { path: { id } });
export const changeRole = (m: number, { id, role }: { id: string; role: Role }) =>
  change(m, 'patch', 'members/{id}', { path: { id }, body: { role } });
export const removeMember = (m: number, id: string, deleteTokens: boolean) =>
  change(m, 'delete', 'members/{id}', { path: { id }, query: { deleteTokens } });

export const roles: Role[] = ['owner', 'manager', 'viewer'];
