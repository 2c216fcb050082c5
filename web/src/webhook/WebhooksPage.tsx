import { Badge, Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import type { Webhook } from '../api/types.ts';
import { lazyPart } from '../shell/lazy.ts';
import { useManager } from '../shell/manager.ts';
import { ApiTabs } from '../token/ApiTabs.tsx';
import card from '../ui/Card.module.css';
import { Empty } from '../ui/Empty.tsx';
import { useFormat } from '../ui/format.ts';
import { IconPlus } from '../ui/icons.ts';
import { ListBody } from '../ui/ListBody.tsx';
import { PageHead } from '../ui/PageHead.tsx';
import { usePageSearch } from '../ui/search.ts';
import { useFirstMove } from '../ui/useFirstMove.ts';
import { webhooksQuery } from './queries.ts';
import classes from './Webhook.module.css';
import { useEventsText, useWhy } from './words.ts';

const CreateWebhookDialog = lazyPart(() => import('./CreateWebhookDialog.tsx'));

export { webhooksQuery as listAt };

/** Where events are sent to, by themselves. */
export function WebhooksPage() {
  const { t } = useTranslation();
  const manager = useManager();
  useFirstMove(() => void CreateWebhookDialog.preload?.());
  const [search, change] = usePageSearch();
  const query = useQuery(webhooksQuery(manager.id));
  const createButton = manager.canChange && (
    <Button
      leftSection={<IconPlus size={17} stroke={1.7} />}
      onClick={() => change({ dialog: 'create' }, { push: true })}
    >
      {t('webhook.create')}
    </Button>
  );
  return (
    <>
      <PageHead title={t('webhook.title')} text={t('webhook.lead')}>
        {createButton}
      </PageHead>
      <ApiTabs />
      <ListBody
        query={query}
        rowHeight={64}
        rows={3}
        empty={
          <Empty title={t('webhook.emptyTitle')} text={t('webhook.emptyText')}>
            {createButton}
          </Empty>
        }
      >
        {(webhooks) => <WebhookTable webhooks={webhooks} />}
      </ListBody>
      <Suspense>
        {manager.canChange && search.dialog === 'create' && (
          <CreateWebhookDialog onClose={() => change({ dialog: undefined })} />
        )}
      </Suspense>
    </>
  );
}

function WebhookTable({ webhooks }: { webhooks: Webhook[] }) {
  const { t } = useTranslation();
  return (
    <div className={card.card}>
      <table className={card.table}>
        <thead>
          <tr>
            {['url', 'events', 'format', 'state', 'made'].map((c) => (
              <th key={c} scope="col">
                {t(`webhook.columns.${c}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {webhooks.map((w) => (
            <Row key={w.id} webhook={w} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Row({ webhook }: { webhook: Webhook }) {
  const { t } = useTranslation();
  const { date } = useFormat();
  const manager = useManager();
  const eventsText = useEventsText();
  const why = useWhy();
  const { id, url, description, events, format, state, disabledWhy, created } = webhook;
  return (
    <tr>
      <td data-head className={classes.address}>
        <Link to={`/m/${manager.id}/api/webhooks/${id}` as '/'}>
          <bdi>{description || url}</bdi>
        </Link>
        {description && <bdi className="soft small">{url}</bdi>}
      </td>
      <td data-label={t('webhook.columns.events')}>{eventsText(events)}</td>
      <td data-label={t('webhook.columns.format')}>{t(`webhook.formats.${format}`)}</td>
      <td data-label={t('webhook.columns.state')}>
        <Badge variant="light" color={state === 'active' ? 'green' : 'clay'} tt="none">
          {t(`webhook.states.${state}`)}
        </Badge>
        {disabledWhy && (
          <div className="soft small" dir="auto">
            {why(disabledWhy)}
          </div>
        )}
      </td>
      <td data-label={t('webhook.columns.made')} className="nowrap">
        {date(created)}
      </td>
    </tr>
  );
}
