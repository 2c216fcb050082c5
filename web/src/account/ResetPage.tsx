import { Anchor, Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Form, FormAlert } from '../ui/Form.tsx';
import { usePageSearch } from '../ui/search.ts';
import { useFaults } from '../ui/useFaults.ts';
import { passwordLength, resetPassword } from './auth.ts';
import { Door } from './Door.tsx';
import { NewPassword } from './NewPassword.tsx';

/** Chooses a new password, with the token of the mail. */
export function ResetPage() {
  const { t } = useTranslation();
  const [search] = usePageSearch();
  const [password, setPassword] = useState('');
  const reset = useMutation({ mutationFn: () => resetPassword(search.token ?? '', password) });
  const short = password.length < passwordLength && t('form.passwordHint', { count: passwordLength });
  const faults = useFaults({ newPassword: short }, reset.error);
  const again = (
    <Anchor component={Link} to={'/forgot' as '/'}>
      {t('reset.again')}
    </Anchor>
  );
  if (!search.token || search.error)
    return (
      <Door title={t('reset.deadTitle')} lead={t('reset.deadText')} below={again}>
        {null}
      </Door>
    );
  if (reset.isSuccess)
    return (
      <Door title={t('reset.doneTitle')} lead={t('reset.doneText')}>
        <Button component={Link} to={'/sign-in' as '/'}>
          {t('signIn.title')}
        </Button>
      </Door>
    );
  return (
    <Door title={t('reset.title')} below={again}>
      <Form onSubmit={faults.send(reset.mutate)} busy={reset.isPending}>
        <NewPassword value={password} onChange={setPassword} error={faults.of('newPassword')} autoFocus />
        <FormAlert mt="0">{faults.form}</FormAlert>
        <Button type="submit" loading={reset.isPending}>
          {t('reset.save')}
        </Button>
      </Form>
    </Door>
  );
}
