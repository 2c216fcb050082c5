import { useTranslation } from 'react-i18next';
import type { HeldLicense, StudentRow } from '../api/types.ts';
import { revoke } from '../license/queries.ts';
import { useChange, useManager } from '../shell/manager.ts';
import { Confirm } from '../ui/Confirm.tsx';
import { Sentence } from '../ui/Sentence.tsx';
import { nameOf } from './filters.ts';
import { usePersonToast } from './usePersonToast.tsx';

/** Takes a license back from one person. */
export function RevokeDialog({
  license,
  student,
  onClose,
}: {
  license: HeldLicense;
  student: StudentRow;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const manager = useManager();
  const tell = usePersonToast();
  const words = { name: nameOf(student), course: license.title };
  const change = useChange(
    () => revoke(manager.id, license.licenseId),
    () => {
      tell(<Sentence text="student.revoked" values={words} />, student);
      onClose();
    },
  );
  return (
    <Confirm
      title={t('student.revokeTitle')}
      action={t('student.revoke')}
      busy={change.isPending}
      error={change.error}
      onConfirm={() => change.mutate(undefined)}
      onClose={onClose}
    >
      <p>
        <Sentence text="student.revokeText" values={words} />
      </p>
    </Confirm>
  );
}
