import { useTranslation } from 'react-i18next';
import { useChange, useManager } from '../shell/manager.ts';
import { Dialog } from '../ui/Dialog.tsx';
import { useFormat } from '../ui/format.ts';
import { toast } from '../ui/problem.ts';
import { AssignForm } from './AssignForm.tsx';
import type { PoolChoice } from './poolChoices.ts';
import { type Assignment, assign } from './queries.ts';

/** Gives one license to one person; a refusal stands beside the field that it is about. */
export default function AssignDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const manager = useManager();
  const { lastDay } = useFormat();
  const change = useChange((a: Assignment) => assign(manager.id, a));
  const onAssign = (assignment: Assignment, pool: PoolChoice) =>
    change.mutate(assignment, {
      onSuccess: ({ student, end }) => {
        toast(t('assign.done', { name: student.name, course: pool.title, end: lastDay(end) }));
        onClose();
      },
    });
  return (
    <Dialog title={t('assign.title')} onClose={onClose} busy={change.isPending}>
      <AssignForm
        busy={change.isPending}
        error={change.error}
        onReset={change.reset}
        onAssign={onAssign}
        onClose={onClose}
      />
    </Dialog>
  );
}
