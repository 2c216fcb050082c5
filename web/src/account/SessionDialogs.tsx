import { Button, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useLocation, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { tellTabs } from '../api/presence.ts';
import { Dialog, DialogFoot } from '../ui/Dialog.tsx';
import { Form } from '../ui/Form.tsx';
import { PasswordField } from '../ui/PasswordField.tsx';
import { useErrorText } from '../ui/problem.ts';
import { useFaults } from '../ui/useFaults.ts';
import { signIn, verifyCode } from './auth.ts';
import { forgetPerson, refreshSession, useSession } from './session.ts';

interface Ending {
  /** Milliseconds until the session ends. */
  left: number;
  /** True where nothing can put that off. */
  final: boolean;
  onAccept: () => void;
}

/** Says that the session ends soon, and renews it by one request where that can be. */
export function SessionEnding({ left, final, onAccept }: Ending) {
  const { t } = useTranslation();
  const text = useErrorText();
  const stay = useMutation({ mutationFn: () => refreshSession() });
  const answer = final ? onAccept : () => stay.mutate();
  const count = Math.ceil(left / 60_000);
  return (
    <Dialog over title={t('session.endingTitle')} onClose={answer} busy={stay.isPending}>
      <p role="status">{t(final ? 'session.endingFinal' : 'session.ending', { count })}</p>
      {stay.error && <p role="alert">{text(stay.error)}</p>}
      <DialogFoot>
        <Button loading={stay.isPending} onClick={answer} data-autofocus data-mantine-stop-propagation>
          {t(final ? 'session.accept' : 'session.stay')}
        </Button>
      </DialogFoot>
    </Dialog>
  );
}

/** Signs the same person in again, over the page: what stands there stays. */
export function SignInAgain() {
  const { t } = useTranslation();
  const { user } = useSession();
  const client = useQueryClient();
  const navigate = useNavigate();
  const next = useLocation({ select: (l) => l.href });
  const [coded, setCoded] = useState(false);
  const email = user?.email ?? '';
  const enter = async () => {
    await refreshSession();
    tellTabs('signed-in');
    await client.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'session' });
  };
  const otherwise = async () => {
    forgetPerson('keep');
    await navigate({ to: '/sign-in' as '/', search: { reason: 'session_ended', next, email } as never });
  };
  return (
    <Dialog over title={t('session.endedTitle')} onClose={() => undefined} busy>
      <p>{t('session.ended')}</p>
      {coded ? (
        <CodeForm onDone={enter} />
      ) : (
        <PasswordForm email={email} onDone={enter} onCode={() => setCoded(true)} />
      )}
      <Button mt="xs" fullWidth variant="subtle" onClick={otherwise} data-mantine-stop-propagation>
        {t('session.otherwise')}
      </Button>
    </Dialog>
  );
}

interface PasswordProps {
  email: string;
  onDone: () => Promise<void>;
  onCode: () => void;
}

function PasswordForm({ email, onDone, onCode }: PasswordProps) {
  const { t } = useTranslation();
  const text = useErrorText();
  const [password, setPassword] = useState('');
  const enter = useMutation({
    mutationFn: () => signIn(email, password),
    onSuccess: ({ twoFactorRedirect }) => (twoFactorRedirect ? onCode() : onDone()),
  });
  const faults = useFaults({ password: !password && t('form.passwordNeeded') });
  return (
    <Form onSubmit={faults.send(enter.mutate)} busy={enter.isPending}>
      <TextInput mt="md" type="email" label={t('form.email')} autoComplete="username" value={email} readOnly />
      <PasswordField
        mt="md"
        required
        label={t('form.password')}
        autoComplete="current-password"
        value={password}
        onChange={(e) => setPassword(e.currentTarget.value)}
        error={faults.of('password') ?? (enter.error ? text(enter.error) : undefined)}
        errorProps={{ role: 'alert' }}
        data-autofocus
        data-mantine-stop-propagation
      />
      <Button mt="md" fullWidth type="submit" loading={enter.isPending} data-mantine-stop-propagation>
        {t('signIn.enter')}
      </Button>
    </Form>
  );
}

function CodeForm({ onDone }: { onDone: () => Promise<void> }) {
  const { t } = useTranslation();
  const text = useErrorText();
  const [code, setCode] = useState('');
  const enter = useMutation({ mutationFn: () => verifyCode(code.replaceAll(' ', ''), false), onSuccess: onDone });
  const faults = useFaults({ code: !code.trim() && t('form.codeNeeded') });
  return (
    <Form onSubmit={faults.send(enter.mutate)} busy={enter.isPending}>
      <TextInput
        mt="md"
        required
        autoFocus
        label={t('twoFactor.code')}
        autoComplete="one-time-code"
        inputMode="numeric"
        value={code}
        onChange={(e) => setCode(e.currentTarget.value)}
        error={faults.of('code') ?? (enter.error ? text(enter.error) : undefined)}
        errorProps={{ role: 'alert' }}
        data-mantine-stop-propagation
      />
      <Button mt="md" fullWidth type="submit" loading={enter.isPending} data-mantine-stop-propagation>
        {t('signIn.enter')}
      </Button>
    </Form>
  );
}
