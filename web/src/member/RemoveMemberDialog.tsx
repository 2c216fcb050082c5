import { useTranslation } from 'react-i18next';
import type { Member } from '../api/types.ts';
import { useChange, useManager } from '../shell/manager.ts';
import { Confirm } from '../ui/Confirm.tsx';
import { toast } from '../ui/problem.ts';
import { removeMember } from './queries.ts';

/** Takes a person's access to this license manager away. */
export function RemoveMemberDialog({ member, onClose }: { member: Member; onClose: () => void }) {
  const { t } = useTranslation();
  const manager = useManager();
  const name = member.name || member.email;
  const change = useChange(
    () => removeMember(manager.id, member.id),
    () => {
      toast(t('member.removedDone', { name }));
      onClose();
    },
  );
  return (
    <Confirm
      title={t('member.removeTitle')}
      action={t('member.remove')}
      busy={change.isPending}
      error={change.error}
      onConfirm={() => change.mutate(undefined)}
      onClose={onClose}
    >
      <p>{t('member.removeText', { name, manager: manager.name })}</p>
    </Confirm>
  );
}
