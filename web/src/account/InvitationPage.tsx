import { Alert, Button, Skeleton, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { ApiError } from 'carrel-client';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { get, send } from '../api/app.ts';
import { LookAtMail } from '../mail/LookAtMail.tsx';
import { Form, FormAlert } from '../ui/Form.tsx';
import { useErrorText } from '../ui/problem.ts';
import { useFaults } from '../ui/useFaults.ts';
import { mailLink, passwordLength } from './auth.ts';
import { Door } from './Door.tsx';
import { NewPassword } from './NewPassword.tsx';
import { refreshSession, signOut, useSession } from './session.ts';

/** Accepts an invitation into a license manager; says what is so, and what helps, where that cannot be. */
export function InvitationPage() {
  const { t } = useTranslation();
  const { code } = useParams({ strict: false }) as { code: string };
  const { user } = useSession();
  const { data, error, isPending } = useQuery({
    queryKey: ['invitation', code],
    queryFn: () => get('/api/app/invitation/{code}', { path: { code } }),
    retry: false,
  });
  if (isPending)
    return (
      <Door title={t('invitation.loading')}>
        <Skeleton height={120} />
      </Door>
    );
  if (!data) return <Refused error={error} signedIn={user !== null} />;
  if (data.expired) return <Closed words="expired" manager={data.manager} />;
  if (user && user.email !== data.email) return <ForAnother email={data.email} own={user.email} />;
  const title = t('invitation.title', { manager: data.manager });
  const lead = t('invitation.lead', { role: t(`member.roles.${data.role}`), email: data.email });
  return (
    <Door title={title} lead={lead}>
      {!user && (data.account || !data.proves) ? (
        <Prove code={code} email={data.email} account={data.account} />
      ) : (
        <AcceptForm code={code} known={user !== null} />
      )}
    </Door>
  );
}

/** The server knows no open invitation of this code, and why. */
function Refused({ error, signedIn }: { error: Error | null; signedIn: boolean }) {
  const { t } = useTranslation();
  const text = useErrorText();
  const code = error instanceof ApiError ? error.code : null;
  if (code === 'invitation_accepted')
    return (
      <Door title={t('invitation.acceptedTitle')} lead={t(`invitation.accepted${signedIn ? 'Here' : 'Text'}`)}>
        <Button component={Link} to={signedIn ? '/' : ('/sign-in' as '/')}>
          {t(signedIn ? 'common.home' : 'signIn.enter')}
        </Button>
      </Door>
    );
  if (code === 'invitation_replaced') return <Closed words="replaced" />;
  if (code === 'not_found') return <Closed words="dead" />;
  return (
    <Door title={t('error.loadTitle')} lead={text(error)}>
      <Button onClick={() => location.reload()}>{t('common.retry')}</Button>
    </Door>
  );
}

function Closed({ words, manager = '' }: { words: 'dead' | 'expired' | 'replaced'; manager?: string }) {
  const { t } = useTranslation();
  return (
    <Door title={t(`invitation.${words}Title`)} lead={t(`invitation.${words}Text`, { manager })}>
      <Button component={Link} to="/" variant="default">
        {t('common.home')}
      </Button>
    </Door>
  );
}

/** Somebody else is signed in here. */
function ForAnother({ email, own }: { email: string; own: string }) {
  const { t } = useTranslation();
  const leave = useMutation({ mutationFn: signOut, onSuccess: () => location.reload() });
  return (
    <Door title={t('invitation.otherTitle')} lead={t('invitation.otherText', { email, own })}>
      <Button loading={leave.isPending} onClick={() => leave.mutate()}>
        {t('invitation.switch')}
      </Button>
      <Button component={Link} to="/" variant="default">
        {t('invitation.stay')}
      </Button>
    </Door>
  );
}

/** The address must be shown to be one's own first: by signing in, or by a mail to it. */
function Prove({ code, email, account }: { code: string; email: string; account: boolean }) {
  const { t } = useTranslation();
  const text = useErrorText();
  const next = `/invitation/${code}`;
  const ask = useMutation({ mutationFn: () => mailLink(email, next) });
  if (ask.isSuccess)
    return (
      <>
        <Alert color="green" role="status" title={t('signIn.mailedTitle')}>
          {t('signIn.mailedText', { email })}
        </Alert>
        <LookAtMail email={email} />
      </>
    );
  return (
    <>
      <p>{t(account ? 'invitation.haveAccountText' : 'invitation.proveText', { email })}</p>
      {ask.error && (
        <Alert color="clay" role="alert">
          {text(ask.error)}
        </Alert>
      )}
      <Button component={Link} to={'/sign-in' as '/'} search={{ next, email } as never}>
        {t('signIn.enter')}
      </Button>
      <Button variant="default" loading={ask.isPending} onClick={() => ask.mutate()}>
        {t('signIn.mailLink')}
      </Button>
    </>
  );
}

function AcceptForm({ code, known }: { code: string; known: boolean }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const before = useSession().managers.map((m) => m.id);
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const accept = useMutation({
    mutationFn: () =>
      send('post', '/api/app/invitation/{code}', {
        path: { code },
        body: known ? {} : { name: name.trim(), password },
      }),
    onSuccess: async () => {
      const { managers } = await refreshSession();
      const joined = managers.find((m) => !before.includes(m.id));
      await navigate({ to: (joined ? `/m/${joined.id}/licenses` : '/') as '/' });
    },
  });
  const short = password.length < passwordLength && t('form.passwordHint', { count: passwordLength });
  const faults = useFaults(
    { name: !known && !name.trim() && t('form.yourNameNeeded'), password: !known && short },
    accept.error,
  );
  return (
    <Form onSubmit={faults.send(accept.mutate)} busy={accept.isPending}>
      {!known && (
        <TextInput
          required
          label={t('form.yourName')}
          autoComplete="name"
          value={name}
          onChange={(e) => setName(e.currentTarget.value)}
          error={faults.of('name')}
        />
      )}
      {!known && <NewPassword value={password} onChange={setPassword} error={faults.of('password')} />}
      <FormAlert mt="0">{faults.form}</FormAlert>
      <Button type="submit" loading={accept.isPending}>
        {t('invitation.accept')}
      </Button>
    </Form>
  );
}
