import { Anchor, Button, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { LookAtMail } from '../mail/LookAtMail.tsx';
import { isAddress } from '../ui/address.ts';
import { Form, FormAlert } from '../ui/Form.tsx';
import { useFaults } from '../ui/useFaults.ts';
import { askReset } from './auth.ts';
import { Door } from './Door.tsx';

/** Asks for a mail with which a new password is chosen. */
export function ForgotPage() {
  const { t } = useTranslation();
  const [email, setEmail] = useState('');
  const ask = useMutation({ mutationFn: () => askReset(email.trim()) });
  const faults = useFaults({ email: !isAddress(email) && t('form.emailNeeded') }, ask.error);
  const back = (
    <Anchor component={Link} to={'/sign-in' as '/'}>
      {t('forgot.back')}
    </Anchor>
  );
  if (ask.isSuccess)
    return (
      <Door title={t('signIn.mailedTitle')} lead={t('forgot.sent', { email })} below={back}>
        <LookAtMail email={email} />
      </Door>
    );
  return (
    <Door title={t('forgot.title')} lead={t('forgot.lead')} below={back}>
      <Form onSubmit={faults.send(ask.mutate)} busy={ask.isPending}>
        <TextInput
          type="email"
          required
          autoComplete="username"
          label={t('form.email')}
          value={email}
          onChange={(e) => setEmail(e.currentTarget.value)}
          error={faults.of('email')}
          autoFocus
        />
        <FormAlert mt="0">{faults.form}</FormAlert>
        <Button type="submit" loading={ask.isPending}>
          {t('forgot.send')}
        </Button>
      </Form>
    </Door>
  );
}
