import { Button, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useErrorText } from '../ui/problem.ts';
import classes from './Account.module.css';
import { mailProof } from './auth.ts';

interface Props {
  value: string;
  error?: string | undefined;
  onChange: (code: string) => void;
}

/** Asks a person who has no password for a code that is mailed to them. */
export function MailedCode({ value, error, onChange }: Props) {
  const { t } = useTranslation();
  const text = useErrorText();
  const mail = useMutation({ mutationFn: mailProof });
  return (
    <>
      <p className="soft">{t('proof.lead')}</p>
      <Button variant="default" className={classes.start} loading={mail.isPending} onClick={() => mail.mutate()}>
        {t(mail.isSuccess ? 'proof.again' : 'proof.send')}
      </Button>
      <p role="status" className="soft small">
        {mail.error ? text(mail.error) : mail.isSuccess && t('proof.sent')}
      </p>
      <TextInput
        required
        label={t('proof.code')}
        autoComplete="one-time-code"
        value={value}
        onChange={(e) => onChange(e.currentTarget.value)}
        error={error}
      />
    </>
  );
}
