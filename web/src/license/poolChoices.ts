import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { LibraryPool } from '../api/types.ts';
import { useManager } from '../shell/manager.ts';
import { useFormat } from '../ui/format.ts';
import { allCoursesQuery } from './queries.ts';

export interface PoolChoice extends LibraryPool {
  courseId: string;
  title: string;
}

/** The running pools of the manager, or of one course, as a person chooses among them: one group per course. */
export function usePoolChoices(courseId?: string) {
  const { t } = useTranslation();
  const { date, number } = useFormat();
  const { data, isPending } = useQuery(allCoursesQuery(useManager().id));
  const courses = (data?.items ?? []).filter((c) => !courseId || c.id === courseId);
  const running = courses
    .map((c) => ({ course: c, pools: c.pools.filter((p) => p.state === 'running') }))
    .filter((g) => g.pools.length > 0);
  const pools: PoolChoice[] = running.flatMap((g) =>
    g.pools.map((p) => ({ ...p, courseId: g.course.id, title: g.course.title })),
  );
  const choices = running.map((g) => ({
    group: g.course.title,
    items: g.pools.map((p) => ({
      value: String(p.id),
      label: t('pool.choice', {
        id: p.id,
        kind: t(p.transferable ? 'pool.transferable' : 'pool.untransferable'),
        available: number(p.available),
        licenses: number(p.licenses),
        end: date(p.end),
      }),
    })),
  }));
  return { pools, choices, isPending };
}

/** Whether an address is of an allowed domain; the server decides, this only tells sooner. */
export function allowedDomain(email: string, domains: string[]): boolean {
  const domain = email
    .trim()
    .slice(email.trim().lastIndexOf('@') + 1)
    .toLowerCase();
  return domains.some((d) => d.toLowerCase() === domain);
}
