import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { change, putText, read } from '../api/manager.ts';
import type { RosterAction } from '../api/types.ts';

export interface RowsQuery {
  page: number;
  pageSize: number;
  action?: RosterAction | undefined;
}

/** A plan with a page of its rows. */
export const planQuery = (m: number, id: string, query: RowsQuery) =>
  queryOptions({
    queryKey: ['manager', m, 'roster', id, query],
    queryFn: ({ signal }) => read(m, 'roster/{id}', { path: { id }, query, signal }),
    placeholderData: keepPreviousData,
  });

/** Plans what a roster asks for; changes nothing. The rows are read by `planQuery`. */
export const planRoster = (m: number, csv: string) =>
  putText(m, 'roster', { text: new Blob([csv]), query: { pageSize: 1 } });

/** `allowRevocations`: their exact number, where there are many. */
export const applyRoster = (m: number, id: string, allowRevocations: number | null) =>
  change(m, 'post', 'roster/{id}/apply', { path: { id }, body: { allowRevocations } });
