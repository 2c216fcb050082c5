import { Button, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { Navigate, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { send } from '../api/app.ts';
import { isAddress } from '../ui/address.ts';
import { Form, FormAlert } from '../ui/Form.tsx';
import { usePageSearch } from '../ui/search.ts';
import { useFaults } from '../ui/useFaults.ts';
import { passwordLength, signIn } from './auth.ts';
import { Door } from './Door.tsx';
import { NewPassword } from './NewPassword.tsx';
import { refreshSession, useSession } from './session.ts';

/** The first person of a new server. */
export function SetupPage() {
  const { t } = useTranslation();
  const session = useSession();
  const navigate = useNavigate();
  const [search] = usePageSearch();
  const [code, setCode] = useState(search.code ?? '');
  const [name, setName] = useState('');
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const setup = useMutation({
    mutationFn: () =>
      send('post', '/api/app/setup', {
        body: { code: code.trim(), name: name.trim(), email: email.trim(), password },
      }),
    onSuccess: async () => {
      if (!(await refreshSession()).user) await signIn(email.trim(), password);
      await refreshSession();
      await navigate({ to: '/' });
    },
  });
  const faults = useFaults(
    {
      code: !code.trim() && t('form.codeNeeded'),
      name: !name.trim() && t('form.yourNameNeeded'),
      email: !isAddress(email) && t('form.emailNeeded'),
      password: password.length < passwordLength && t('form.passwordHint', { count: passwordLength }),
    },
    setup.error,
  );
  const wrongCode = code.trim() === '' ? faults.of('code') : faults.of('code') && t('setup.codeWrong');
  if (!session.setupNeeded && !setup.isPending && !setup.isSuccess) return <Navigate to="/" replace />;
  return (
    <Door title={t('setup.title')} lead={t('setup.lead')}>
      <Form onSubmit={faults.send(setup.mutate)} busy={setup.isPending}>
        {!search.code || faults.of('code') ? (
          <TextInput
            required
            label={t('setup.code')}
            description={t('setup.codeHint')}
            autoComplete="off"
            value={code}
            onChange={(e) => setCode(e.currentTarget.value)}
            error={wrongCode}
          />
        ) : null}
        <TextInput
          required
          label={t('form.yourName')}
          autoComplete="name"
          value={name}
          onChange={(e) => setName(e.currentTarget.value)}
          error={faults.of('name')}
        />
        <TextInput
          required
          type="email"
          label={t('form.email')}
          autoComplete="username"
          value={email}
          onChange={(e) => setEmail(e.currentTarget.value)}
          error={faults.of('email')}
        />
        <NewPassword value={password} onChange={setPassword} error={faults.of('password')} />
        <FormAlert mt="0">{faults.form}</FormAlert>
        <Button type="submit" loading={setup.isPending}>
          {t('setup.create')}
        </Button>
      </Form>
    </Door>
  );
}
