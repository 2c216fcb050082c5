import { Alert, Anchor, Button, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { Link, Navigate, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { LookAtMail } from '../mail/LookAtMail.tsx';
import { isAddress } from '../ui/address.ts';
import { Form } from '../ui/Form.tsx';
import { PasswordField } from '../ui/PasswordField.tsx';
import { useErrorText } from '../ui/problem.ts';
import { usePageSearch } from '../ui/search.ts';
import { useFaults } from '../ui/useFaults.ts';
import { mailLink, nextPath, signIn } from './auth.ts';
import classes from './Door.module.css';
import { Door } from './Door.tsx';
import { OtherAddress } from './OtherAddress.tsx';
import { ProviderButtons } from './ProviderButtons.tsx';
import { refreshSession, useSession } from './session.ts';

/** Three ways in: a password, a mailed link, another site's account. */
export function SignInPage() {
  const { t, i18n } = useTranslation();
  const [search] = usePageSearch();
  const next = nextPath(search.next);
  const session = useSession();
  const [email, setEmail] = useState(search.email ?? '');
  const mailed = useMutation({ mutationFn: () => mailLink(email.trim(), next) });
  const text = useErrorText();
  if (session.setupNeeded) return <Navigate to={'/setup' as '/'} replace />;
  if (session.user) return <Navigate to={next as '/'} replace />;
  if (mailed.isSuccess)
    return (
      <Door title={t('signIn.mailedTitle')} lead={t('signIn.mailedText', { email })}>
        <LookAtMail email={email} />
        <Button variant="default" onClick={() => mailed.reset()}>
          {t('common.back')}
        </Button>
      </Door>
    );
  return (
    <Door title={t('signIn.title')} lead={t('signIn.lead')}>
      <OtherAddress />
      {search.error && (
        <Alert color="clay" role="alert">
          {t(`error.${search.error}`, { defaultValue: t('signIn.linkFailed') })}
        </Alert>
      )}
      {search.reason && !search.error && i18n.exists(`signIn.reasons.${search.reason}`) && (
        <Alert color="brass" role="status">
          {t(`signIn.reasons.${search.reason}`)}
        </Alert>
      )}
      <PasswordForm email={email} onEmail={setEmail} next={next} />
      <div className={classes.or}>{t('signIn.or')}</div>
      <div className={classes.stack}>
        <Button
          variant="default"
          loading={mailed.isPending}
          onClick={() => (email.includes('@') ? mailed.mutate() : document.getElementById('email')?.focus())}
        >
          {t('signIn.mailLink')}
        </Button>
        <ProviderButtons providers={session.providers} next={next} />
      </div>
      {mailed.error && (
        <Alert color="clay" role="alert">
          {text(mailed.error)}
        </Alert>
      )}
    </Door>
  );
}

function PasswordForm({ email, onEmail, next }: { email: string; onEmail: (email: string) => void; next: string }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const text = useErrorText();
  const [password, setPassword] = useState('');
  const enter = useMutation({
    mutationFn: () => signIn(email.trim(), password),
    onSuccess: async ({ twoFactorRedirect }) => {
      if (twoFactorRedirect) return navigate({ to: '/two-factor' as '/', search: { next } as never });
      await refreshSession();
      return navigate({ to: next as '/', replace: true });
    },
  });
  const faults = useFaults({
    email: !isAddress(email) && t('form.emailNeeded'),
    password: !password && t('form.passwordNeeded'),
  });
  return (
    <Form onSubmit={faults.send(enter.mutate)} busy={enter.isPending}>
      <TextInput
        id="email"
        autoFocus
        error={faults.of('email') ?? Boolean(enter.error)}
        type="email"
        name="email"
        autoComplete="username"
        required
        label={t('form.email')}
        value={email}
        onChange={(e) => onEmail(e.currentTarget.value)}
      />
      <PasswordField
        id="password"
        error={faults.of('password') ?? (enter.error ? text(enter.error) : undefined)}
        errorProps={{ role: 'alert' }}
        name="password"
        autoComplete="current-password"
        required
        label={t('form.password')}
        value={password}
        onChange={(e) => setPassword(e.currentTarget.value)}
      />
      <Button type="submit" loading={enter.isPending}>
        {t('signIn.enter')}
      </Button>
      <Anchor component={Link} to={'/forgot' as '/'} size="sm" className={classes.forgot}>
        {t('signIn.forgot')}
      </Anchor>
    </Form>
  );
}
