import { useNavigate } from '@tanstack/react-router';
import { Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import type { Webhook } from '../api/types.ts';
import { lazyPart } from '../shell/lazy.ts';
import { useChange, useManager } from '../shell/manager.ts';
import { Confirm } from '../ui/Confirm.tsx';
import { toast } from '../ui/problem.ts';
import { Sentence } from '../ui/Sentence.tsx';
import { deleteWebhook, rotateSecret } from './queries.ts';
import { SecretDialog } from './SecretDialog.tsx';

const EditWebhookDialog = lazyPart(() => import('./EditWebhookDialog.tsx'));
const ReplayDialog = lazyPart(() => import('./ReplayDialog.tsx'));

interface Props {
  webhook: Webhook;
  onClose: () => void;
}

/** The dialog that is open over the page of a webhook. */
export function WebhookDialogs({ dialog, ...props }: Props & { dialog: string | undefined }) {
  return (
    <Suspense>
      {dialog === 'edit' && <EditWebhookDialog {...props} />}
      {dialog === 'replay' && <ReplayDialog {...props} />}
      {dialog === 'rotate' && <RotateDialog {...props} />}
      {dialog === 'delete' && <DeleteDialog {...props} />}
    </Suspense>
  );
}

/** Makes a new secret and shows it, once. */
function RotateDialog({ webhook, onClose }: Props) {
  const { t } = useTranslation();
  const manager = useManager();
  const change = useChange(() => rotateSecret(manager.id, webhook.id));
  if (change.data) {
    const { secret } = change.data;
    const note = t('webhook.rotatedNote');
    return <SecretDialog title={t('webhook.rotatedTitle')} secret={secret} note={note} onClose={onClose} />;
  }
  return (
    <Confirm
      title={t('webhook.rotateTitle')}
      action={t('webhook.rotate')}
      danger={false}
      busy={change.isPending}
      error={change.error}
      onConfirm={() => change.mutate(undefined)}
      onClose={onClose}
    >
      <p>{t('webhook.rotateText')}</p>
    </Confirm>
  );
}

/** Deletes a webhook; what waits for it is not sent. */
function DeleteDialog({ webhook, onClose }: Props) {
  const { t } = useTranslation();
  const manager = useManager();
  const navigate = useNavigate();
  const change = useChange(
    () => deleteWebhook(manager.id, webhook.id),
    () => {
      toast(t('webhook.deletedDone'));
      void navigate({ to: `/m/${manager.id}/api/webhooks` as '/', replace: true });
    },
  );
  return (
    <Confirm
      title={t('webhook.deleteTitle')}
      action={t('webhook.deleteAction')}
      busy={change.isPending}
      error={change.error}
      onConfirm={() => change.mutate(undefined)}
      onClose={onClose}
    >
      <p>
        <Sentence text="webhook.deleteText" values={{ url: webhook.url }} />
      </p>
    </Confirm>
  );
}
