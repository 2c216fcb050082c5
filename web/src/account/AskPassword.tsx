import { Button, PasswordInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { DialogFoot } from '../ui/Dialog.tsx';
import { useErrorText } from '../ui/problem.ts';

interface Props {
  lead: string;
  action: string;
  danger?: boolean;
  busy: boolean;
  error: unknown;
  onPassword: (password: string) => void;
  onClose: () => void;
}

/** Asks for the password again before something delicate. */
export function AskPassword({ lead, action, danger = false, busy, error, onPassword, onClose }: Props) {
  const { t } = useTranslation();
  const text = useErrorText();
  const [password, setPassword] = useState('');
  return (
    <form
      onSubmit={(e) => {
        e.preventDefault();
        onPassword(password);
      }}
    >
      <p className="soft">{lead}</p>
      <PasswordInput
        mt="md"
        required
        label={t('form.password')}
        autoComplete="current-password"
        value={password}
        onChange={(e) => setPassword(e.currentTarget.value)}
        error={error ? text(error) : undefined}
        visibilityToggleButtonProps={{ 'aria-label': t('form.showPassword') }}
        data-autofocus
      />
      <DialogFoot>
        <Button variant="default" onClick={onClose}>
          {t('common.cancel')}
        </Button>
        <Button type="submit" color={danger ? 'clay' : undefined} loading={busy}>
          {action}
        </Button>
      </DialogFoot>
    </form>
  );
}
