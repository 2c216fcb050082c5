import { ActionIcon, Alert, Button, Menu } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Webhook, WebhookDelivery } from '../api/types.ts';
import { useChange, useManager } from '../shell/manager.ts';
import { ListAhead } from '../ui/ahead.tsx';
import { BackLink } from '../ui/BackLink.tsx';
import { Empty } from '../ui/Empty.tsx';
import { IconDots } from '../ui/icons.ts';
import { ListBody } from '../ui/ListBody.tsx';
import { PageHead } from '../ui/PageHead.tsx';
import { Pager } from '../ui/Pager.tsx';
import { toast, useReport } from '../ui/problem.ts';
import { paging, type Search, usePageSearch } from '../ui/search.ts';
import { DeliveryTable } from './DeliveryTable.tsx';
import { changeWebhook, deliveriesQuery, sendAgain, testWebhook, webhookQuery } from './queries.ts';
import classes from './Webhook.module.css';
import { WebhookDialogs } from './WebhookDialogs.tsx';
import { useAnswer, useEventsText, useWhy } from './words.ts';

const STANDARD = 25;

/** One webhook: what it gets, how its deliveries went, and what can be done with it. */
export function WebhookPage() {
  const { t } = useTranslation();
  const manager = useManager();
  const { webhookId = '' } = useParams({ strict: false }) as { webhookId?: string };
  const query = useQuery(webhookQuery(manager.id, webhookId));
  const list = { ...query, data: query.data && { items: [query.data], total: 1 } };
  return (
    <>
      <BackLink to={`/m/${manager.id}/api/webhooks`}>{t('webhook.backToAll')}</BackLink>
      <ListBody query={list as never} rowHeight={90} rows={2} empty={null}>
        {([webhook]: Webhook[]) => webhook && <OneWebhook webhook={webhook} />}
      </ListBody>
    </>
  );
}

function OneWebhook({ webhook }: { webhook: Webhook }) {
  const { t } = useTranslation();
  const manager = useManager();
  const eventsText = useEventsText();
  const report = useReport();
  const [search, change] = usePageSearch();
  const test = useChange(() => testWebhook(manager.id, webhook.id));
  const { url, description, events, format } = webhook;
  const close = () => change({ dialog: undefined });
  const open = (dialog: string) => change({ dialog }, { push: true });
  return (
    <>
      <PageHead title={description || new URL(url).host} text={url}>
        {manager.canChange && (
          <>
            <Button loading={test.isPending} onClick={() => test.mutate(undefined, { onError: report })}>
              {t('webhook.test')}
            </Button>
            <Button variant="default" onClick={() => open('edit')}>
              {t('common.edit')}
            </Button>
            <MoreActions webhook={webhook} onOpen={open} />
          </>
        )}
      </PageHead>
      <p className={classes.facts}>
        {t(`webhook.formats.${format}`)} · {eventsText(events)}
      </p>
      <Disabled webhook={webhook} />
      {test.data && <TestResult delivery={test.data} />}
      <Deliveries webhook={webhook} />
      {manager.canChange && <WebhookDialogs dialog={search.dialog} webhook={webhook} onClose={close} />}
    </>
  );
}

/** What is done more rarely. */
function MoreActions({ webhook, onOpen }: { webhook: Webhook; onOpen: (dialog: string) => void }) {
  const { t } = useTranslation();
  const manager = useManager();
  const report = useReport();
  const change = useChange(
    () => changeWebhook(manager.id, webhook.id, { state: 'disabled' }),
    () => toast(t('webhook.disabledDone')),
  );
  const active = webhook.state === 'active';
  return (
    <Menu position="bottom-end" width={230}>
      <Menu.Target>
        <ActionIcon variant="default" size={36} aria-label={t('webhook.more')}>
          <IconDots size={18} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {active && <Menu.Item onClick={() => onOpen('replay')}>{t('webhook.replayOpen')}</Menu.Item>}
        <Menu.Item onClick={() => onOpen('rotate')}>{t('webhook.rotateOpen')}</Menu.Item>
        {active && (
          <Menu.Item onClick={() => change.mutate(undefined, { onError: report })}>{t('webhook.disable')}</Menu.Item>
        )}
        <Menu.Item onClick={() => onOpen('delete')}>{t('common.delete')}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

/** Why nothing is sent, and the way back. */
function Disabled({ webhook }: { webhook: Webhook }) {
  const { t } = useTranslation();
  const manager = useManager();
  const why = useWhy();
  const report = useReport();
  const change = useChange(
    () => changeWebhook(manager.id, webhook.id, { state: 'active' }),
    () => toast(t('webhook.enabledDone')),
  );
  if (webhook.disabledWhy === null) return null;
  return (
    <Alert color="clay" mb="lg" title={t('webhook.disabledTitle')}>
      <p>
        <span dir="auto">{why(webhook.disabledWhy)}</span> {t('webhook.disabledText')}
      </p>
      {manager.canChange && (
        <Button
          mt="sm"
          size="xs"
          loading={change.isPending}
          onClick={() => change.mutate(undefined, { onError: report })}
        >
          {t('webhook.enable')}
        </Button>
      )}
    </Alert>
  );
}

/** How the last test went. */
function TestResult({ delivery }: { delivery: WebhookDelivery }) {
  const { t } = useTranslation();
  const answerOf = useAnswer();
  const good = delivery.state === 'delivered';
  return (
    <Alert
      mb="lg"
      color={good ? 'green' : 'clay'}
      role="status"
      title={t(good ? 'webhook.testGood' : 'webhook.testBad')}
    >
      <span dir="auto">{answerOf(delivery)}</span>
    </Alert>
  );
}

function Deliveries({ webhook }: { webhook: Webhook }) {
  const { t } = useTranslation();
  const manager = useManager();
  const report = useReport();
  const [search] = usePageSearch();
  const list = (at: Search) => deliveriesQuery(manager.id, webhook.id, paging(at, STANDARD));
  const query = useQuery(list(search));
  const again = useChange(
    (id: string) => sendAgain(manager.id, webhook.id, id),
    () => toast(t('webhook.resentDone')),
  );
  const onResend =
    manager.canChange && webhook.state === 'active' ? (id: string) => again.mutate(id, { onError: report }) : undefined;
  return (
    <ListAhead of={list as never}>
      <h2 className={classes.sub}>{t('webhook.deliveries')}</h2>
      <ListBody
        query={query}
        rowHeight={56}
        standard={STANDARD}
        empty={<Empty title={t('webhook.noDeliveriesTitle')} text={t('webhook.noDeliveriesText')} />}
      >
        {(deliveries, total) => (
          <>
            <DeliveryTable deliveries={deliveries} onResend={onResend} />
            <Pager total={total} standard={STANDARD} />
          </>
        )}
      </ListBody>
    </ListAhead>
  );
}
