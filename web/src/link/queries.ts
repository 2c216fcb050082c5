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
  name: string;
  minHeldDays: number;
}

/** What of a link may be changed. */
export interface LinkTerms {
  name: string;
  licenses: number;
  validity: Validity | null;
  minHeldDays: number;
  paused: boolean;
}

interface Settings {
  onePerMailbox: boolean;
}

export const settingsQuery = (m: number) =>
  queryOptions({
    queryKey: ['manager', m, 'settings'],
    queryFn: ({ signal }) => request<Settings>(managerPath(m, 'settings'), { signal }),
  });

export const changeSettings = (m: number, body: Settings) =>
  request<Settings>(managerPath(m, 'settings'), { method: 'PATCH', body });

export const createLink = (m: number, body: NewLink) =>
  request<EnrollLink>(managerPath(m, 'links'), { method: 'POST', body });

export const changeLink = (m: number, id: string, body: LinkTerms) =>
  request<EnrollLink>(managerPath(m, `links/${id}`), { method: 'PATCH', body });

export const deleteLink = (m: number, id: string, revoke: boolean) =>
  request<EnrollLink>(managerPath(m, `links/${id}`), { method: 'DELETE', query: { revoke } });
