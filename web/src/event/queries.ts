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

/** The kinds of events that a person may ask for. */
export const kinds = [
  'license.assigned',
  'license.revoked',
  'license.returned',
  'license.recycled',
  'license.end_changed',
  'license.expired',
  'license.expires_soon',
  'license.unopened',
  'student.renamed',
  'link.created',
  'link.deleted',
  'token.created',
  'token.deleted',
  'member.invited',
  'member.joined',
  'member.role_changed',
  'member.removed',
  'pool.created',
  'pool.enlarged',
  'manager.created',
  'manager.changed',
  'manager.told',
] as const;
