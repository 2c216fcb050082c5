import { Alert, Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Webhook } from '../api/types.ts';
import { useChange, useManager } from '../shell/manager.ts';
import { Dialog, DialogFoot } from '../ui/Dialog.tsx';
import { Form, FormAlert } from '../ui/Form.tsx';
import { useFormat } from '../ui/format.ts';
import { useFaults } from '../ui/useFaults.ts';
import { type Period, replay } from './queries.ts';

const DAY_MS = 86_400_000;

/** A moment as its input wants it, in the reader's time. */
function inputMoment(ms: number): string {
  const at = new Date(ms);
  return new Date(ms - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

/** Sends what happened in a time, and says how much that was. */
export default function ReplayDialog({ webhook, onClose }: { webhook: Webhook; onClose: () => void }) {
  const { t } = useTranslation();
  const { number } = useFormat();
  const manager = useManager();
  const [since, setSince] = useState(() => inputMoment(Date.now() - DAY_MS));
  const [until, setUntil] = useState('');
  const change = useChange((period: Period) => replay(manager.id, webhook.id, period));
  const isTurned = Boolean(since && until && until <= since);
  const faults = useFaults(
    { since: !since && t('webhook.sinceNeeded'), until: isTurned && t('webhook.untilLater') },
    change.error,
  );
  const send = () =>
    change.mutate({ since: new Date(since).toISOString(), until: until ? new Date(until).toISOString() : null });
  const count = change.data?.deliveries;
  return (
    <Dialog title={t('webhook.replayTitle')} onClose={onClose} busy={change.isPending}>
      <Form onSubmit={faults.send(send)} busy={change.isPending}>
        <p className="soft">{t('webhook.replayText')}</p>
        <TextInput
          mt="md"
          type="datetime-local"
          label={t('webhook.since')}
          required
          value={since}
          onChange={(e) => setSince(e.currentTarget.value)}
          error={faults.of('since')}
          data-autofocus
        />
        <TextInput
          mt="md"
          type="datetime-local"
          label={t('webhook.until')}
          description={t('webhook.untilHint')}
          value={until}
          onChange={(e) => setUntil(e.currentTarget.value)}
          error={faults.of('until')}
        />
        <FormAlert>{faults.form}</FormAlert>
        {count !== undefined && (
          <Alert mt="md" color="green" role="status">
            {t('webhook.replayed', { count, number: number(count) })}
          </Alert>
        )}
        <DialogFoot>
          <Button variant="default" onClick={onClose} disabled={change.isPending}>
            {t('common.close')}
          </Button>
          <Button type="submit" loading={change.isPending} disabled={count !== undefined}>
            {t('webhook.replay')}
          </Button>
        </DialogFoot>
      </Form>
    </Dialog>
  );
}
