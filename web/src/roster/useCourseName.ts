import { useQuery } from '@tanstack/react-query';
import type { RosterRow } from '../api/types.ts';
import { allCoursesQuery } from '../license/queries.ts';
import { useManager } from '../shell/manager.ts';

/** What the course of a row is called: by its title, or as the file names it. */
export function useCourseName(): (row: Pick<RosterRow, 'courseId' | 'course'>) => string {
  const { data } = useQuery(allCoursesQuery(useManager().id));
  const titles = new Map(data?.items.map(({ id, title }) => [id, title]));
  return ({ courseId, course }) => titles.get(courseId ?? '') ?? course ?? courseId ?? '–';
}
