import { Alert, Anchor, Button, Skeleton, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { request } from '../api/http.ts';
import type { Role } from '../api/types.ts';
import { useFieldErrors } from '../ui/problem.ts';
import { Door } from './Door.tsx';
import { NewPassword } from './NewPassword.tsx';
import { refreshSession, useSession } from './session.ts';

interface Invitation {
  email: string;
  manager: string;
  role: Role;
  expired: boolean;
}

/** Accepts an invitation into a license manager, with a new account or the one signed in. */
export function InvitationPage() {
  const { t } = useTranslation();
  const { code } = useParams({ strict: false }) as { code: string };
  const { user } = useSession();
  const { data, isPending } = useQuery({
    queryKey: ['invitation', code],
    queryFn: () => request<Invitation>(`/api/app/invitation/${encodeURIComponent(code)}`),
    retry: false,
  });
  if (isPending)
    return (
      <Door title={t('invitation.loading')}>
        <Skeleton height={120} />
      </Door>
    );
  if (!data || data.expired)
    return (
      <Door title={t('invitation.deadTitle')} lead={t('invitation.deadText')}>
        <Button component={Link} to="/" variant="default">
          {t('common.home')}
        </Button>
      </Door>
    );
  const signInHere = (
    <Anchor
      component={Link}
      to={'/sign-in' as '/'}
      search={{ next: `/invitation/${code}`, email: data.email } as never}
    >
      {t('invitation.haveAccount')}
    </Anchor>
  );
  return (
    <Door
      title={t('invitation.title', { manager: data.manager })}
      lead={t('invitation.lead', { role: t(`member.roles.${data.role}`), email: data.email })}
      below={user ? undefined : signInHere}
    >
      <AcceptForm code={code} known={Boolean(user)} />
    </Door>
  );
}

function AcceptForm({ code, known }: { code: string; known: boolean }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const errors = useFieldErrors();
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const accept = useMutation({
    mutationFn: () =>
      request(`/api/app/invitation/${encodeURIComponent(code)}`, {
        method: 'POST',
        body: known ? {} : { name: name.trim(), password },
      }),
    onSuccess: async () => {
      await refreshSession();
      await navigate({ to: '/' });
    },
  });
  const problem = accept.error ? errors(accept.error, {}) : { fields: {} as Record<string, string>, form: null };
  return (
    <form
      onSubmit={(e) => {
        e.preventDefault();
        accept.mutate();
      }}
    >
      {!known && (
        <TextInput
          required
          label={t('form.yourName')}
          autoComplete="name"
          value={name}
          onChange={(e) => setName(e.currentTarget.value)}
          error={problem.fields.name}
        />
      )}
      {!known && <NewPassword value={password} onChange={setPassword} error={problem.fields.password} />}
      {problem.form && (
        <Alert color="clay" role="alert">
          {problem.form}
        </Alert>
      )}
      <Button type="submit" loading={accept.isPending}>
        {t('invitation.accept')}
      </Button>
    </form>
  );
}
