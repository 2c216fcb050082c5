import { Badge } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { LibraryCourse, LibraryPool } from '../api/types.ts';
import card from '../ui/Card.module.css';
import { useFormat } from '../ui/format.ts';
import { KindBadge } from '../ui/KindBadge.tsx';
import classes from './PoolTable.module.css';

/** The pools of a course: what was bought, what is out, and until when. */
export function PoolTable({ course, pools }: { course: LibraryCourse; pools: LibraryPool[] }) {
  const { t } = useTranslation();
  return (
    <table className={`${card.table} ${classes.pools}`} aria-label={t('pool.tableOf', { course: course.title })}>
      <thead>
        <tr>
          <th scope="col">{t('pool.number')}</th>
          <th scope="col">{t('pool.type')}</th>
          <th scope="col" className={card.end}>
            {t('pool.licenses')}
          </th>
          <th scope="col" className={card.end}>
            {t('pool.available')}
          </th>
          <th scope="col" className={card.end}>
            {t('pool.assigned')}
          </th>
          <th scope="col">{t('pool.start')}</th>
          <th scope="col">{t('pool.end')}</th>
          <th scope="col">{t('pool.order')}</th>
        </tr>
      </thead>
      <tbody>
        {pools.map((p) => (
          <PoolRow key={p.id} pool={p} />
        ))}
      </tbody>
    </table>
  );
}

function PoolRow({ pool }: { pool: LibraryPool }) {
  const { t } = useTranslation();
  const { date, number } = useFormat();
  return (
    <tr>
      <td data-head>
        <span className={classes.number}>#{pool.id}</span>
        {pool.state !== 'running' && (
          <Badge variant="light" color="gray" size="sm" ml="xs">
            {t(`pool.state.${pool.state}`)}
          </Badge>
        )}
      </td>
      <td data-label={t('pool.type')}>
        <KindBadge transferable={pool.transferable} />
      </td>
      <td data-label={t('pool.licenses')} className={card.end}>
        {number(pool.licenses)}
      </td>
      <td data-label={t('pool.available')} className={card.end}>
        <strong>{number(pool.available)}</strong>
      </td>
      <td data-label={t('pool.assigned')} className={card.end}>
        {number(pool.assigned)}
      </td>
      <td data-label={t('pool.start')} className="nowrap">
        {date(pool.start)}
      </td>
      <td data-label={t('pool.end')} className="nowrap">
        {date(pool.end)}
      </td>
      <td data-label={t('pool.order')} className="soft nowrap">
        {pool.order ?? '–'}
      </td>
    </tr>
  );
}
