import { Alert, Button, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { request } from '../api/http.ts';
import { LookAtMail } from '../mail/LookAtMail.tsx';
import { useFieldErrors } from '../ui/problem.ts';
import classes from './Enroll.module.css';

/** Proves an address: the mail that is sent comes back to this page, signed in. */
export function ProveForm({ code, domains }: { code: string; domains: string[] | null }) {
  const { t } = useTranslation();
  const errors = useFieldErrors();
  const [email, setEmail] = useState('');
  const [name, setName] = useState('');
  const ask = useMutation({
    mutationFn: () =>
      request(`/api/app/links/${encodeURIComponent(code)}/request`, {
        method: 'POST',
        body: { email: email.trim(), name: name.trim() || undefined },
      }),
  });
  if (ask.isSuccess)
    return (
      <>
        <Alert color="green" role="status" title={t('signIn.mailedTitle')}>
          {t('enroll.mailed', { email })}
        </Alert>
        <LookAtMail email={email} />
      </>
    );
  const problem = ask.error
    ? errors(ask.error, { domain_not_allowed: 'email' })
    : { fields: {} as Record<string, string>, form: null };
  return (
    <form
      className={classes.form}
      onSubmit={(e) => {
        e.preventDefault();
        ask.mutate();
      }}
    >
      <TextInput
        inputMode="email"
        required
        label={t('form.email')}
        autoComplete="email"
        placeholder={domains?.[0] ? `name@${domains[0]}` : undefined}
        value={email}
        onChange={(e) => setEmail(e.currentTarget.value)}
        error={problem.fields.email}
      />
      <TextInput
        label={t('form.yourNameOptional')}
        autoComplete="name"
        value={name}
        onChange={(e) => setName(e.currentTarget.value)}
        error={problem.fields.name}
      />
      {problem.form && (
        <Alert color="clay" role="alert">
          {problem.form}
        </Alert>
      )}
      <Button type="submit" loading={ask.isPending}>
        {t('enroll.ask')}
      </Button>
      <p className="soft small">{t('enroll.why')}</p>
    </form>
  );
}
