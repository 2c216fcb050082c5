import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useManager } from '../shell/manager.ts';
import { useFormat } from '../ui/format.ts';
import { type ManyResult, useChunks } from '../ui/useChunks.ts';
import type { ManyProps } from './BulkRevokeDialog.tsx';
import { ManyConfirm } from './ManyConfirm.tsx';
import { ManyRun } from './ManyRun.tsx';
import { remindMany } from './queries.ts';
import { targetsQuery } from './targets.ts';

/** Mails those of the chosen people who have not opened a course that they hold. */
export default function BulkRemindDialog({ meant, count, onClose, onDone }: ManyProps) {
  const { t } = useTranslation();
  const { number } = useFormat();
  const manager = useManager();
  const run = useChunks<number, ManyResult>((part) => remindMany(manager.id, part));
  const { data = [], isPending, error } = useQuery({ ...targetsQuery(manager.id, meant), enabled: !run.started });
  if (run.started) return <ManyRun title={t('student.many.remindTitle')} run={run} onDone={onDone} />;
  const waiting = data.filter(({ courses }) => courses.some((l) => l.active && !l.lastAccess));
  const ids = waiting.map(({ student }) => student.id);
  const opened = data.length - ids.length;
  return (
    <ManyConfirm
      title={t('student.many.remindTitle')}
      lead={t('student.many.remindLead', { count, number: number(count) })}
      action={t('student.many.remindApply', { count: ids.length, number: number(ids.length) })}
      disabled={ids.length === 0}
      pending={isPending}
      error={error}
      onConfirm={() => run.start(ids)}
      onClose={onClose}
    >
      {opened > 0 && (
        <p className="soft small">{t('student.many.remindOpened', { count: opened, number: number(opened) })}</p>
      )}
    </ManyConfirm>
  );
}
