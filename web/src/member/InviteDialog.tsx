import { Alert, Button, Radio, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useDraft } from '../account/useDraft.ts';
import type { Role } from '../api/types.ts';
import { useChange, useManager } from '../shell/manager.ts';
import { Dialog, DialogFoot } from '../ui/Dialog.tsx';
import { toast, useFieldErrors } from '../ui/problem.ts';
import { invite, roles } from './queries.ts';

/** Asks a person to join; the mail holds the way in. */
export default function InviteDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const manager = useManager();
  const [email, setEmail, forget] = useDraft('invite', '');
  const [role, setRole] = useState<Role>('manager');
  const errors = useFieldErrors();
  const change = useChange((body: { email: string; role: Role }) => invite(manager.id, body));
  const problem = change.error
    ? errors(change.error, { already_member: 'email' })
    : { fields: {} as Record<string, string>, form: null };
  const close = () => {
    forget();
    onClose();
  };
  const submit = (e: React.FormEvent) => {
    e.preventDefault();
    change.mutate(
      { email: email.trim(), role },
      {
        onSuccess: () => {
          toast(t('member.invitedDone', { email }));
          close();
        },
      },
    );
  };
  return (
    <Dialog title={t('member.inviteTitle')} onClose={close} busy={change.isPending}>
      <form onSubmit={submit}>
        <TextInput
          inputMode="email"
          required
          label={t('form.email')}
          value={email}
          onChange={(e) => setEmail(e.currentTarget.value)}
          error={problem.fields.email}
          data-autofocus
        />
        <Radio.Group mt="md" label={t('member.columns.role')} value={role} onChange={(r) => setRole(r as Role)}>
          {roles.map((r) => (
            <Radio key={r} mt="xs" value={r} label={t(`member.roles.${r}`)} description={t(`member.roleHints.${r}`)} />
          ))}
        </Radio.Group>
        {problem.form && (
          <Alert mt="md" color="clay" role="alert">
            {problem.form}
          </Alert>
        )}
        <DialogFoot>
          <Button variant="default" onClick={close}>
            {t('common.cancel')}
          </Button>
          <Button type="submit" loading={change.isPending}>
            {t('member.send')}
          </Button>
        </DialogFoot>
      </form>
    </Dialog>
  );
}
