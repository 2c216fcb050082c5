import { Alert, Button, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useTranslation } from 'react-i18next';
import type { PublisherManager } from '../api/types.ts';
import { Dialog, DialogFoot } from '../ui/Dialog.tsx';
import { useFieldErrors } from '../ui/problem.ts';
import { Owners } from './Owners.tsx';
import { changeManager, createIn, usePublish } from './queries.ts';

const domainsOf = (text: string) => text.split(/[\s,;]+/).filter(Boolean);

/** A new license manager, or an existing one to change. */
export function ManagerDialog({ manager, onClose }: { manager?: PublisherManager; onClose: () => void }) {
  const { t } = useTranslation();
  const errors = useFieldErrors();
  const form = useForm({
    initialValues: {
      name: manager?.name ?? '',
      email: manager?.email ?? '',
      domains: manager?.allowedDomains.join(', ') ?? '',
      ownerEmail: '',
    },
  });
  const change = usePublish((body: object) => (manager ? changeManager(manager.id, body) : createIn('managers', body)));
  const problem = change.error ? errors(change.error, {}) : { fields: {} as Record<string, string>, form: null };
  const submit = form.onSubmit(({ name, email, domains, ownerEmail }) =>
    change.mutate(
      {
        name: name.trim(),
        email: email.trim(),
        allowedDomains: domainsOf(domains),
        ...(ownerEmail.trim() && { ownerEmail: ownerEmail.trim() }),
      },
      { onSuccess: onClose },
    ),
  );
  const title = manager ? t('publisher.editManager') : t('publisher.newManager');
  const domainProblem = Object.entries(problem.fields).find(([k]) => k.startsWith('allowedDomains'))?.[1];
  return (
    <Dialog title={title} onClose={onClose}>
      <form onSubmit={submit}>
        <TextInput
          required
          label={t('form.name')}
          {...form.getInputProps('name')}
          error={problem.fields.name}
          data-autofocus
        />
        <TextInput
          mt="md"
          required
          inputMode="email"
          label={t('form.email')}
          {...form.getInputProps('email')}
          error={problem.fields.email}
        />
        <TextInput
          mt="md"
          label={t('publisher.domains')}
          description={t('publisher.domainsHint')}
          placeholder="example.com, example.org"
          {...form.getInputProps('domains')}
          error={domainProblem}
        />
        {!manager && (
          <TextInput
            mt="md"
            inputMode="email"
            label={t('publisher.owner')}
            description={t('publisher.ownerHint')}
            {...form.getInputProps('ownerEmail')}
            error={problem.fields.ownerEmail}
          />
        )}
        {domainsOf(form.values.domains).length === 0 && <p className="soft small">{t('publisher.noDomainsHint')}</p>}
        {problem.form && (
          <Alert mt="md" color="clay" role="alert">
            {problem.form}
          </Alert>
        )}
        <DialogFoot>
          <Button variant="default" onClick={onClose}>
            {t('common.cancel')}
          </Button>
          <Button type="submit" loading={change.isPending}>
            {t(manager ? 'common.save' : 'common.create')}
          </Button>
        </DialogFoot>
      </form>
      {manager && <Owners manager={manager} />}
    </Dialog>
  );
}
