import { Alert, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { editMany } from '../license/queries.ts';
import { useManager } from '../shell/manager.ts';
import { inputDay, nextInputDay, useFormat } from '../ui/format.ts';
import { type ManyResult, useChunks } from '../ui/useChunks.ts';
import { useFaults } from '../ui/useFaults.ts';
import type { ManyProps } from './BulkRevokeDialog.tsx';
import { CourseChoices } from './CourseChoices.tsx';
import { ManyConfirm } from './ManyConfirm.tsx';
import { ManyRun } from './ManyRun.tsx';
import { targetsQuery } from './targets.ts';

/** Gives what the chosen people hold another end. */
export default function BulkEndDialog({ meant, count, onClose, onDone }: ManyProps) {
  const { t } = useTranslation();
  const { number } = useFormat();
  const manager = useManager();
  const [day, setDay] = useState('');
  const [spared, setSpared] = useState<string[]>([]);
  const run = useChunks<string, ManyResult>((part, key) => editMany(manager.id, part, nextInputDay(day), key));
  const faults = useFaults({ endDate: !day && t('publisher.dayNeeded') });
  const { data = [], isPending, error } = useQuery({ ...targetsQuery(manager.id, meant), enabled: !run.started });
  if (run.started) return <ManyRun title={t('student.many.endTitle')} run={run} onDone={onDone} />;
  const active = data.flatMap(({ courses }) => courses).filter((l) => l.active);
  const editable = active.filter((l) => l.editable);
  const fixed = active.length - editable.length;
  const ids = editable.filter((l) => !spared.includes(l.title)).map((l) => String(l.licenseId));
  const endsNow = day !== '' && day < inputDay(0);
  return (
    <ManyConfirm
      title={t('student.many.endTitle')}
      lead={t('student.many.endLead', { count, number: number(count) })}
      action={t(endsNow ? 'student.many.endNow' : 'student.many.endApply', {
        count: ids.length,
        number: number(ids.length),
      })}
      color={endsNow ? 'clay' : undefined}
      disabled={ids.length === 0}
      pending={isPending}
      error={error}
      onConfirm={faults.send(() => run.start(ids))}
      onClose={onClose}
    >
      <TextInput
        mt="md"
        type="date"
        required
        label={t('assign.endDate')}
        description={t('student.many.endHint')}
        value={day}
        onChange={(e) => setDay(e.currentTarget.value)}
        error={faults.of('endDate')}
      />
      {endsNow && (
        <Alert mt="md" color="brass" role="status">
          {t('student.many.endsNow')}
        </Alert>
      )}
      <CourseChoices licenses={editable} spared={spared} onSpare={setSpared} />
      {fixed > 0 && <p className="soft small">{t('student.many.endFixed', { count: fixed, number: number(fixed) })}</p>}
    </ManyConfirm>
  );
}
