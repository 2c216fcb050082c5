import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { CourseAndPool, ForGood } from '../license/CourseAndPool.tsx';
import { type Chosen, firstChoice, meantBy } from '../license/choice.ts';
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
  const { courses, isPending: coursesPending } = usePoolChoices();
  const [picked, pick] = useState<Chosen>();
  const chosen = picked ?? firstChoice(courses);
  const { course, pool } = meantBy(chosen, courses);
  const run = useChunks<string, ManyResult>((part, key) =>
    assignMany(manager.id, pool?.id ?? 0, { rows: part.map((email) => ({ email })), recycling: null, spare: [] }, key),
  );
  const faults = useFaults({
    course: !course && t('assign.courseNeeded'),
    pool: course && !pool && t('assign.poolNeeded'),
  });
  const { data = [], isPending, error } = useQuery({ ...targetsQuery(manager.id, meant), enabled: !run.started });
  if (run.started) return <ManyRun title={t('student.many.giveTitle')} run={run} onDone={onDone} />;
  const holders = data.filter(({ courses: held }) => held.some((l) => l.active && l.courseId === course?.id));
  const others = data.filter((one) => !holders.includes(one)).map(({ student }) => student.email);
  const amount = { count: others.length, number: number(others.length) };
  const forGood = pool?.transferable === false;
  const short = pool ? Math.max(0, others.length - pool.available) : 0;
  return (
    <ManyConfirm
      title={t('student.many.giveTitle')}
      lead={t('student.many.giveLead', { count, number: number(count) })}
      action={t(forGood ? 'student.many.giveForGoodApply' : 'student.many.giveApply', amount)}
      color={forGood ? 'brass' : undefined}
      disabled={pool !== undefined && others.length === 0}
      pending={isPending || coursesPending}
      error={error}
      onConfirm={faults.send(() => run.start(others))}
      onClose={onClose}
    >
      <CourseAndPool
        courses={courses}
        value={chosen}
        onChange={pick}
        courseError={faults.of('course')}
        poolError={faults.of('pool')}
      />
      {pool && !pool.transferable && <ForGood pool={pool} many />}
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
