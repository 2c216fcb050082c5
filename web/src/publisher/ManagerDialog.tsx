import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { NewManager, PublisherManager } from '../api/types.ts';
import { isAddress } from '../ui/address.ts';
import { Dialog, DialogFoot } from '../ui/Dialog.tsx';
import { Form, FormAlert } from '../ui/Form.tsx';
import { useFaults } from '../ui/useFaults.ts';
import { Owners } from './Owners.tsx';
import { changeManager, createManager, usePublish } from './queries.ts';

const domainsOf = (text: string) => text.split(/[\s,;]+/).filter(Boolean);

/** A new license manager, or an existing one to change. */
export function ManagerDialog({ manager, onClose }: { manager?: PublisherManager; onClose: () => void }) {
  const { t } = useTranslation();
  const [values, setValues] = useState({
    name: manager?.name ?? '',
    email: manager?.email ?? '',
    domains: manager?.allowedDomains.join(', ') ?? '',
    ownerEmail: '',
  });
  const { name, email, domains, ownerEmail } = values;
  const set = (field: keyof typeof values) => (e: React.ChangeEvent<HTMLInputElement>) =>
    setValues({ ...values, [field]: e.currentTarget.value });
  const change = usePublish((body: NewManager) => (manager ? changeManager(manager.id, body) : createManager(body)));
  const faults = useFaults(
    {
      name: !name.trim() && t('form.needed'),
      email: !isAddress(email) && t('form.emailNeeded'),
      allowedDomains: null,
      ...(!manager && { ownerEmail: ownerEmail.trim() !== '' && !isAddress(ownerEmail) && t('form.emailNeeded') }),
    } as Record<'name' | 'email' | 'allowedDomains' | 'ownerEmail', string | false | null>,
    change.error,
  );
  const submit = faults.send(() =>
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
  return (
    <Dialog title={title} onClose={onClose} busy={change.isPending}>
      <Form onSubmit={submit} busy={change.isPending}>
        <TextInput
          required
          label={t('form.name')}
          value={name}
          onChange={set('name')}
          error={faults.of('name')}
          data-autofocus
        />
        <TextInput
          mt="md"
          required
          inputMode="email"
          label={t('form.email')}
          value={email}
          onChange={set('email')}
          error={faults.of('email')}
        />
        <TextInput
          mt="md"
          label={t('publisher.domains')}
          description={t('publisher.domainsHint')}
          placeholder="example.com, example.org"
          value={domains}
          onChange={set('domains')}
          error={faults.of('allowedDomains')}
        />
        {!manager && (
          <TextInput
            mt="md"
            inputMode="email"
            label={t('publisher.owner')}
            description={t('publisher.ownerHint')}
            value={ownerEmail}
            onChange={set('ownerEmail')}
            error={faults.of('ownerEmail')}
          />
        )}
        {domainsOf(domains).length === 0 && <p className="soft small">{t('publisher.noDomainsHint')}</p>}
        <FormAlert>{faults.form}</FormAlert>
        <DialogFoot>
          <Button variant="default" onClick={onClose} disabled={change.isPending}>
            {t('common.cancel')}
          </Button>
          <Button type="submit" loading={change.isPending}>
            {t(manager ? 'common.save' : 'common.create')}
          </Button>
        </DialogFoot>
      </Form>
      {manager && <Owners manager={manager} />}
    </Dialog>
  );
}
