import { Checkbox } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Account } from '../api/types.ts';
import { Confirm } from '../ui/Confirm.tsx';
import { toast } from '../ui/problem.ts';
import { Sentence } from '../ui/Sentence.tsx';
import { type Act, act } from './accounts.ts';
import { usePublish } from './queries.ts';

/** Asks before something is done to the account of another person, and does it. */
export function AccountDialog({ account, what, onClose }: { account: Account; what: Act; onClose: () => void }) {
  const { t } = useTranslation();
  const name = account.name || account.email;
  const [withTokens, setWithTokens] = useState(what === 'delete');
  const change = usePublish((deleteTokens: boolean) => act(account.id, what, deleteTokens));
  const confirm = () =>
    change.mutate(withTokens, {
      onSuccess: () => {
        toast(<Sentence text={`accounts.done.${what}`} values={{ name }} />);
        onClose();
      },
    });
  return (
    <Confirm
      title={t(`accounts.asks.${what}`)}
      action={t(`accounts.acts.${what}`)}
      danger={what !== 'enable' && !what.startsWith('make')}
      busy={change.isPending}
      error={change.error}
      onConfirm={confirm}
      onClose={onClose}
    >
      <p>
        <Sentence text={`accounts.texts.${what}`} values={{ name, email: account.email }} />
      </p>
      {(what === 'disable' || what === 'delete') && (
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
