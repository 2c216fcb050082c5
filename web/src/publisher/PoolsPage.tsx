import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { PublisherPool } from '../api/types.ts';
import { ListAhead } from '../ui/ahead.tsx';
import card from '../ui/Card.module.css';
import { useFormat } from '../ui/format.ts';
import { KindBadge } from '../ui/KindBadge.tsx';
import { LastDay } from '../ui/LastDay.tsx';
import { type Search, usePageSearch } from '../ui/search.ts';
import { EnlargeDialog } from './EnlargeDialog.tsx';
import { NewPoolDialog } from './NewPoolDialog.tsx';
import classes from './Publisher.module.css';
import { PublisherList, pageAt } from './PublisherList.tsx';
import { To, useStaff } from './parts.tsx';
import { poolsQuery, useManagerNames } from './queries.ts';

const columns = ['number', 'manager', 'course', 'type', 'licenses', 'assigned', 'end', 'order'];

/** What was sold: licenses of a course, to a manager, for a time. */
export function PoolsPage() {
  const { t } = useTranslation();
  const [search, change] = usePageSearch();
  const list = (at: Search) => poolsQuery(pageAt(at));
  const query = useQuery(list(search));
  const nameOf = useManagerNames();
  const grown = query.data?.items.find((p) => p.id === search.enlarge);
  return (
    <ListAhead of={list}>
      <PublisherList of="Pool" searchLabel={t('publisher.poolSearch')} query={query} rowHeight={48} rows={8}>
        {(pools) => (
          <div className={`${card.card} ${classes.wide}`}>
            <table className={card.table}>
              <thead>
                <tr>
                  {columns.map((c) => (
                    <th key={c} scope="col">
                      {t(`pool.${c}`)}
                    </th>
                  ))}
                  <td />
                </tr>
              </thead>
              <tbody>
                {pools.map((p) => (
                  <Row
                    key={p.id}
                    pool={p}
                    manager={nameOf(p.managerId)}
                    onEnlarge={() => change({ enlarge: p.id }, { push: true })}
                  />
                ))}
              </tbody>
            </table>
          </div>
        )}
      </PublisherList>
      {grown && <EnlargeDialog pool={grown} onClose={() => change({ enlarge: undefined })} />}
      {search.dialog === 'new' && <NewPoolDialog onClose={() => change({ dialog: undefined })} />}
    </ListAhead>
  );
}

function Row({ pool, manager, onEnlarge }: { pool: PublisherPool; manager: string; onEnlarge: () => void }) {
  const { t } = useTranslation();
  const { number } = useFormat();
  const { canChange } = useStaff();
  return (
    <tr>
      <td data-head>
        <To to={`/publisher/pools/${pool.id}`}>#{pool.id}</To>
      </td>
      <td data-label={t('pool.manager')} className={classes.words}>
        <To to={`/publisher/managers/${pool.managerId}`}>{manager}</To>
      </td>
      <td data-label={t('pool.course')} className={classes.words}>
        <bdi>{pool.course.title}</bdi>
      </td>
      <td data-label={t('pool.type')}>
        <KindBadge transferable={pool.transferable} />
      </td>
      <td data-label={t('pool.licenses')}>{number(pool.licenses)}</td>
      <td data-label={t('pool.assigned')}>{number(pool.assignedLicenses)}</td>
      <td data-label={t('pool.end')} className="nowrap">
        <LastDay end={pool.end} />
      </td>
      <td data-label={t('pool.order')} className="soft nowrap">
        <bdi>{pool.order ?? '–'}</bdi>
      </td>
      <td className={card.end}>
        {canChange && (
          <Button
            size="compact-sm"
            variant="subtle"
            onClick={onEnlarge}
            aria-label={`${t('publisher.more')}: #${pool.id}`}
          >
            {t('publisher.more')}
          </Button>
        )}
      </td>
    </tr>
  );
}
