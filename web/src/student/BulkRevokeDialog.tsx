import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RevokeResult } from '../api/types.ts';
import { revokeMany } from '../license/queries.ts';
import { useManager } from '../shell/manager.ts';
import { useFormat } from '../ui/format.ts';
import { useChunks } from '../ui/useChunks.ts';
import { CourseChoices } from './CourseChoices.tsx';
import { ManyConfirm } from './ManyConfirm.tsx';
import { ManyRun } from './ManyRun.tsx';
import { type Meant, targetsQuery } from './targets.ts';

/** A dialog about many: whom it concerns, and how many those are. */
export interface ManyProps {
  meant: Meant;
  count: number;
  onClose: () => void;
  onDone: () => void;
}

/** Takes back what the chosen people hold: by course, after showing how many. */
export default function BulkRevokeDialog({ meant, count, onClose, onDone }: ManyProps) {
  const { t } = useTranslation();
  const { number } = useFormat();
  const manager = useManager();
  const [spared, setSpared] = useState<string[]>([]);
  const run = useChunks<string, RevokeResult>((part, key) => revokeMany(manager.id, part, key));
  const { data = [], isPending, error } = useQuery({ ...targetsQuery(manager.id, meant), enabled: !run.started });
  if (run.started) return <ManyRun title={t('student.revokeManyTitle')} run={run} onDone={onDone} />;
  const active = data.flatMap(({ courses }) => courses).filter((l) => l.active);
  const revokable = active.filter((l) => l.revokable);
  const fixed = active.length - revokable.length;
  const ids = revokable.filter((l) => !spared.includes(l.title)).map((l) => String(l.licenseId));
  return (
    <ManyConfirm
      title={t('student.revokeManyTitle')}
      lead={t('student.revokeManyLead', { count, number: number(count) })}
      action={t('student.revokeCount', { count: ids.length, number: number(ids.length) })}
      color="clay"
      disabled={ids.length === 0}
      pending={isPending}
      error={error}
      onConfirm={() => run.start(ids)}
      onClose={onClose}
    >
      <CourseChoices licenses={revokable} spared={spared} onSpare={setSpared} />
      {fixed > 0 && <p className="soft small">{t('student.revokeFixed', { count: fixed, number: number(fixed) })}</p>}
      {revokable.length === 0 && <p>{t('student.revokeNone')}</p>}
    </ManyConfirm>
  );
}
