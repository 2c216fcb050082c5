import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { refreshSession } from '../account/session.ts';
import { useWrite } from '../api/useWrite.ts';
import { toast, useReport } from '../ui/problem.ts';
import { borrow, cameTo } from './queries.ts';

/** Borrows by a link in one click, and tells what came of it. */
export function useBorrow(done?: () => void) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const report = useReport();
  const change = useWrite(borrow, ['my', 'enroll'], async (answer) => {
    const came = cameTo(answer);
    toast(t(came === 'taken' ? 'my.taken' : `library.joined.${came}`));
    done?.();
    await refreshSession();
    await client.invalidateQueries({ queryKey: ['my'] });
  });
  return {
    isPending: change.isPending,
    borrow: (linkId: string, message = '') => change.mutate({ linkId, message }, { onError: report }),
  };
}
