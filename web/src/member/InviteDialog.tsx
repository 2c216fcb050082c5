import { Button, Radio, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useDraft } from '../account/useDraft.ts';
import type { Role } from '../api/types.ts';
import { useChange, useManager } from '../shell/manager.ts';
import { isAddress } from '../ui/address.ts';
import { Dialog, DialogFoot } from '../ui/Dialog.tsx';
import { Form, FormAlert } from '../ui/Form.tsx';
import { toast } from '../ui/problem.ts';
import { Sentence } from '../ui/Sentence.tsx';
import { useFaults } from '../ui/useFaults.ts';
import { invite, roles } from './queries.ts';

/** Asks a person to join; the mail holds the way in. */
export default function InviteDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const manager = useManager();
  const [email, setEmail, forget] = useDraft('invite', '');
  const [role, setRole] = useState<Role>('manager');
  const change = useChange((body: { email: string; role: Role }) => invite(manager.id, body));
  const faults = useFaults({ email: !isAddress(email) && t('form.emailNeeded'), role: null }, change.error, {
    already_member: 'email',
  });
  const close = () => {
    forget();
    onClose();
  };
  const submit = faults.send(() =>
    change.mutate(
      { email: email.trim(), role },
      {
        onSuccess: () => {
          toast(<Sentence text="member.invitedDone" values={{ email }} />);
          close();
        },
      },
    ),
  );
  return (
    <Dialog title={t('member.inviteTitle')} onClose={close} busy={change.isPending}>
      <Form onSubmit={submit} busy={change.isPending}>
        <TextInput
          inputMode="email"
          required
          label={t('form.email')}
          value={email}
          onChange={(e) => setEmail(e.currentTarget.value)}
          error={faults.of('email')}
          data-autofocus
        />
        <Radio.Group mt="md" label={t('member.columns.role')} value={role} onChange={(r) => setRole(r as Role)}>
          {roles.map((r) => (
            <Radio key={r} mt="xs" value={r} label={t(`member.roles.${r}`)} description={t(`member.roleHints.${r}`)} />
          ))}
        </Radio.Group>
        <FormAlert>{faults.form}</FormAlert>
        <DialogFoot>
          <Button variant="default" onClick={close} disabled={change.isPending}>
            {t('common.cancel')}
          </Button>
          <Button type="submit" loading={change.isPending}>
            {t('member.send')}
          </Button>
        </DialogFoot>
      </Form>
    </Dialog>
  );
}
