import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { request, requestList } from '../api/http.ts';
import type { EnrollLink, Validity } from '../api/types.ts';
import { managerPath } from '../shell/manager.ts';

export const linksQuery = (
  m: number,
  query: { status: string; search?: string | undefined; page: number; pageSize: number },
) =>
  queryOptions({
    queryKey: ['manager', m, 'links', query],
    queryFn: ({ signal }) => requestList<EnrollLink>(managerPath(m, 'links'), { query, signal }),
    placeholderData: keepPreviousData,
  });

export interface NewLink {
  poolId: number;
  licenses: number;
  autoReassign: boolean;
  validity: Validity | null;
}

export const createLink = (m: number, body: NewLink) =>
  request<EnrollLink>(managerPath(m, 'links'), { method: 'POST', body });

export const deleteLink = (m: number, id: string, revoke: boolean) =>
  request<EnrollLink>(managerPath(m, `links/${id}`), { method: 'DELETE', query: { revoke } });
