import { useTranslation } from 'react-i18next';
import { PasswordField } from '../ui/PasswordField.tsx';
import { passwordLength } from './auth.ts';

/** The field for a password that is new. */
export function NewPassword({
  value,
  onChange,
  error,
  autoFocus = false,
}: {
  value: string;
  onChange: (value: string) => void;
  error?: string | undefined;
  autoFocus?: boolean;
}) {
  const { t } = useTranslation();
  return (
    <PasswordField
      label={t('form.newPassword')}
      description={t('form.passwordHint', { count: passwordLength })}
      required
      minLength={passwordLength}
      autoComplete="new-password"
      value={value}
      onChange={(e) => onChange(e.currentTarget.value)}
      error={error}
      autoFocus={autoFocus}
    />
  );
}
