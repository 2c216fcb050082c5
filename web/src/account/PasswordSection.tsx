import { Button, PasswordInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { toast, useErrorText } from '../ui/problem.ts';
import classes from './Account.module.css';
import { changePassword } from './auth.ts';
import { NewPassword } from './NewPassword.tsx';
import { Section } from './Section.tsx';

/** A new password; the other sessions end with the old one. */
export function PasswordSection() {
  const { t } = useTranslation();
  const text = useErrorText();
  const [current, setCurrent] = useState('');
  const [wanted, setWanted] = useState('');
  const save = useMutation({
    mutationFn: () => changePassword(current, wanted),
    onSuccess: () => {
      setCurrent('');
      setWanted('');
      toast(t('account.passwordSaved'));
    },
  });
  return (
    <Section title={t('account.password')} text={t('account.passwordHint')}>
      <form
        className={classes.stack}
        onSubmit={(e) => {
          e.preventDefault();
          save.mutate();
        }}
      >
        <PasswordInput
          required
          label={t('account.currentPassword')}
          autoComplete="current-password"
          value={current}
          onChange={(e) => setCurrent(e.currentTarget.value)}
          error={save.error ? text(save.error) : undefined}
          visibilityToggleButtonProps={{ 'aria-label': t('form.showPassword') }}
        />
        <NewPassword value={wanted} onChange={setWanted} />
        <Button
          type="submit"
          variant="default"
          className={classes.start}
          loading={save.isPending}
          disabled={!current || !wanted}
        >
          {t('account.changePassword')}
        </Button>
      </form>
    </Section>
  );
}
