import { queryOptions } from '@tanstack/react-query';
import { readList } from '../api/manager.ts';
import type { StudentHoldings } from '../api/types.ts';
import type { StudentFilters } from './filters.ts';
import type { Selection } from './selection.ts';

/** How many students the server takes by name, and how many it tells of at once. */
const NAMED = 100;
const TOLD = 1000;

export interface Meant {
  filters: StudentFilters;
  selection: Selection;
}

const some = (ids: number[]) =>
  Array.from({ length: Math.ceil(ids.length / NAMED) }, (_, i) => ids.slice(i * NAMED, (i + 1) * NAMED).join());

/** The queries that together find who is meant. */
export const queriesOf = ({ filters, selection }: Meant) =>
  selection.all ? [filters] : some([...selection.ids]).map((studentIds) => ({ ...filters, studentIds }));

async function readAll(m: number, meant: Meant, signal: AbortSignal): Promise<StudentHoldings[]> {
  const found: StudentHoldings[] = [];
  for (const query of queriesOf(meant)) {
    for (let page = 1; ; page++) {
      const part = await readList(m, 'students/courses', {
        query: { ...query, page, pageSize: TOLD },
        signal,
      });
      found.push(...part.items);
      if (page * TOLD >= part.total) break;
    }
  }
  const { all, ids } = meant.selection;
  return all ? found.filter(({ student }) => !ids.has(student.id)) : found;
}

/** Who is meant, with those of their licenses that match, as they are now. */
export const targetsQuery = (m: number, meant: Meant) =>
  queryOptions({
    queryKey: ['targets', m, meant.filters, meant.selection.all, [...meant.selection.ids]],
    queryFn: ({ signal }) => readAll(m, meant, signal),
    staleTime: 0,
    gcTime: 0,
  });
