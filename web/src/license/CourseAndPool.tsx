import { Alert, NativeSelect } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../ui/format.ts';
import { CourseField } from './CourseField.tsx';
import { type Chosen, meantBy } from './choice.ts';
import { NoDomains } from './NoDomains.tsx';
import type { CourseChoice, PoolChoice } from './poolChoices.ts';

interface Props {
  courses: CourseChoice[];
  value: Chosen;
  onChange: (chosen: Chosen) => void;
  /** Which of several courses it is. */
  position?: number | null;
  /** What is wrong with the choice, beside the field that it is about. */
  courseError?: string | undefined;
  poolError?: string | undefined;
}

/** The course first; then the pool, where there are several. */
export function CourseAndPool({ courses, value, onChange, position = null, courseError, poolError }: Props) {
  const { t } = useTranslation();
  const { course, pool } = meantBy(value, courses);
  const several = course !== undefined && course.pools.length > 1;
  return (
    <>
      <CourseField
        label={position ? t('assign.courseAt', { position }) : t('pool.course')}
        courses={courses}
        value={value.courseId}
        onChange={(courseId) => onChange({ courseId, poolId: '' })}
        error={courseError ?? (several ? undefined : poolError)}
        first={value.courseId === ''}
      />
      {several && (
        <PoolField
          label={position ? t('assign.poolOf', { course: course.title }) : t('assign.pool')}
          course={course}
          pool={pool}
          error={poolError}
          onChange={(poolId) => onChange({ courseId: course.id, poolId })}
        />
      )}
      {pool?.transferable && <NoDomains mt="sm" />}
    </>
  );
}

interface PoolFieldProps {
  label: string;
  course: CourseChoice;
  pool: PoolChoice | undefined;
  error: string | undefined;
  onChange: (poolId: string) => void;
}

function PoolField({ label, course, pool, error, onChange }: PoolFieldProps) {
  const { t } = useTranslation();
  const named = usePoolName();
  return (
    <NativeSelect
      mt="md"
      withAsterisk
      label={label}
      value={pool ? String(pool.id) : ''}
      error={error}
      data={[
        ...(pool ? [] : [{ value: '', label: t('assign.choosePool') }]),
        ...course.pools.map((p) => ({ value: String(p.id), label: named(p) })),
      ]}
      onChange={(e) => onChange(e.currentTarget.value)}
    />
  );
}

/** What a pool is called where one chooses. */
export function usePoolName(): (pool: PoolChoice) => string {
  const { t } = useTranslation();
  const { lastDay, number } = useFormat();
  return (p) =>
    t('pool.choice', {
      id: p.id,
      kind: t(p.transferable ? 'pool.transferable' : 'pool.untransferable'),
      available: number(p.available),
      licenses: number(p.licenses),
      end: lastDay(p.end),
    });
}

/** Says of untransferable licenses, one or many, that they never come back. */
export function ForGood({ pool, many = false }: { pool: PoolChoice; many?: boolean }) {
  const { t } = useTranslation();
  const given = many ? t('student.many.giveForGood') : t('assign.forGoodText', { course: pool.title });
  return (
    <Alert mt="sm" color="brass" role="status">
      {pool.available === 0 ? t('assign.fullUntransferable') : given}
    </Alert>
  );
}
