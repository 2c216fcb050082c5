import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { change, readList } from '../api/manager.ts';
import type { EntryState, RequestState } from '../api/types.ts';

interface Asked<State> {
  state?: State | undefined;
  page: number;
  pageSize: number;
}

export const waitingQuery = (m: number, query: Asked<EntryState | 'all'> & { courseId?: number | undefined }) =>
  queryOptions({
    queryKey: ['manager', m, 'waiting', query],
    queryFn: ({ signal }) => readList(m, 'waiting', { query, signal }),
    placeholderData: keepPreviousData,
  });

export const requestsQuery = (m: number, query: Asked<RequestState>) =>
  queryOptions({
    queryKey: ['manager', m, 'requests', query],
    queryFn: ({ signal }) => readList(m, 'requests', { query, signal }),
    placeholderData: keepPreviousData,
  });

export const removeEntry = (m: number, id: string) => change(m, 'delete', 'waiting/{id}', { path: { id: Number(id) } });

export const acceptEntry = (m: number, id: string) =>
  change(m, 'post', 'waiting/{id}/accept', { path: { id: Number(id) } });

export const approveRequest = (m: number, id: string, key: string) =>
  change(m, 'post', 'requests/{id}/approve', { path: { id: Number(id) }, body: {}, key });

export const declineRequest = (m: number, id: string, reason: string, key: string) =>
  change(m, 'post', 'requests/{id}/decline', {
    path: { id: Number(id) },
    body: { reason: reason.trim() || undefined },
    key,
  });
