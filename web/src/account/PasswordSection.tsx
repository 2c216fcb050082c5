import { Button, Skeleton } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Form, FormAlert } from '../ui/Form.tsx';
import { PasswordField } from '../ui/PasswordField.tsx';
import { toast } from '../ui/problem.ts';
import { useFaults } from '../ui/useFaults.ts';
import classes from './Account.module.css';
import { changePassword, passwordLength, setPassword } from './auth.ts';
import { MailedCode } from './MailedCode.tsx';
import { NewPassword } from './NewPassword.tsx';
import { Section } from './Section.tsx';
import { useMethods } from './useMethods.ts';

const FIELDS = { INVALID_PASSWORD: 'proof', INVALID_PROOF: 'proof', rate_limited: 'proof' };

/** A new password, or the first one of a person who signs in by mail; the other sessions end with it. */
export function PasswordSection() {
  const { t } = useTranslation();
  const methods = useMethods();
  const has = methods?.password;
  return (
    <Section title={t('account.password')} text={t(has === false ? 'account.noPasswordHint' : 'account.passwordHint')}>
      {methods ? <PasswordForm key={String(has)} has={methods.password} /> : <Skeleton height={150} />}
    </Section>
  );
}

function PasswordForm({ has }: { has: boolean }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [proof, setProof] = useState('');
  const [wanted, setWanted] = useState('');
  const save = useMutation({
    mutationFn: () => (has ? changePassword(proof, wanted) : setPassword(proof, wanted)),
    onSuccess: async () => {
      setProof('');
      setWanted('');
      toast(t(has ? 'account.passwordSaved' : 'account.passwordSet'));
      await client.invalidateQueries();
    },
  });
  const faults = useFaults(
    {
      proof: !proof.trim() && t(has ? 'form.passwordNeeded' : 'form.codeNeeded'),
      newPassword: wanted.length < passwordLength && t('form.passwordHint', { count: passwordLength }),
    },
    save.error,
    FIELDS,
  );
  return (
    <Form className={classes.stack} onSubmit={faults.send(save.mutate)} busy={save.isPending}>
      {has ? (
        <PasswordField
          required
          label={t('account.currentPassword')}
          autoComplete="current-password"
          value={proof}
          onChange={(e) => setProof(e.currentTarget.value)}
          error={faults.of('proof')}
        />
      ) : (
        <MailedCode value={proof} onChange={setProof} error={faults.of('proof')} />
      )}
      <NewPassword value={wanted} onChange={setWanted} error={faults.of('newPassword')} />
      <FormAlert mt="0">{faults.form}</FormAlert>
      <Button type="submit" variant="default" className={classes.start} loading={save.isPending}>
        {t(has ? 'account.changePassword' : 'account.setPassword')}
      </Button>
    </Form>
  );
}
