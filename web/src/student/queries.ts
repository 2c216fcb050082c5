import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { change, read, readList } from '../api/manager.ts';
import type { StudentFilters } from './filters.ts';

export interface StudentsQuery extends StudentFilters {
  sort: string;
  order: string;
  page: number;
  pageSize: number;
}

const findStudents = (m: number, query: Partial<StudentsQuery> & { studentIds?: string }, signal: AbortSignal) =>
  readList(m, 'students/search', { query, signal });

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
    queryFn: ({ signal }) => read(m, 'students/{id}/courses', { path: { id: studentId }, signal }),
  });

/** Mails that did not reach a student, the newest few. */
export const studentMailsQuery = (m: number, studentId: number) =>
  queryOptions({
    queryKey: ['manager', m, 'mails', studentId],
    queryFn: ({ signal }) => readList(m, 'student/{id}/mails', { path: { id: studentId }, signal }),
  });

export const retryMail = (m: number, id: number, mailId: string) =>
  change(m, 'post', 'student/{id}/mails/{mailId}/retry', { path: { id, mailId } });

export const remindMany = (m: number, ids: number[]) => change(m, 'post', 'students/remind', { body: { ids } });

export const rename = (m: number, id: number, name: string) =>
  change(m, 'patch', 'student/{id}', { path: { id }, body: { name } });
