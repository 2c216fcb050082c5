import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { request, requestList } from '../api/http.ts';
import type { HeldLicense, StudentMail, StudentRow } from '../api/types.ts';
import { managerPath } from '../shell/manager.ts';
import type { ManyResult } from '../ui/useChunks.ts';
import type { StudentFilters } from './filters.ts';

export interface StudentsQuery extends StudentFilters {
  sort: string;
  order: string;
  page: number;
  pageSize: number;
}

const findStudents = (m: number, query: object, signal: AbortSignal) =>
  requestList<StudentRow>(managerPath(m, 'students/search'), { query: { ...query }, signal });

export const studentsQuery = (m: number, query: StudentsQuery) =>
  queryOptions({
    queryKey: ['manager', m, 'students', query],
    queryFn: ({ signal }) => findStudents(m, query, signal),
    placeholderData: keepPreviousData,
  });

/** How many match. */
export const countQuery = (m: number, filters: StudentFilters) =>
  queryOptions({
    queryKey: ['manager', m, 'count', filters],
    queryFn: async ({ signal }) => (await findStudents(m, { ...filters, pageSize: 1 }, signal)).total,
  });

/** One student in one line, or null where there is none. */
export const studentQuery = (m: number, id: string) =>
  queryOptions({
    queryKey: ['manager', m, 'student', id],
    queryFn: async ({ signal }) => {
      if (!/^[1-9]\d{0,15}$/.test(id)) return null;
      return (await findStudents(m, { status: 'all', studentIds: id }, signal)).items[0] ?? null;
    },
  });

/** Every license that a student holds or held. */
export const heldQuery = (m: number, studentId: number) =>
  queryOptions({
    queryKey: ['manager', m, 'held', studentId],
    queryFn: ({ signal }) => request<HeldLicense[]>(managerPath(m, `students/${studentId}/courses`), { signal }),
  });

/** Mails that did not reach a student, the newest few. */
export const studentMailsQuery = (m: number, studentId: number) =>
  queryOptions({
    queryKey: ['manager', m, 'mails', studentId],
    queryFn: ({ signal }) => requestList<StudentMail>(managerPath(m, `student/${studentId}/mails`), { signal }),
  });

export const retryMail = (m: number, studentId: number, mailId: string) =>
  request<StudentMail>(managerPath(m, `student/${studentId}/mails/${mailId}/retry`), { method: 'POST' });

export const remindMany = (m: number, ids: number[]) =>
  request<{ results: ManyResult[] }>(managerPath(m, 'students/remind'), { method: 'POST', body: { ids } });

export const rename = (m: number, id: number, name: string) =>
  request<{ id: number; name: string; email: string }>(managerPath(m, `student/${id}`), {
    method: 'PATCH',
    body: { name },
  });
