import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { request, requestList } from '../api/http.ts';
import type {
  AssignedLicense,
  BulkResult,
  BulkRow,
  ColumnUse,
  HeldLicense,
  LibraryCourse,
  ListPreview,
  Me,
  RecyclePolicy,
  RevokeResult,
} from '../api/types.ts';
import { managerPath } from '../shell/manager.ts';
import type { ManyResult } from '../ui/useChunks.ts';

export const meQuery = (m: number) =>
  queryOptions({
    queryKey: ['manager', m, 'me'],
    queryFn: ({ signal }) => request<Me>(managerPath(m, 'me'), { signal }),
  });

export const libraryQuery = (m: number, query: { search?: string | undefined; page: number; pageSize: number }) =>
  queryOptions({
    queryKey: ['manager', m, 'library', query],
    queryFn: ({ signal }) => requestList<LibraryCourse>(managerPath(m, 'library'), { query, signal }),
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
}

/** Gives a license of a pool to a person. */
export const assign = (m: number, { poolId, ...body }: Assignment) =>
  request<AssignedLicense>(managerPath(m, `pool/${poolId}/license`), { method: 'POST', body });

export const changeEnd = (m: number, licenseId: number, endDate: string) =>
  request<HeldLicense>(managerPath(m, `license/${licenseId}`), { method: 'PATCH', body: { endDate } });

export const revoke = (m: number, licenseId: number) =>
  request<HeldLicense>(managerPath(m, `license/${licenseId}`), { method: 'DELETE' });

export const revokeMany = (m: number, ids: string[], key: string) =>
  request<{ results: RevokeResult[] }>(managerPath(m, 'licenses/revoke'), { method: 'POST', body: { ids }, key });

export const editMany = (m: number, ids: string[], endDate: string, key: string) =>
  request<{ results: ManyResult[] }>(managerPath(m, 'licenses/edit'), { method: 'POST', body: { ids, endDate }, key });

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
  request<ListPreview>(managerPath(m, `pool/${poolId}/bulk/preview`), {
    method: 'POST',
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
  request<{ results: BulkResult[] }>(managerPath(m, `pool/${poolId}/bulk`), {
    method: 'POST',
    body: { rows, ...recyclingOf(recycling), ...(recycling && { spare }) },
    key,
  });
