import { Badge } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { PublisherPool } from '../api/types.ts';
import { SeatBar } from '../license/SeatBar.tsx';
import { useFormat } from '../ui/format.ts';
import { LastDay } from '../ui/LastDay.tsx';
import { DataTable, Loaded, To } from './parts.tsx';
import { useManagerNames } from './queries.ts';
import { poolsOfQuery } from './records.ts';

/** What a pool is at the moment, where that is not the usual. */
export function PoolState({ pool }: { pool: PublisherPool }) {
  const { t } = useTranslation();
  const { number } = useFormat();
  const ended = Date.parse(pool.end) <= Date.now();
  if (pool.shrinkTo !== null)
    return (
      <Badge size="sm" variant="light" color="brass">
        {t('console.pool.shrinks', { to: number(pool.shrinkTo) })}
      </Badge>
    );
  if (!pool.closed && !ended) return null;
  return (
    <Badge size="sm" variant="light" color="gray">
      {t(ended ? 'console.pool.ended' : 'console.pool.closed')}
    </Badge>
  );
}

/** The pools of a license manager or of a course. */
export function PoolList({ filter }: { filter: { managerId: string } | { courseId: string } }) {
  const { t } = useTranslation();
  const { number } = useFormat();
  const query = useQuery(poolsOfQuery(filter));
  const nameOf = useManagerNames();
  const ofManager = 'managerId' in filter;
  return (
    <Loaded query={query}>
      {({ items }) =>
        items.length === 0 ? (
          <p className="soft">{t('publisher.noPools')}</p>
        ) : (
          <DataTable
            rows={items}
            keyOf={(pool) => pool.id}
            columns={[
              {
                label: 'pool.number',
                head: true,
                cell: (pool) => (
                  <>
                    <To to={`/publisher/pools/${pool.id}`}>#{pool.id}</To> <PoolState pool={pool} />
                  </>
                ),
              },
              ofManager
                ? { label: 'pool.course', wide: true, cell: (pool) => <bdi>{pool.course.title}</bdi> }
                : {
                    label: 'pool.manager',
                    wide: true,
                    cell: (pool) => <To to={`/publisher/managers/${pool.managerId}`}>{nameOf(pool.managerId)}</To>,
                  },
              {
                label: 'pool.assigned',
                cell: (pool) => (
                  <>
                    {t('console.ofAll', { some: number(pool.assignedLicenses), all: number(pool.licenses) })}
                    <SeatBar
                      seats={{
                        licenses: pool.licenses,
                        assigned: pool.assignedLicenses,
                        available: pool.availableLicenses,
                      }}
                      transferable={pool.transferable}
                    />
                  </>
                ),
              },
              { label: 'pool.end', cell: (pool) => <LastDay end={pool.end} /> },
              { label: 'pool.order', cell: (pool) => <bdi>{pool.order ?? '–'}</bdi> },
            ]}
          />
        )
      }
    </Loaded>
  );
}
