import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query';
import { get, getList, send } from '../api/app.ts';
import type { List } from '../api/http.ts';
import type { NewManager, NewPool } from '../api/types.ts';
import { useWrite, type Write } from '../api/useWrite.ts';

export interface PageQuery {
  search?: string | undefined;
  page: number;
  pageSize: number;
}

const list =
  <T>(name: string, readPage: (asked: { query: PageQuery; signal: AbortSignal }) => Promise<List<T>>) =>
  (query: PageQuery) =>
    queryOptions({
      queryKey: ['publisher', name, query],
      queryFn: ({ signal }) => readPage({ query, signal }),
      placeholderData: keepPreviousData,
    });

export const coursesQuery = list('courses', (asked) => getList('/api/app/publisher/v1/courses', asked));
export const managersQuery = list('managers', (asked) => getList('/api/app/publisher/v1/managers', asked));
export const poolsQuery = list('pools', (asked) => getList('/api/app/publisher/v1/pools', asked));

/** The license managers that nobody owns. */
export const withoutOwnerQuery = queryOptions({
  queryKey: ['publisher', 'without-owner'],
  queryFn: ({ signal }) => get('/api/app/publisher/managers/without-owner', { signal }),
});

export const ownersQuery = (id: string) =>
  queryOptions({
    queryKey: ['publisher', 'members', id],
    queryFn: ({ signal }) => getList('/api/app/publisher/managers/{id}/members', { path: { id: Number(id) }, signal }),
  });

export const inviteOwner = (id: string, email: string) =>
  send('post', '/api/app/publisher/v1/managers/{id}/invite', {
    path: { id: Number(id) },
    body: { email, role: 'owner' },
  });

/** Everything, for a choice. */
export const all: PageQuery = { page: 1, pageSize: 1000 };

export const createCourse = (body: { title: string }) => send('post', '/api/app/publisher/v1/courses', { body });
export const createManager = (body: NewManager) => send('post', '/api/app/publisher/v1/managers', { body });
export const createPool = (body: NewPool) => send('post', '/api/app/publisher/v1/pools', { body });
export const changeManager = (id: string, body: Omit<NewManager, 'ownerEmail'>) =>
  send('patch', '/api/app/publisher/v1/managers/{id}', { path: { id: Number(id) }, body });
export const enlargePool = (id: string, licenses: number) =>
  send('patch', '/api/app/publisher/v1/pools/{id}', { path: { id: Number(id) }, body: { licenses } });
export const importFile = ({ file, dryRun }: { file: Blob; dryRun: boolean }) =>
  send('post', '/api/app/publisher/import', { raw: file, query: dryRun ? { dryRun } : {} });

/** The name of a license manager by its id; its number where it is not known. */
export function useManagerNames(): (id: string) => string {
  const names = new Map(useQuery(managersQuery(all)).data?.items.map(({ id, name }) => [id, name]));
  return (id) => names.get(id) ?? `#${id}`;
}

/** A change to the publisher's records, after which they are fetched again. */
export function usePublish<T, V>(change: (values: V) => Promise<T>): Write<T, V> {
  return useWrite(change, ['publisher', 'manager']);
}
