import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { get, getList, send } from '../api/app.ts';
import type { CourseChanges, PoolChanges, Renewal } from '../api/types.ts';

const V1 = '/api/app/publisher/v1';

/** One license manager. */
export const managerQuery = (id: string) =>
  queryOptions({
    queryKey: ['publisher', 'manager', id],
    queryFn: ({ signal }) => get(`${V1}/managers/{id}`, { path: { id }, signal }),
  });

/** The pools of a license manager or of a course. */
export const poolsOfQuery = (filter: { managerId: string } | { courseId: string }) =>
  queryOptions({
    queryKey: ['publisher', 'pools', filter],
    queryFn: ({ signal }) => getList(`${V1}/pools`, { query: { ...filter, pageSize: 200 }, signal }),
  });

export const poolQuery = (id: string) =>
  queryOptions({
    queryKey: ['publisher', 'pool', id],
    queryFn: ({ signal }) => get(`${V1}/pools/{id}`, { path: { id }, signal }),
  });

export const courseQuery = (id: string) =>
  queryOptions({
    queryKey: ['publisher', 'course', id],
    queryFn: ({ signal }) => get(`${V1}/courses/{id}`, { path: { id }, signal }),
  });

/** What happened at a license manager, newest first. */
export const historyQuery = (managerId: string) =>
  queryOptions({
    queryKey: ['publisher', 'events', managerId],
    queryFn: ({ signal }) => getList(`${V1}/events`, { query: { managerId, pageSize: 25 }, signal }),
    placeholderData: keepPreviousData,
  });

export const suspend = (id: string, suspended: boolean) =>
  send('patch', `${V1}/managers/{id}`, { path: { id }, body: { suspended } });

export const inviteTo = (id: string, body: { email: string; role: 'owner' | 'manager' | 'viewer' }) =>
  send('post', `${V1}/managers/{id}/invite`, { path: { id }, body });

export const changePool = (id: string, body: PoolChanges) => send('patch', `${V1}/pools/{id}`, { path: { id }, body });
export const renewPool = (id: string, body: Renewal) => send('post', `${V1}/pools/{id}/renew`, { path: { id }, body });

export const changeCourse = (id: string, body: CourseChanges) =>
  send('patch', `${V1}/courses/{id}`, { path: { id }, body });
export const putCover = (id: string, raw: File) =>
  send('put', `${V1}/courses/{id}/cover`, { path: { id }, raw, headers: { 'content-type': raw.type } });
