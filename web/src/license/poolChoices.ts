import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { LibraryCourse, LibraryPool } from '../api/types.ts';
import { useManager } from '../shell/manager.ts';
import { allCoursesQuery } from './queries.ts';

export interface PoolChoice extends LibraryPool {
  courseId: string;
  title: string;
}

/** A course with the pools of it that can be assigned from. */
export interface CourseChoice {
  id: string;
  title: string;
  pools: PoolChoice[];
}

const choiceOf = ({ id, title, pools }: LibraryCourse): CourseChoice => ({
  id,
  title,
  pools: pools.filter((p) => p.state === 'running').map((p) => ({ ...p, courseId: id, title })),
});

/** The running pools of the manager, or of one course. */
export function usePoolChoices(courseId?: string) {
  const { data, isPending } = useQuery(allCoursesQuery(useManager().id));
  const courses = useMemo(() => {
    const wanted = (data?.items ?? []).filter((c) => !courseId || c.id === courseId);
    return wanted.map(choiceOf).filter((c) => c.pools.length > 0);
  }, [data, courseId]);
  const pools = useMemo(() => courses.flatMap((c) => c.pools), [courses]);
  return { courses, pools, isPending };
}

/** A domain as it is compared: an international one is the same in letters and in ASCII. */
const comparable = (domain: string) => URL.parse(`http://${domain.trim()}`)?.hostname ?? domain.trim().toLowerCase();

/** Whether an address is of an allowed domain; the server decides, this only tells sooner. */
export function allowedDomain(email: string, domains: string[]): boolean {
  const domain = comparable(email.slice(email.lastIndexOf('@') + 1));
  return domains.some((d) => comparable(d) === domain);
}
