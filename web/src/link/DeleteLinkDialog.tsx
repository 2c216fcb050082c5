import { Checkbox } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { EnrollLink } from '../api/types.ts';
import { useChange, useManager } from '../shell/manager.ts';
import { Confirm } from '../ui/Confirm.tsx';
import { toast } from '../ui/problem.ts';
import { Sentence } from '../ui/Sentence.tsx';
import { deleteLink } from './queries.ts';

/** Deletes a link, and on demand takes back the licenses that it gave. */
export function DeleteLinkDialog({ link, onClose }: { link: EnrollLink; onClose: () => void }) {
  const { t } = useTranslation();
  const manager = useManager();
  const [revoke, setRevoke] = useState(false);
  const change = useChange(
    (withLicenses: boolean) => deleteLink(manager.id, link.id, withLicenses),
    () => {
      toast(t('link.deletedDone'));
      onClose();
    },
  );
  return (
    <Confirm
      title={t('link.deleteTitle')}
      action={t('link.deleteAction')}
      busy={change.isPending}
      error={change.error}
      onConfirm={() => change.mutate(revoke)}
      onClose={onClose}
    >
      <p>
        <Sentence text="link.deleteText" values={{ course: link.course.title }} />
      </p>
      {link.transferable && link.used > 0 && (
        <Checkbox
          mt="md"
          label={t('link.deleteRevoke', { count: link.used })}
          description={t('link.deleteRevokeHint')}
          checked={revoke}
          onChange={(e) => setRevoke(e.currentTarget.checked)}
        />
      )}
    </Confirm>
  );
}
