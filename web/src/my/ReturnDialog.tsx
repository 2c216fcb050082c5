import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { send } from '../api/app.ts';
import type { MyLicense } from '../api/types.ts';
import { Confirm } from '../ui/Confirm.tsx';
import { toast } from '../ui/problem.ts';
import { Sentence } from '../ui/Sentence.tsx';

/** Asks before a license is given back. */
export function ReturnDialog({ license, onClose }: { license: MyLicense; onClose: () => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const give = useMutation({
    mutationFn: () => send('post', '/api/app/my/licenses/{id}/return', { path: { id: license.licenseId }, body: {} }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['my'] });
      toast(<Sentence text="my.returned" values={{ course: license.title }} />);
      onClose();
    },
  });
  return (
    <Confirm
      title={t('my.returnTitle')}
      action={t('my.return')}
      danger={false}
      busy={give.isPending}
      error={give.error}
      onConfirm={() => give.mutate()}
      onClose={onClose}
    >
      <p>
        <Sentence text="my.returnText" values={{ course: license.title }} />
      </p>
    </Confirm>
  );
}
