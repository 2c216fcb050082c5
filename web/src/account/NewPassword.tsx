import { PasswordInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { passwordLength } from './auth.ts';

/** The field for a password that is new. */
export function NewPassword({
  value,
  onChange,
  error,
}: {
  value: string;
  onChange: (value: string) => void;
  error?: string | undefined;
}) {
  const { t } = useTranslation();
  return (
    <PasswordInput
      label={t('form.newPassword')}
      description={t('form.passwordHint', { count: passwordLength })}
      required
      minLength={passwordLength}
      autoComplete="new-password"
      value={value}
      onChange={(e) => onChange(e.currentTarget.value)}
      error={error}
      visibilityToggleButtonProps={{ 'aria-label': t('form.showPassword') }}
    />
  );
}
