import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { allCoursesQuery } from '../license/queries.ts';
import { useManager } from '../shell/manager.ts';
import { IconX } from '../ui/icons.ts';
import { SearchField } from '../ui/SearchField.tsx';
import { usePageSearch } from '../ui/search.ts';
import classes from './Event.module.css';
import { kinds } from './kinds.ts';
import { StudentFilter } from './StudentFilter.tsx';

/** The parameters by which the history is narrowed. */
export const filterNames = ['actor', 'studentId', 'courseId', 'kind', 'from', 'to'] as const;

export function EventFilters({ onClear }: { onClear: (() => void) | undefined }) {
  const { t } = useTranslation();
  const [search, change] = usePageSearch();
  const { data } = useQuery(allCoursesQuery(useManager().id));
  const set = (name: string) => (e: { currentTarget: { value: string } }) =>
    change({ [name]: e.currentTarget.value || undefined, page: undefined });
  const courses = (data?.items ?? []).map((c) => ({ value: c.id, label: c.title }));
  return (
    <search className={classes.filters}>
      <SearchField label={t('event.actorSearch')} name="actor" />
      <StudentFilter />
      <NativeSelect
        aria-label={t('event.course')}
        value={search.courseId ?? ''}
        data={[{ value: '', label: t('event.allCourses') }, ...courses]}
        onChange={set('courseId')}
      />
      <NativeSelect
        aria-label={t('event.kind')}
        value={search.kind ?? ''}
        data={[
          { value: '', label: t('event.allKinds') },
          ...kinds.map((k) => ({ value: k, label: t(`event.kinds.${k.replace('.', '_')}`) })),
        ]}
        onChange={set('kind')}
      />
      <TextInput
        className={classes.when}
        type="date"
        aria-label={t('event.from')}
        leftSection={<span className="small soft">{t('event.fromShort')}</span>}
        leftSectionWidth={48}
        value={search.from ?? ''}
        onChange={set('from')}
      />
      <TextInput
        className={classes.when}
        type="date"
        aria-label={t('event.to')}
        leftSection={<span className="small soft">{t('event.toShort')}</span>}
        leftSectionWidth={48}
        value={search.to ?? ''}
        onChange={set('to')}
      />
      {onClear && (
        <Button variant="subtle" color="gray" leftSection={<IconX size={15} />} onClick={onClear}>
          {t('event.clear')}
        </Button>
      )}
    </search>
  );
}
