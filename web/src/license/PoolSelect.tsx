import { NativeSelect, type NativeSelectProps } from '@mantine/core';
import { memo, useDeferredValue } from 'react';
import { useTranslation } from 'react-i18next';
import type { LibraryPool } from '../api/types.ts';
import { useFormat } from '../ui/format.ts';
import type { CourseChoice, PoolChoice } from './poolChoices.ts';

interface Props extends Pick<NativeSelectProps, 'error' | 'mt'> {
  courses: CourseChoice[];
  pool: PoolChoice | undefined;
  onChoose: (id: string) => void;
}

/**
 * A choice among pools, by course. Hundreds of them take longer to draw than all else of a dialog, so it is shown with
 * the course of the chosen pool, and the others follow at once.
 */
export function PoolSelect({ courses, pool, onChoose, ...field }: Props) {
  const { t } = useTranslation();
  const first = courses.filter((c) => c.id === pool?.courseId);
  const shown = useDeferredValue(courses, first);
  return (
    <NativeSelect
      {...field}
      label={t('assign.pool')}
      value={pool ? String(pool.id) : ''}
      onChange={(e) => onChoose(e.currentTarget.value)}
    >
      {shown.map((course) => (
        <Options key={course.id} course={course} />
      ))}
    </NativeSelect>
  );
}

const Options = memo(function Options({ course }: { course: CourseChoice }) {
  const { t } = useTranslation();
  const { lastDay, number } = useFormat();
  const kinds = { transferable: t('pool.transferable'), untransferable: t('pool.untransferable') };
  const named = (p: LibraryPool) =>
    t('pool.choice', {
      id: p.id,
      kind: p.transferable ? kinds.transferable : kinds.untransferable,
      available: number(p.available),
      licenses: number(p.licenses),
      end: lastDay(p.end),
    });
  return (
    <optgroup label={course.title}>
      {course.pools.map((p) => (
        <option key={p.id} value={p.id}>
          {named(p)}
        </option>
      ))}
    </optgroup>
  );
});
