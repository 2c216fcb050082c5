import { Alert, Button, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useTranslation } from 'react-i18next';
import { Dialog, DialogFoot } from '../ui/Dialog.tsx';
import { toast, useFieldErrors } from '../ui/problem.ts';
import { addStaff } from './accounts.ts';
import { usePublish } from './queries.ts';

/** Makes a person staff of the publisher, who is told by mail. */
export function AddStaffDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const errors = useFieldErrors();
  const form = useForm({ initialValues: { email: '', name: '' } });
  const change = usePublish(addStaff);
  const problem = change.error ? errors(change.error, {}) : { fields: {} as Record<string, string>, form: null };
  const submit = form.onSubmit(({ email, name }) =>
    change.mutate(
      { email: email.trim(), ...(name.trim() && { name: name.trim() }) },
      {
        onSuccess: ({ email: added }) => {
          toast(t('accounts.done.add', { email: added }));
          onClose();
        },
      },
    ),
  );
  return (
    <Dialog title={t('accounts.addTitle')} onClose={onClose} busy={change.isPending}>
      <form onSubmit={submit}>
        <p className="soft">{t('accounts.addText')}</p>
        <TextInput
          mt="md"
          required
          type="email"
          label={t('form.email')}
          {...form.getInputProps('email')}
          error={problem.fields.email}
          data-autofocus
        />
        <TextInput
          mt="md"
          label={t('form.name')}
          description={t('accounts.nameHint')}
          {...form.getInputProps('name')}
          error={problem.fields.name}
        />
        {problem.form && (
          <Alert mt="md" color="clay" role="alert">
            {problem.form}
          </Alert>
        )}
        <DialogFoot>
          <Button variant="default" onClick={onClose}>
            {t('common.cancel')}
          </Button>
          <Button type="submit" loading={change.isPending} disabled={!form.values.email.trim()}>
            {t('accounts.add')}
          </Button>
        </DialogFoot>
      </form>
    </Dialog>
  );
}
