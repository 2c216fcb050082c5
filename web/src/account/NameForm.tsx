import { Button, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { get } from '../api/app.ts';
import { isNamed } from '../student/filters.ts';
import { Form, FormAlert } from '../ui/Form.tsx';
import { toast } from '../ui/problem.ts';
import { useFaults } from '../ui/useFaults.ts';
import classes from './Account.module.css';
import { changeName } from './auth.ts';
import { Section } from './Section.tsx';
import { refreshSession } from './session.ts';

/** What license managers call the person, where that is not the name of the account; null where it is. */
function useOtherName(saved: string): string | null {
  const { data } = useQuery({
    queryKey: ['my', 'name'],
    queryFn: () => get('/api/app/my/name', {}),
  });
  const onLicenses = data?.onLicenses ?? null;
  return onLicenses === saved ? null : onLicenses;
}

/** The name of the account, and on the licenses that the person holds. */
export function NameForm({ name: saved }: { name: string }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const other = useOtherName(saved);
  const [name, setName] = useState(saved);
  const save = useMutation({
    mutationFn: () => changeName(name.trim()),
    onSuccess: async () => {
      await refreshSession();
      await client.invalidateQueries({ queryKey: ['my'] });
      toast(t('account.nameSaved'));
    },
  });
  const faults = useFaults({ name: !name.trim() && t('form.yourNameNeeded') }, save.error);
  return (
    <Section title={t('account.profile')} text={t('account.profileHint')}>
      <Form className={classes.inline} onSubmit={faults.send(save.mutate)} busy={save.isPending}>
        <TextInput
          required
          label={t('form.yourName')}
          autoComplete="name"
          value={name}
          onChange={(e) => setName(e.currentTarget.value)}
          error={faults.of('name')}
        />
        <Button
          type="submit"
          variant="default"
          loading={save.isPending}
          disabled={name.trim() === saved && other === null}
        >
          {t('common.save')}
        </Button>
        <FormAlert mt="0">{faults.form}</FormAlert>
      </Form>
      {other !== null && (
        <p className="soft small">
          {isNamed({ name: other }) ? t('account.otherName', { name: other }) : t('account.noName')}
        </p>
      )}
    </Section>
  );
}
