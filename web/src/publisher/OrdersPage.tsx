import { Badge, Button, NativeSelect } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { PublisherOrder } from '../api/types.ts';
import { ListAhead } from '../ui/ahead.tsx';
import { Empty } from '../ui/Empty.tsx';
import { useFormat } from '../ui/format.ts';
import { ListBody } from '../ui/ListBody.tsx';
import { PageHead } from '../ui/PageHead.tsx';
import { Pager } from '../ui/Pager.tsx';
import { SearchField } from '../ui/SearchField.tsx';
import { type Search, usePageSearch } from '../ui/search.ts';
import { Toolbar } from '../ui/Toolbar.tsx';
import classes from './Console.module.css';
import { CancelOrderDialog, ResolveDialog } from './OrderDialogs.tsx';
import { orderStates, ordersQuery } from './orders.ts';
import { Products } from './Products.tsx';
import { PAGE_SIZE, pageAt } from './PublisherList.tsx';
import { DataTable, To, useStaff } from './parts.tsx';
import { useManagerNames } from './queries.ts';
import { ShopDeliveries } from './ShopDeliveries.tsx';

const colors = { active: 'green', parked: 'brass', cancelled: 'gray' } as const;

/** What was ordered, and what it became; what is parked is resolved here. */
export function OrdersPage() {
  const { t } = useTranslation();
  const [search, change] = usePageSearch();
  const list = (at: Search) => ordersQuery({ ...pageAt(at), state: at.state || undefined });
  const query = useQuery(list(search));
  const chosen = query.data?.items.find(({ id }) => id === search.order);
  const close = () => change({ dialog: undefined, order: undefined });
  return (
    <ListAhead of={list}>
      <PageHead title={t('console.orders.title')} text={t('console.orders.lead')} />
      <Toolbar>
        <SearchField label={t('console.orders.search')} />
        <NativeSelect
          aria-label={t('console.state')}
          value={search.state ?? ''}
          data={[
            { value: '', label: t('console.orders.all') },
            ...orderStates.map((value) => ({ value, label: t(`console.orders.states.${value}`) })),
          ]}
          onChange={(e) => change({ state: e.currentTarget.value, page: undefined })}
        />
      </Toolbar>
      <ListBody
        standard={PAGE_SIZE}
        query={query}
        rowHeight={56}
        rows={6}
        empty={<Empty title={t('console.orders.none')} text={t('console.orders.noneText')} />}
      >
        {(orders, total) => (
          <>
            <OrderTable orders={orders} onAct={(dialog, order) => change({ dialog, order }, { push: true })} />
            <Pager total={total} standard={PAGE_SIZE} />
          </>
        )}
      </ListBody>
      <Products />
      <ShopDeliveries />
      {chosen && search.dialog === 'resolve' && <ResolveDialog order={chosen} onClose={close} />}
      {chosen && search.dialog === 'cancel' && <CancelOrderDialog order={chosen} onClose={close} />}
    </ListAhead>
  );
}

interface Props {
  orders: PublisherOrder[];
  onAct: (dialog: 'resolve' | 'cancel', id: string) => void;
}

function OrderTable({ orders, onAct }: Props) {
  const { t } = useTranslation();
  const { number, date } = useFormat();
  const { canChange } = useStaff();
  const nameOf = useManagerNames();
  const titleOf = ({ source, reference, line }: PublisherOrder) =>
    `${source} ${reference}${line === '1' ? '' : ` · ${line}`}`;
  return (
    <DataTable
      rows={orders}
      keyOf={({ id }) => id}
      columns={[
        {
          label: 'console.orders.order',
          head: true,
          cell: (order) => (
            <>
              <strong>
                <bdi>{titleOf(order)}</bdi>
              </strong>{' '}
              <Badge size="sm" variant="light" color={colors[order.state]}>
                {t(`console.orders.states.${order.state}`)}
              </Badge>
              {order.why && <div className="soft small">{t(`console.orders.why.${order.why}`, order.why)}</div>}
            </>
          ),
        },
        {
          label: 'pool.manager',
          wide: true,
          cell: ({ managerId }) =>
            managerId === null ? '–' : <To to={`/publisher/managers/${managerId}`}>{nameOf(managerId)}</To>,
        },
        { label: 'console.orders.product', cell: ({ product }) => <bdi>{product ?? '–'}</bdi> },
        { label: 'pool.licenses', cell: ({ licenses }) => number(licenses) },
        {
          label: 'pool.number',
          cell: ({ poolId }) => (poolId === null ? '–' : <To to={`/publisher/pools/${poolId}`}>#{poolId}</To>),
        },
        { label: 'console.changed', cell: ({ changed }) => <span className="nowrap">{date(changed)}</span> },
      ]}
      actions={(order) =>
        canChange && (
          <span className={classes.rowActions}>
            {order.state === 'parked' && (
              <Button
                size="compact-sm"
                onClick={() => onAct('resolve', order.id)}
                aria-label={`${t('console.orders.resolve')}: ${titleOf(order)}`}
              >
                {t('console.orders.resolve')}
              </Button>
            )}
            {order.state !== 'cancelled' && (
              <Button
                size="compact-sm"
                variant="subtle"
                color="clay"
                onClick={() => onAct('cancel', order.id)}
                aria-label={`${t('console.orders.cancel')}: ${titleOf(order)}`}
              >
                {t('console.orders.cancel')}
              </Button>
            )}
          </span>
        )
      }
    />
  );
}
