import { Button, NativeSelect } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { allCoursesQuery } from '../license/queries.ts';
import { useManager } from '../shell/manager.ts';
import { IconX } from '../ui/icons.ts';
import { usePageSearch } from '../ui/search.ts';
import { isFiltered, noFilters } from './filters.ts';
import classes from './Student.module.css';

const DAYS = ['7', '30', '60', '90'];
const stages = ['never', 'none', 'started', 'completed'];

/** Who has this course, how far they are, and whose license ends soon. */
export function StudentFilters() {
  const { t } = useTranslation();
  const [search, change] = usePageSearch();
  const set = (patch: Record<string, string | undefined>) => change({ ...patch, page: undefined }, { push: true });
  const days = search.endsWithin && !DAYS.includes(search.endsWithin) ? [...DAYS, search.endsWithin] : DAYS;
  return (
    <div className={classes.filters}>
      <CourseAndPool />
      <NativeSelect
        aria-label={t('student.filter.progress')}
        value={search.opened ?? search.progress ?? ''}
        data={[
          { value: '', label: t('student.filter.anyProgress') },
          ...stages.map((s) => ({ value: s, label: t(`student.filter.stages.${s}`) })),
        ]}
        onChange={({ currentTarget: { value } }) =>
          set({
            opened: value === 'never' ? value : undefined,
            progress: value === 'never' ? undefined : value || undefined,
          })
        }
      />
      <NativeSelect
        aria-label={t('student.filter.ends')}
        value={search.endsWithin ?? ''}
        data={[
          { value: '', label: t('student.filter.anyEnd') },
          ...days.map((d) => ({ value: d, label: t('student.filter.endsWithin', { count: Number(d) }) })),
        ]}
        onChange={(e) => set({ endsWithin: e.currentTarget.value || undefined })}
      />
      {search.linkId && (
        <Button
          variant="default"
          rightSection={<IconX size={14} />}
          aria-label={t('student.filter.noLink', { id: search.linkId })}
          onClick={() => set({ linkId: undefined })}
        >
          {t('student.filter.link', { id: search.linkId })}
        </Button>
      )}
      {isFiltered(search) && (
        <Button variant="subtle" color="gray" leftSection={<IconX size={15} />} onClick={() => set(noFilters as never)}>
          {t('student.filter.clear')}
        </Button>
      )}
    </div>
  );
}

function CourseAndPool() {
  const { t } = useTranslation();
  const [search, change] = usePageSearch();
  const { data } = useQuery(allCoursesQuery(useManager().id));
  const courses = data?.items ?? [];
  const owner = courses.find((c) => c.pools.some((p) => String(p.id) === search.poolId));
  const course = courses.find((c) => c.id === search.courseId) ?? owner;
  const pools = course?.pools ?? [];
  const known = course || !search.courseId ? [] : [{ value: search.courseId, label: `#${search.courseId}` }];
  return (
    <>
      <NativeSelect
        aria-label={t('student.filter.course')}
        value={course?.id ?? search.courseId ?? ''}
        data={[
          { value: '', label: t('student.filter.anyCourse') },
          ...known,
          ...courses.map((c) => ({ value: c.id, label: c.title })),
        ]}
        onChange={(e) =>
          change({ courseId: e.currentTarget.value || undefined, poolId: undefined, page: undefined }, { push: true })
        }
      />
      {(pools.length > 1 || search.poolId) && (
        <NativeSelect
          aria-label={t('student.filter.pool')}
          value={search.poolId ?? ''}
          data={[
            { value: '', label: t('student.filter.anyPool') },
            ...(pools.length > 0
              ? pools.map((p) => ({ value: String(p.id), label: t('student.filter.poolNumber', { id: p.id }) }))
              : [{ value: search.poolId ?? '', label: `#${search.poolId}` }]),
          ]}
          onChange={(e) => change({ poolId: e.currentTarget.value || undefined, page: undefined }, { push: true })}
        />
      )}
    </>
  );
}
