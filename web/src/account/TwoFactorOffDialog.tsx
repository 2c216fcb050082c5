import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Dialog } from '../ui/Dialog.tsx';
import { toast } from '../ui/problem.ts';
import { AskPassword } from './AskPassword.tsx';
import { disableTwoFactor } from './auth.ts';
import { refreshSession } from './session.ts';

/** Switches the second factor off. */
export default function TwoFactorOffDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const off = useMutation({
    mutationFn: disableTwoFactor,
    onSuccess: async () => {
      await refreshSession();
      toast(t('account.twoFactorGone'));
      onClose();
    },
  });
  return (
    <Dialog title={t('account.twoFactorOff')} onClose={onClose}>
      <AskPassword
        lead={t('twoFactor.offLead')}
        action={t('account.twoFactorOff')}
        danger
        busy={off.isPending}
        error={off.error}
        onProof={(proof) => off.mutate(proof)}
        onClose={onClose}
      />
    </Dialog>
  );
}
