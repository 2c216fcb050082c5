import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { get, getList, send } from '../api/app.ts';
import type { PageQuery } from './queries.ts';

const STUDENTS = '/api/app/publisher/v1/students';
const STUDENT = `${STUDENTS}/{id}` as const;

/** People of all license managers. */
export const studentsQuery = (query: PageQuery) =>
  queryOptions({
    queryKey: ['publisher', 'students', query],
    queryFn: ({ signal }) => getList(STUDENTS, { query, signal }),
    placeholderData: keepPreviousData,
  });

export const studentQuery = (id: string) =>
  queryOptions({
    queryKey: ['publisher', 'student', id],
    queryFn: ({ signal }) => get(STUDENT, { path: { id }, signal }),
  });

export const correct = (id: number, body: { name: string; email: string }) =>
  send('patch', STUDENT, { path: { id }, body });

/** Merges one person into another, or only tells what would become of each license. */
export const merge = (id: number, into: number, dryRun: boolean) =>
  send('post', `${STUDENT}/merge`, { path: { id }, body: { into }, query: dryRun ? { dryRun } : {} });

export const erase = (id: number, end: boolean) => send('delete', STUDENT, { path: { id }, query: end ? { end } : {} });

export const exportOf = (id: number) => get(`${STUDENT}/export`, { path: { id } });
