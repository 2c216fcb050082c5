import { NativeSelect } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { usePoolChoices } from '../license/poolChoices.ts';
import { assignMany } from '../license/queries.ts';
import { useManager } from '../shell/manager.ts';
import { useFormat } from '../ui/format.ts';
import { type ManyResult, useChunks } from '../ui/useChunks.ts';
import { useFaults } from '../ui/useFaults.ts';
import type { ManyProps } from './BulkRevokeDialog.tsx';
import { ManyConfirm } from './ManyConfirm.tsx';
import { ManyRun } from './ManyRun.tsx';
import { targetsQuery } from './targets.ts';

/** Gives the chosen people one more course: the course first, then the pool where there are several. */
export default function BulkGiveDialog({ meant, count, onClose, onDone }: ManyProps) {
  const { t } = useTranslation();
  const { number } = useFormat();
  const manager = useManager();
  const [courseId, setCourseId] = useState('');
  const [poolId, setPoolId] = useState('');
  const { courses } = usePoolChoices();
  const course = courses.find((c) => c.id === courseId);
  const pool =
    course?.pools.find((p) => String(p.id) === poolId) ?? (course?.pools.length === 1 ? course.pools[0] : undefined);
  const run = useChunks<string, ManyResult>((part, key) =>
    assignMany(manager.id, pool?.id ?? 0, { rows: part.map((email) => ({ email })), recycling: null, spare: [] }, key),
  );
  const faults = useFaults({
    course: !course && t('assign.courseNeeded'),
    pool: course && !pool && t('assign.poolNeeded'),
  });
  const { data = [], isPending, error } = useQuery({ ...targetsQuery(manager.id, meant), enabled: !run.started });
  if (run.started) return <ManyRun title={t('student.many.giveTitle')} run={run} onDone={onDone} />;
  const holders = data.filter(({ courses: held }) => held.some((l) => l.active && l.courseId === courseId));
  const others = data.filter((one) => !holders.includes(one)).map(({ student }) => student.email);
  const short = pool ? Math.max(0, others.length - pool.available) : 0;
  return (
    <ManyConfirm
      title={t('student.many.giveTitle')}
      lead={t('student.many.giveLead', { count, number: number(count) })}
      action={t('student.many.giveApply', { count: others.length, number: number(others.length) })}
      disabled={pool !== undefined && others.length === 0}
      pending={isPending}
      error={error}
      onConfirm={faults.send(() => run.start(others))}
      onClose={onClose}
    >
      <NativeSelect
        mt="md"
        label={t('student.filter.course')}
        withAsterisk
        error={faults.of('course')}
        value={courseId}
        data={[
          { value: '', label: t('student.many.chooseCourse') },
          ...courses.map((c) => ({ value: c.id, label: c.title })),
        ]}
        onChange={(e) => {
          setCourseId(e.currentTarget.value);
          setPoolId('');
        }}
      />
      {course && course.pools.length > 1 && (
        <NativeSelect
          mt="md"
          label={t('assign.pool')}
          withAsterisk
          error={faults.of('pool')}
          value={poolId}
          data={[
            { value: '', label: t('student.many.choosePool') },
            ...course.pools.map((p) => ({
              value: String(p.id),
              label: `#${p.id} · ${t(p.transferable ? 'pool.transferable' : 'pool.untransferable')} · ${t('license.available', { count: p.available, number: number(p.available) })}`,
            })),
          ]}
          onChange={(e) => setPoolId(e.currentTarget.value)}
        />
      )}
      {pool && !pool.transferable && (
        <p className="small" role="status">
          {t('student.many.giveForGood')}
        </p>
      )}
      {holders.length > 0 && (
        <p className="soft small">
          {t('student.many.giveHolders', { count: holders.length, number: number(holders.length) })}
        </p>
      )}
      {short > 0 && (
        <p className="small" role="status">
          {t('student.many.giveShort', { count: short, number: number(short) })}
        </p>
      )}
    </ManyConfirm>
  );
}
