import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { request, requestList } from '../api/http.ts';
import type { Member, PublisherManager, PublisherPool } from '../api/types.ts';
import { useWrite, type Write } from '../api/useWrite.ts';

export interface PageQuery {
  search?: string | undefined;
  page: number;
  pageSize: number;
}

const list =
  <T>(name: string) =>
  (query: PageQuery) =>
    queryOptions({
      queryKey: ['publisher', name, query],
      queryFn: ({ signal }) => requestList<T>(`/api/app/publisher/${name}`, { query: { ...query }, signal }),
      placeholderData: keepPreviousData,
    });

export const coursesQuery = list<{ id: string; title: string }>('courses');
export const managersQuery = list<PublisherManager>('managers');
export const poolsQuery = list<PublisherPool>('pools');

/** The license managers that nobody owns. */
export const withoutOwnerQuery = queryOptions({
  queryKey: ['publisher', 'without-owner'],
  queryFn: ({ signal }) => request<number[]>('/api/app/publisher/managers/without-owner', { signal }),
});

export const ownersQuery = (id: number) =>
  queryOptions({
    queryKey: ['publisher', 'members', id],
    queryFn: ({ signal }) => requestList<Member>(`/api/app/publisher/managers/${id}/members`, { signal }),
  });

export const inviteOwner = (id: number, email: string) =>
  request<Member>(`/api/app/publisher/managers/${id}/invite`, { method: 'POST', body: { email, role: 'owner' } });

/** Everything, for a choice. */
export const all: PageQuery = { page: 1, pageSize: 1000 };

export const createIn = (name: string, body: object) => request(`/api/app/publisher/${name}`, { method: 'POST', body });
export const changeManager = (id: number, body: object) =>
  request(`/api/app/publisher/managers/${id}`, { method: 'PATCH', body });
export const enlargePool = (id: number, licenses: number) =>
  request(`/api/app/publisher/pools/${id}`, { method: 'PATCH', body: { licenses } });
export const importFile = ({ file, dryRun }: { file: Blob; dryRun: boolean }) =>
  request<Record<string, unknown>>('/api/app/publisher/import', {
    method: 'POST',
    raw: file,
    query: dryRun ? { dryRun } : {},
  });

/** A change to the publisher's records, after which they are fetched again. */
export function usePublish<T, V>(change: (values: V) => Promise<T>): Write<T, V> {
  return useWrite(change, ['publisher', 'manager']);
}
