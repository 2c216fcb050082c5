import { Checkbox } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { refreshSession, useSession } from '../account/session.ts';
import type { Member } from '../api/types.ts';
import { useChange, useManager } from '../shell/manager.ts';
import { Confirm } from '../ui/Confirm.tsx';
import { toast } from '../ui/problem.ts';
import { Sentence } from '../ui/Sentence.tsx';
import { removeMember } from './queries.ts';

/** Takes a person's access to this license manager away. */
export function RemoveMemberDialog({ member, onClose }: { member: Member; onClose: () => void }) {
  const { t } = useTranslation();
  const manager = useManager();
  const name = member.name || member.email;
  const own = useSession().user?.email === member.email;
  const [withTokens, setWithTokens] = useState(true);
  const change = useChange(
    (deleteTokens: boolean) => removeMember(manager.id, member.id, deleteTokens),
    () => {
      if (own) return void refreshSession(); // which leads away from here
      toast(<Sentence text="member.removedDone" values={{ name }} />);
      onClose();
    },
  );
  return (
    <Confirm
      title={t('member.removeTitle')}
      action={t('member.remove')}
      busy={change.isPending}
      error={change.error}
      onConfirm={() => change.mutate(withTokens)}
      onClose={onClose}
    >
      <p>
        <Sentence text={own ? 'member.leaveText' : 'member.removeText'} values={{ name, manager: manager.name }} />
      </p>
      {member.state === 'joined' && (
        <Checkbox
          mt="md"
          label={t('member.removeTokens')}
          description={t('member.removeTokensHint')}
          checked={withTokens}
          onChange={(e) => setWithTokens(e.currentTarget.checked)}
        />
      )}
    </Confirm>
  );
}
