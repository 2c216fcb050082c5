import { Alert, Button, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { Navigate, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { request } from '../api/http.ts';
import { useFieldErrors } from '../ui/problem.ts';
import { usePageSearch } from '../ui/search.ts';
import { signIn } from './auth.ts';
import { Door } from './Door.tsx';
import { NewPassword } from './NewPassword.tsx';
import { refreshSession, useSession } from './session.ts';

/** The first person of a new server. */
export function SetupPage() {
  const { t } = useTranslation();
  const session = useSession();
  const navigate = useNavigate();
  const errors = useFieldErrors();
  const [search] = usePageSearch();
  const [code, setCode] = useState(search.code ?? '');
  const [name, setName] = useState('');
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const setup = useMutation({
    mutationFn: () =>
      request('/api/app/setup', {
        method: 'POST',
        body: { code: code.trim(), name: name.trim(), email: email.trim(), password },
      }),
    onSuccess: async () => {
      if (!(await refreshSession()).user) await signIn(email.trim(), password);
      await refreshSession();
      await navigate({ to: '/' });
    },
  });
  if (!session.setupNeeded && !setup.isPending && !setup.isSuccess) return <Navigate to="/" replace />;
  const problem = setup.error ? errors(setup.error, {}) : { fields: {} as Record<string, string>, form: null };
  return (
    <Door title={t('setup.title')} lead={t('setup.lead')}>
      <form
        onSubmit={(e) => {
          e.preventDefault();
          setup.mutate();
        }}
      >
        {!search.code || problem.fields.code ? (
          <TextInput
            required
            label={t('setup.code')}
            description={t('setup.codeHint')}
            autoComplete="off"
            value={code}
            onChange={(e) => setCode(e.currentTarget.value)}
            error={problem.fields.code && t('setup.codeWrong')}
          />
        ) : null}
        <TextInput
          required
          label={t('form.yourName')}
          autoComplete="name"
          value={name}
          onChange={(e) => setName(e.currentTarget.value)}
          error={problem.fields.name}
        />
        <TextInput
          required
          type="email"
          label={t('form.email')}
          autoComplete="username"
          value={email}
          onChange={(e) => setEmail(e.currentTarget.value)}
          error={problem.fields.email}
        />
        <NewPassword value={password} onChange={setPassword} error={problem.fields.password} />
        {problem.form && (
          <Alert color="clay" role="alert">
            {problem.form}
          </Alert>
        )}
        <Button type="submit" loading={setup.isPending}>
          {t('setup.create')}
        </Button>
      </form>
    </Door>
  );
}
