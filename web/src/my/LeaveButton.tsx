import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { MyEntry } from '../api/types.ts';
import { useWrite } from '../api/useWrite.ts';
import { Confirm } from '../ui/Confirm.tsx';
import { toast } from '../ui/problem.ts';
import { Sentence } from '../ui/Sentence.tsx';
import { usePageSearch } from '../ui/search.ts';
import { leaveList } from './queries.ts';

/** Leaves a waiting list, after a question: the place is then gone. */
export function LeaveButton({ entry: { id, title } }: { entry: MyEntry }) {
  const { t } = useTranslation();
  const [search, change] = usePageSearch();
  const close = () => change({ dialog: undefined, entry: undefined });
  const leave = useWrite(leaveList, ['my'], () => {
    toast(t('library.left'));
    close();
  });
  return (
    <>
      <Button
        variant="default"
        aria-label={t('library.leaveOf', { course: title })}
        onClick={() => change({ dialog: 'leave', entry: id }, { push: true })}
      >
        {t('library.leave')}
      </Button>
      {search.dialog === 'leave' && search.entry === id && (
        <Confirm
          title={t('library.leaveTitle')}
          action={t('library.leave')}
          busy={leave.isPending}
          error={leave.error}
          onConfirm={() => leave.mutate(id)}
          onClose={close}
        >
          <p>
            <Sentence text="library.leaveText" values={{ course: title }} />
          </p>
        </Confirm>
      )}
    </>
  );
}
