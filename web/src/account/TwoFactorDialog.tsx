import { Button, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TwoFactorSecret } from '../api/types.ts';
import { lazyPart } from '../shell/lazy.ts';
import { CopyField } from '../ui/CopyField.tsx';
import { Dialog, DialogFoot } from '../ui/Dialog.tsx';
import { Form } from '../ui/Form.tsx';
import { toast, useErrorText } from '../ui/problem.ts';
import { useFaults } from '../ui/useFaults.ts';
import classes from './Account.module.css';
import { AskPassword } from './AskPassword.tsx';
import { enableTwoFactor, verifyCode } from './auth.ts';
import { BackupCodes } from './BackupCodes.tsx';
import { refreshSession } from './session.ts';

const QrCode = lazyPart(() => import('../ui/QrCode.tsx'));

/** Sets up the second factor: password, picture to scan, first code, codes to keep. */
export default function TwoFactorDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const [secret, setSecret] = useState<TwoFactorSecret | null>(null);
  const [verified, setVerified] = useState(false);
  const enable = useMutation({ mutationFn: enableTwoFactor, onSuccess: setSecret });
  const finish = async () => {
    await refreshSession();
    toast(t('account.twoFactorDone'));
    onClose();
  };
  return (
    <Dialog title={t('account.twoFactorOn')} onClose={verified ? finish : onClose} busy={verified}>
      {!secret && (
        <AskPassword
          lead={t('twoFactor.passwordLead')}
          action={t('common.next')}
          busy={enable.isPending}
          error={enable.error}
          onProof={(proof) => enable.mutate(proof)}
          onClose={onClose}
        />
      )}
      {secret && !verified && <ScanStep secret={secret} onVerified={() => setVerified(true)} />}
      {secret && verified && (
        <>
          <BackupCodes codes={secret.backupCodes} />
          <DialogFoot>
            <Button onClick={finish}>{t('twoFactor.kept')}</Button>
          </DialogFoot>
        </>
      )}
    </Dialog>
  );
}

function ScanStep({ secret, onVerified }: { secret: TwoFactorSecret; onVerified: () => void }) {
  const { t } = useTranslation();
  const text = useErrorText();
  const [code, setCode] = useState('');
  const verify = useMutation({ mutationFn: () => verifyCode(code.replaceAll(' ', '')), onSuccess: onVerified });
  const faults = useFaults({ code: !code.trim() && t('form.codeNeeded') });
  const key = new URL(secret.totpURI).searchParams.get('secret') ?? '';
  return (
    <Form className={classes.stack} onSubmit={faults.send(verify.mutate)} busy={verify.isPending}>
      <p className="soft">{t('twoFactor.scan')}</p>
      <QrCode text={secret.totpURI} label={t('twoFactor.qr')} />
      <div>
        <p className="soft small">{t('twoFactor.byHand')}</p>
        <CopyField value={key} label={t('twoFactor.key')} />
      </div>
      <TextInput
        required
        label={t('twoFactor.code')}
        inputMode="numeric"
        autoComplete="one-time-code"
        value={code}
        onChange={(e) => setCode(e.currentTarget.value)}
        error={faults.of('code') ?? (verify.error ? text(verify.error) : undefined)}
        data-autofocus
      />
      <DialogFoot>
        <Button type="submit" loading={verify.isPending}>
          {t('common.next')}
        </Button>
      </DialogFoot>
    </Form>
  );
}
