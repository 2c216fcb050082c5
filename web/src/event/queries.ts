import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { readList } from '../api/manager.ts';

export interface EventsQuery {
  actor?: string | undefined;
  studentId?: string | undefined;
  courseId?: string | undefined;
  kind?: string | undefined;
  from?: string | undefined;
  to?: string | undefined;
  page: number;
  pageSize: number;
}

export const eventsQuery = (m: number, query: EventsQuery) =>
  queryOptions({
    queryKey: ['manager', m, 'events', query],
    queryFn: ({ signal }) => readList(m, 'events', { query, signal }),
    placeholderData: keepPreviousData,
  });
