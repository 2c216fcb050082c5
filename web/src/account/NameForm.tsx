import { Button, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { toast, useErrorText } from '../ui/problem.ts';
import classes from './Account.module.css';
import { changeName } from './auth.ts';
import { Section } from './Section.tsx';
import { refreshSession } from './session.ts';

export function NameForm({ name: saved }: { name: string }) {
  const { t } = useTranslation();
  const text = useErrorText();
  const [name, setName] = useState(saved);
  const save = useMutation({
    mutationFn: () => changeName(name.trim()),
    onSuccess: async () => {
      await refreshSession();
      toast(t('account.nameSaved'));
    },
  });
  return (
    <Section title={t('account.profile')} text={t('account.profileHint')}>
      <form
        className={classes.inline}
        onSubmit={(e) => {
          e.preventDefault();
          save.mutate();
        }}
      >
        <TextInput
          required
          label={t('form.yourName')}
          autoComplete="name"
          value={name}
          onChange={(e) => setName(e.currentTarget.value)}
          error={save.error ? text(save.error) : undefined}
        />
        <Button
          type="submit"
          variant="default"
          loading={save.isPending}
          disabled={!name.trim() || name.trim() === saved}
        >
          {t('common.save')}
        </Button>
      </form>
    </Section>
  );
}
