import { Alert, Anchor, Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useErrorText } from '../ui/problem.ts';
import { usePageSearch } from '../ui/search.ts';
import { resetPassword } from './auth.ts';
import { Door } from './Door.tsx';
import { NewPassword } from './NewPassword.tsx';

/** Chooses a new password, with the token of the mail. */
export function ResetPage() {
  const { t } = useTranslation();
  const text = useErrorText();
  const [search] = usePageSearch();
  const [password, setPassword] = useState('');
  const reset = useMutation({ mutationFn: () => resetPassword(search.token ?? '', password) });
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
      <form
        onSubmit={(e) => {
          e.preventDefault();
          reset.mutate();
        }}
      >
        <NewPassword value={password} onChange={setPassword} />
        {reset.error && (
          <Alert color="clay" role="alert">
            {text(reset.error)}
          </Alert>
        )}
        <Button type="submit" loading={reset.isPending}>
          {t('reset.save')}
        </Button>
      </form>
    </Door>
  );
}
