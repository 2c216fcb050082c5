import { Button, PasswordInput, Skeleton } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { toast, useFieldErrors } from '../ui/problem.ts';
import classes from './Account.module.css';
import { changePassword, setPassword } from './auth.ts';
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
  const errors = useFieldErrors();
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
  const problem = save.error ? errors(save.error, FIELDS) : { fields: {} as Record<string, string>, form: null };
  const wrong = problem.fields.proof ?? problem.form ?? undefined;
  return (
    <form
      className={classes.stack}
      onSubmit={(e) => {
        e.preventDefault();
        save.mutate();
      }}
    >
      {has ? (
        <PasswordInput
          required
          label={t('account.currentPassword')}
          autoComplete="current-password"
          value={proof}
          onChange={(e) => setProof(e.currentTarget.value)}
          error={wrong}
          visibilityToggleButtonProps={{ 'aria-label': t('form.showPassword') }}
        />
      ) : (
        <MailedCode value={proof} onChange={setProof} error={wrong} />
      )}
      <NewPassword value={wanted} onChange={setWanted} error={problem.fields.newPassword} />
      <Button
        type="submit"
        variant="default"
        className={classes.start}
        loading={save.isPending}
        disabled={!proof || !wanted}
      >
        {t(has ? 'account.changePassword' : 'account.setPassword')}
      </Button>
    </form>
  );
}
