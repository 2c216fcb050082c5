import { useTranslation } from 'react-i18next';
import type { Token } from '../api/types.ts';
import { useChange, useManager } from '../shell/manager.ts';
import { Confirm } from '../ui/Confirm.tsx';
import { toast } from '../ui/problem.ts';
import { Sentence } from '../ui/Sentence.tsx';
import { deleteToken } from './queries.ts';

/** Deletes a token; whoever uses it is locked out at once. */
export function DeleteTokenDialog({ token, onClose }: { token: Token; onClose: () => void }) {
  const { t } = useTranslation();
  const manager = useManager();
  const change = useChange(
    () => deleteToken(manager.id, token.id),
    () => {
      toast(<Sentence text="token.deletedDone" values={{ name: token.name }} />);
      onClose();
    },
  );
  return (
    <Confirm
      title={t('token.deleteTitle')}
      action={t('token.deleteAction')}
      busy={change.isPending}
      error={change.error}
      onConfirm={() => change.mutate(undefined)}
      onClose={onClose}
    >
      <p>
        <Sentence text="token.deleteText" values={{ name: token.name, lastTen: token.lastTen }} />
      </p>
    </Confirm>
  );
}
