import { Badge, Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../ui/format.ts';
import { useReport } from '../ui/problem.ts';
import { retryShopDelivery, shopDeliveriesQuery } from './orders.ts';
import { DataTable, Loaded, Part, useStaff } from './parts.tsx';
import { usePublish } from './queries.ts';

const colors = { done: 'green', ignored: 'gray', waiting: 'brass', failed: 'clay' } as const;

/** What shops sent lately, and what became of it. */
export function ShopDeliveries() {
  const { t } = useTranslation();
  const { dateTime } = useFormat();
  const { canChange } = useStaff();
  const report = useReport();
  const query = useQuery(shopDeliveriesQuery);
  const retry = usePublish(retryShopDelivery);
  return (
    <Part title={t('console.shops.title')}>
      <Loaded query={query}>
        {({ items }) =>
          items.length === 0 ? (
            <p className="soft">{t('console.shops.none')}</p>
          ) : (
            <DataTable
              rows={items}
              keyOf={({ id }) => id}
              columns={[
                {
                  label: 'console.shops.kind',
                  head: true,
                  cell: ({ source, kind, state, why }) => (
                    <>
                      {source} <bdi>{kind}</bdi>{' '}
                      <Badge size="sm" variant="light" color={colors[state]}>
                        {t(`console.shops.states.${state}`)}
                      </Badge>
                      {why && <div className="soft small">{why}</div>}
                    </>
                  ),
                },
                { label: 'console.orders.order', cell: ({ reference }) => <bdi>{reference ?? '–'}</bdi> },
                { label: 'console.since', cell: ({ created }) => dateTime(created) },
              ]}
              actions={({ id, state }) =>
                canChange &&
                (state === 'failed' || state === 'waiting') && (
                  <Button
                    size="compact-sm"
                    variant="subtle"
                    onClick={() => retry.mutate(id, { onError: report })}
                    aria-label={`${t('common.retry')}: ${id}`}
                  >
                    {t('common.retry')}
                  </Button>
                )
              }
            />
          )
        }
      </Loaded>
    </Part>
  );
}
