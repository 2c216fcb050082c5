import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { request, requestList } from '../api/http.ts';
import type { HeldLicense, StudentRow } from '../api/types.ts';
import { managerPath } from '../shell/manager.ts';

export interface StudentsQuery {
  search?: string | undefined;
  status: string;
  sort: string;
  order: string;
  page: number;
  pageSize: number;
}

export const studentsQuery = (m: number, query: StudentsQuery) =>
  queryOptions({
    queryKey: ['manager', m, 'students', query],
    queryFn: ({ signal }) =>
      requestList<StudentRow>(managerPath(m, 'students/search'), { query: { ...query }, signal }),
    placeholderData: keepPreviousData,
  });

/** Every license that a student holds or held. */
export const heldQuery = (m: number, studentId: number) =>
  queryOptions({
    queryKey: ['manager', m, 'held', studentId],
    queryFn: ({ signal }) => request<HeldLicense[]>(managerPath(m, `students/${studentId}/courses`), { signal }),
  });
