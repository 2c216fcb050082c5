import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Webhook } from '../api/types.ts';
import { useChange, useManager } from '../shell/manager.ts';
import { Dialog, DialogFoot } from '../ui/Dialog.tsx';
import { Form, FormAlert } from '../ui/Form.tsx';
import { toast } from '../ui/problem.ts';
import { changeWebhook, type WebhookTerms } from './queries.ts';
import { draftOf, termsOf, useWebhookFaults, WebhookFields } from './WebhookFields.tsx';

/** Changes where a webhook posts to, what, and how. */
export default function EditWebhookDialog({ webhook, onClose }: { webhook: Webhook; onClose: () => void }) {
  const { t } = useTranslation();
  const manager = useManager();
  const [draft, setDraft] = useState(() => draftOf(webhook));
  const change = useChange(
    (terms: WebhookTerms) => changeWebhook(manager.id, webhook.id, terms),
    () => {
      toast(t('webhook.changedDone'));
      onClose();
    },
  );
  const faults = useWebhookFaults(draft, change.error);
  return (
    <Dialog title={t('webhook.editTitle')} size="lg" onClose={onClose} busy={change.isPending}>
      <Form onSubmit={faults.send(() => change.mutate(termsOf(draft)))} busy={change.isPending}>
        <WebhookFields draft={draft} onDraft={setDraft} faults={faults} />
        <FormAlert>{faults.form}</FormAlert>
        <DialogFoot>
          <Button variant="default" onClick={onClose} disabled={change.isPending}>
            {t('common.cancel')}
          </Button>
          <Button type="submit" loading={change.isPending}>
            {t('common.save')}
          </Button>
        </DialogFoot>
      </Form>
    </Dialog>
  );
}
