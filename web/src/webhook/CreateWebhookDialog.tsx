import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useChange, useManager } from '../shell/manager.ts';
import { Dialog, DialogFoot } from '../ui/Dialog.tsx';
import { Form, FormAlert } from '../ui/Form.tsx';
import { createWebhook, type WebhookTerms } from './queries.ts';
import { SecretDialog } from './SecretDialog.tsx';
import { newDraft, termsOf, useWebhookFaults, WebhookFields } from './WebhookFields.tsx';

/** Makes a webhook and shows its secret, once. */
export default function CreateWebhookDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const manager = useManager();
  const [draft, setDraft] = useState(newDraft);
  const change = useChange((terms: WebhookTerms) => createWebhook(manager.id, terms));
  const faults = useWebhookFaults(draft, change.error);
  if (change.data)
    return <SecretDialog title={t('webhook.createdTitle')} secret={change.data.secret} onClose={onClose} />;
  return (
    <Dialog title={t('webhook.createTitle')} size="lg" onClose={onClose} busy={change.isPending}>
      <Form onSubmit={faults.send(() => change.mutate(termsOf(draft)))} busy={change.isPending}>
        <WebhookFields draft={draft} onDraft={setDraft} faults={faults} />
        <FormAlert>{faults.form}</FormAlert>
        <DialogFoot>
          <Button variant="default" onClick={onClose} disabled={change.isPending}>
            {t('common.cancel')}
          </Button>
          <Button type="submit" loading={change.isPending}>
            {t('webhook.create')}
          </Button>
        </DialogFoot>
      </Form>
    </Dialog>
  );
}
