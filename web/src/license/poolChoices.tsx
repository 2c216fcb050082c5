import { useQuery } from '@tanstack/react-query';
import type { TFunction } from 'i18next';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { LibraryCourse, LibraryPool } from '../api/types.ts';
import { useManager } from '../shell/manager.ts';
import { type Format, useFormat } from '../ui/format.ts';
import { allCoursesQuery } from './queries.ts';

export interface PoolChoice extends LibraryPool {
  courseId: string;
  title: string;
}

/** The running pools, as a person chooses among them: one group per course. */
function optionsOf(courses: LibraryCourse[], t: TFunction, { date, number }: Format) {
  const running = courses
    .map((c) => ({ course: c, pools: c.pools.filter((p) => p.state === 'running') }))
    .filter((g) => g.pools.length > 0);
  const pools: PoolChoice[] = running.flatMap((g) =>
    g.pools.map((p) => ({ ...p, courseId: g.course.id, title: g.course.title })),
  );
  const named = (p: LibraryPool) =>
    t('pool.choice', {
      id: p.id,
      kind: t(p.transferable ? 'pool.transferable' : 'pool.untransferable'),
      available: number(p.available),
      licenses: number(p.licenses),
      end: date(p.end),
    });
  const options = running.map((g) => (
    <optgroup key={g.course.id} label={g.course.title}>
      {g.pools.map((p) => (
        <option key={p.id} value={p.id}>
          {named(p)}
        </option>
      ))}
    </optgroup>
  ));
  return { pools, options };
}

/** The running pools of the manager, or of one course. They may be many: the options are made once, not with every key. */
export function usePoolChoices(courseId?: string) {
  const { t } = useTranslation();
  const format = useFormat();
  const { data, isPending } = useQuery(allCoursesQuery(useManager().id));
  const found = useMemo(() => {
    const courses = (data?.items ?? []).filter((c) => !courseId || c.id === courseId);
    return optionsOf(courses, t, format);
  }, [data, courseId, t, format]);
  return { ...found, isPending };
}

/** Whether an address is of an allowed domain; the server decides, this only tells sooner. */
export function allowedDomain(email: string, domains: string[]): boolean {
  const domain = email
    .trim()
    .slice(email.trim().lastIndexOf('@') + 1)
    .toLowerCase();
  return domains.some((d) => d.toLowerCase() === domain);
}
