import { Button, Radio, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { StaffRole } from '../api/types.ts';
import { isAddress } from '../ui/address.ts';
import { Dialog, DialogFoot } from '../ui/Dialog.tsx';
import { Form, FormAlert } from '../ui/Form.tsx';
import { toast } from '../ui/problem.ts';
import { Sentence } from '../ui/Sentence.tsx';
import { useFaults } from '../ui/useFaults.ts';
import { addStaff } from './accounts.ts';
import { usePublish } from './queries.ts';

/** Makes a person staff of the publisher, who is told by mail. */
export function AddStaffDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const [email, setEmail] = useState('');
  const [name, setName] = useState('');
  const [role, setRole] = useState<StaffRole>('staff');
  const change = usePublish(addStaff);
  const faults = useFaults({ email: !isAddress(email) && t('form.emailNeeded'), name: null, role: null }, change.error);
  const submit = faults.send(() =>
    change.mutate(
      { email: email.trim(), role, ...(name.trim() && { name: name.trim() }) },
      {
        onSuccess: ({ email: added }) => {
          toast(<Sentence text="accounts.done.add" values={{ email: added }} />);
          onClose();
        },
      },
    ),
  );
  return (
    <Dialog title={t('accounts.addTitle')} onClose={onClose} busy={change.isPending}>
      <Form onSubmit={submit} busy={change.isPending}>
        <p className="soft">{t('accounts.addText')}</p>
        <TextInput
          mt="md"
          required
          type="email"
          label={t('form.email')}
          value={email}
          onChange={(e) => setEmail(e.currentTarget.value)}
          error={faults.of('email')}
          data-autofocus
        />
        <TextInput
          mt="md"
          label={t('form.name')}
          description={t('accounts.nameHint')}
          value={name}
          onChange={(e) => setName(e.currentTarget.value)}
          error={faults.of('name')}
        />
        <Radio.Group
          mt="md"
          label={t('console.roles.title')}
          value={role}
          onChange={(value) => setRole(value as StaffRole)}
        >
          {(['owner', 'staff', 'viewer'] as const).map((value) => (
            <Radio
              key={value}
              mt="xs"
              value={value}
              label={t(`console.roles.${value}`)}
              description={t(`console.roleHints.${value}`)}
            />
          ))}
        </Radio.Group>
        <FormAlert>{faults.form}</FormAlert>
        <DialogFoot>
          <Button variant="default" onClick={onClose} disabled={change.isPending}>
            {t('common.cancel')}
          </Button>
          <Button type="submit" loading={change.isPending}>
            {t('accounts.add')}
          </Button>
        </DialogFoot>
      </Form>
    </Dialog>
  );
}
