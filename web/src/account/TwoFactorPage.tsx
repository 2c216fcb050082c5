import { Alert, Button, Checkbox, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Form } from '../ui/Form.tsx';
import { useErrorText } from '../ui/problem.ts';
import { usePageSearch } from '../ui/search.ts';
import { useFaults } from '../ui/useFaults.ts';
import { nextPath, verifyBackupCode, verifyCode } from './auth.ts';
import { Door } from './Door.tsx';
import { refreshSession } from './session.ts';

/** The second step of signing in: a code of the app, or one kept for a lost phone. */
export function TwoFactorPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const text = useErrorText();
  const [search, change] = usePageSearch();
  const [code, setCode] = useState('');
  const [trust, setTrust] = useState(false);
  const backup = search.backup === '1';
  const enter = useMutation({
    mutationFn: () => (backup ? verifyBackupCode(code.trim()) : verifyCode(code.replaceAll(' ', ''), trust)),
    onSuccess: async () => {
      await refreshSession();
      await navigate({ to: nextPath(search.next) as '/', replace: true });
    },
  });
  const faults = useFaults({ code: !code.trim() && t('form.codeNeeded') });
  const other = () => {
    setCode('');
    enter.reset();
    change({ backup: backup ? undefined : '1' });
  };
  return (
    <Door title={t('twoFactor.title')} lead={t(backup ? 'twoFactor.backupLead' : 'twoFactor.lead')}>
      <Form onSubmit={faults.send(enter.mutate)} busy={enter.isPending}>
        <TextInput
          label={t(backup ? 'twoFactor.backupCode' : 'twoFactor.code')}
          required
          value={code}
          onChange={(e) => setCode(e.currentTarget.value)}
          autoComplete="one-time-code"
          inputMode={backup ? 'text' : 'numeric'}
          error={faults.of('code') ?? (enter.error ? text(enter.error) : undefined)}
          autoFocus
        />
        {!backup && (
          <Checkbox label={t('twoFactor.trust')} checked={trust} onChange={(e) => setTrust(e.currentTarget.checked)} />
        )}
        <Button type="submit" loading={enter.isPending}>
          {t('signIn.enter')}
        </Button>
        <Button variant="subtle" onClick={other}>
          {t(backup ? 'twoFactor.useApp' : 'twoFactor.useBackup')}
        </Button>
      </Form>
      {enter.error ? <Alert color="brass">{t('twoFactor.stuck')}</Alert> : null}
    </Door>
  );
}
