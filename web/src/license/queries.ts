import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { change, read, readList } from '../api/manager.ts';
import type { AssignedLicense, BulkRow, ColumnUse, RecyclePolicy, WaitingEntry } from '../api/types.ts';

export const meQuery = (m: number) =>
  queryOptions({
    queryKey: ['manager', m, 'me'],
    queryFn: ({ signal }) => read(m, 'me', { signal }),
  });

export const libraryQuery = (m: number, query: { search?: string | undefined; page: number; pageSize: number }) =>
  queryOptions({
    queryKey: ['manager', m, 'library', query],
    queryFn: ({ signal }) => readList(m, 'library', { query, signal }),
    placeholderData: keepPreviousData,
  });

/** All courses at once, for choices and the chart. */
export const allCoursesQuery = (m: number) => libraryQuery(m, { page: 1, pageSize: 1000 });

export interface Assignment {
  poolId: number;
  email: string;
  name?: string | undefined;
  endDate?: string | undefined;
  recycle?: boolean | undefined;
  recyclePolicy?: RecyclePolicy | undefined;
  wait?: boolean | undefined;
}

/** Gives a license of a pool to a person, or, where that was asked for and none is free, a place on its waiting list. */
export const assign = (m: number, { poolId, ...body }: Assignment): Promise<AssignedLicense | WaitingEntry> =>
  change(m, 'post', 'pool/{id}/license', { path: { id: poolId }, body });

export const changeEnd = (m: number, licenseId: number, endDate: string) =>
  change(m, 'patch', 'license/{id}', { path: { id: licenseId }, body: { endDate } });

export const revoke = (m: number, licenseId: number) =>
  change(m, 'delete', 'license/{id}', { path: { id: licenseId } });

export const revokeMany = (m: number, ids: string[], key: string) =>
  change(m, 'post', 'licenses/revoke', { body: { ids }, key });

export const editMany = (m: number, ids: string[], endDate: string, key: string) =>
  change(m, 'post', 'licenses/edit', { body: { ids, endDate }, key });

/** Whose licenses may be taken back, and after how many days. */
export interface Recycling {
  policy: RecyclePolicy;
  minHeldDays: number;
}

/** What is asked about a list; without recycling nobody's license is taken back. */
export interface ListAsked {
  poolId: number;
  csv: string;
  recycling: Recycling | null;
  columns: (ColumnUse | null)[] | null;
}

const recyclingOf = (terms: Recycling | null) =>
  terms ? { recycle: true, recyclePolicy: terms.policy, minHeldDays: terms.minHeldDays } : {};

export const previewBulk = (m: number, { poolId, csv, recycling, columns }: ListAsked) =>
  change(m, 'post', 'pool/{id}/bulk/preview', {
    path: { id: poolId },
    body: { csv, columns, ...recyclingOf(recycling) },
  });

/** Whose license one person would take in a full pool. */
export const losingQuery = (m: number, poolId: number, email: string, policy: RecyclePolicy) =>
  queryOptions({
    queryKey: ['manager', m, 'losing', poolId, email, policy],
    queryFn: () =>
      previewBulk(m, { poolId, csv: `email\n${email}`, recycling: { policy, minHeldDays: 0 }, columns: null }),
    staleTime: 0,
    retry: false,
  });

export interface ManyAssigned {
  rows: BulkRow[];
  recycling: Recycling | null;
  /** Licenses that this list gave before. */
  spare: number[];
}

export const assignMany = (m: number, poolId: number, { rows, recycling, spare }: ManyAssigned, key: string) =>
  change(m, 'post', 'pool/{id}/bulk', {
    path: { id: poolId },
    body: { rows, ...recyclingOf(recycling), ...(recycling && { spare }) },
    key,
  });
