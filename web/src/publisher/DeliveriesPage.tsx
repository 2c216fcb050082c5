import { Badge, Button, NativeSelect } from '@mantine/core';
import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { getList, send } from '../api/app.ts';
import { ListAhead } from '../ui/ahead.tsx';
import { Empty } from '../ui/Empty.tsx';
import { useFormat } from '../ui/format.ts';
import { ListBody } from '../ui/ListBody.tsx';
import { PageHead } from '../ui/PageHead.tsx';
import { Pager } from '../ui/Pager.tsx';
import { toast, useReport } from '../ui/problem.ts';
import { paging, type Search, usePageSearch } from '../ui/search.ts';
import { Toolbar } from '../ui/Toolbar.tsx';
import { PAGE_SIZE } from './PublisherList.tsx';
import { DataTable, useStaff } from './parts.tsx';
import { usePublish } from './queries.ts';

const V1 = '/api/app/publisher/v1';
const states = ['waiting', 'delivered', 'failed'] as const;
const channels = ['mail', 'webhook'] as const;
const colors = { waiting: 'brass', delivered: 'green', failed: 'clay' } as const;

interface Asked {
  state: string | undefined;
  channel: string | undefined;
  page: number;
  pageSize: number;
}

const deliveriesQuery = (query: Asked) =>
  queryOptions({
    queryKey: ['publisher', 'deliveries', query],
    queryFn: ({ signal }) => getList(`${V1}/deliveries`, { query, signal }),
    placeholderData: keepPreviousData,
  });

const retryDelivery = (id: string) => send('post', `${V1}/deliveries/{id}/retry`, { path: { id } });

const askedAt = (at: Search): Asked => ({
  state: at.state || undefined,
  channel: at.channel || undefined,
  ...paging(at, PAGE_SIZE),
});

/** Mails and webhooks of everybody: whether they arrived, and the way to send them again. */
export function DeliveriesPage() {
  const { t } = useTranslation();
  const { dateTime, number } = useFormat();
  const { canChange } = useStaff();
  const report = useReport();
  const [search, change] = usePageSearch();
  const list = (at: Search) => deliveriesQuery(askedAt(at));
  const query = useQuery(list(search));
  const retry = usePublish(retryDelivery);
  const again = (id: string) =>
    retry.mutate(id, { onSuccess: () => toast(t('console.deliveries.againDone')), onError: report });
  const choice = (name: 'state' | 'channel', values: readonly string[]) => (
    <NativeSelect
      aria-label={t(`console.deliveries.${name}`)}
      value={search[name] ?? ''}
      data={[
        { value: '', label: t(`console.deliveries.every.${name}`) },
        ...values.map((value) => ({ value, label: t(`console.deliveries.words.${value}`) })),
      ]}
      onChange={(e) => change({ [name]: e.currentTarget.value, page: undefined })}
    />
  );
  return (
    <ListAhead of={list}>
      <PageHead title={t('console.deliveries.title')} text={t('console.deliveries.lead')} />
      <Toolbar>
        {choice('state', states)}
        {choice('channel', channels)}
      </Toolbar>
      <ListBody
        standard={PAGE_SIZE}
        query={query}
        rowHeight={56}
        rows={8}
        empty={<Empty title={t('console.deliveries.none')} text={t('console.deliveries.noneText')} />}
      >
        {(deliveries, total) => (
          <>
            <DataTable
              rows={deliveries}
              keyOf={({ id }) => id}
              columns={[
                {
                  label: 'console.deliveries.to',
                  head: true,
                  cell: ({ target, state, error }) => (
                    <>
                      <bdi>{target}</bdi>{' '}
                      <Badge size="sm" variant="light" color={colors[state]}>
                        {t(`console.deliveries.words.${state}`)}
                      </Badge>
                      {error && <div className="soft small">{error}</div>}
                    </>
                  ),
                },
                {
                  label: 'console.deliveries.channel',
                  cell: ({ channel }) => t(`console.deliveries.words.${channel}`),
                },
                {
                  label: 'console.deliveries.kind',
                  cell: ({ kind }) => t(`console.settings.kinds.${kind}`, { defaultValue: kind }),
                },
                { label: 'console.deliveries.attempts', cell: ({ attempts }) => number(attempts) },
                { label: 'console.since', cell: ({ created }) => dateTime(created) },
              ]}
              actions={({ id, state, target }) =>
                canChange &&
                state !== 'delivered' && (
                  <Button
                    size="compact-sm"
                    variant="subtle"
                    onClick={() => again(id)}
                    aria-label={`${t('console.deliveries.again')}: ${target}`}
                  >
                    {t('console.deliveries.again')}
                  </Button>
                )
              }
            />
            <Pager total={total} standard={PAGE_SIZE} />
          </>
        )}
      </ListBody>
    </ListAhead>
  );
}
