import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Dialog, DialogFoot } from '../ui/Dialog.tsx';
import { AskPassword } from './AskPassword.tsx';
import { newBackupCodes } from './auth.ts';
import { BackupCodes } from './BackupCodes.tsx';

/** New backup codes; the old ones stop working. */
export default function BackupCodesDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const make = useMutation({ mutationFn: newBackupCodes });
  return (
    <Dialog title={t('account.newCodes')} onClose={onClose} busy={Boolean(make.data)}>
      {make.data ? (
        <>
          <BackupCodes codes={make.data.backupCodes} />
          <DialogFoot>
            <Button onClick={onClose}>{t('twoFactor.kept')}</Button>
          </DialogFoot>
        </>
      ) : (
        <AskPassword
          lead={t('twoFactor.newCodesLead')}
          action={t('common.next')}
          busy={make.isPending}
          error={make.error}
          onProof={(proof) => make.mutate(proof)}
          onClose={onClose}
        />
      )}
    </Dialog>
  );
}
