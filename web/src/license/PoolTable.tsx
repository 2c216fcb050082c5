import { Badge } from '@mantine/core';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { LibraryCourse, LibraryPool } from '../api/types.ts';
import { HoldersLink } from '../student/HoldersLink.tsx';
import card from '../ui/Card.module.css';
import { type Format, useFormat } from '../ui/format.ts';
import { KindBadge } from '../ui/KindBadge.tsx';
import { LastDay } from '../ui/LastDay.tsx';
import classes from './PoolTable.module.css';

const wordsOf = (t: TFunction) => ({
  type: t('pool.type'),
  licenses: t('pool.licenses'),
  available: t('pool.available'),
  assigned: t('pool.assigned'),
  start: t('pool.start'),
  end: t('pool.end'),
  order: t('pool.order'),
});

/** The pools of a course: what was bought, what is out, and until when. */
export function PoolTable({ course, pools }: { course: LibraryCourse; pools: LibraryPool[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const words = wordsOf(t);
  return (
    <table className={`${card.table} ${classes.pools}`} aria-label={t('pool.tableOf', { course: course.title })}>
      <thead>
        <tr>
          <th scope="col">{t('pool.number')}</th>
          <th scope="col">{words.type}</th>
          <th scope="col" className={card.end}>
            {words.licenses}
          </th>
          <th scope="col" className={card.end}>
            {words.available}
          </th>
          <th scope="col" className={card.end}>
            {words.assigned}
          </th>
          <th scope="col">{words.start}</th>
          <th scope="col">{words.end}</th>
          <th scope="col">{words.order}</th>
        </tr>
      </thead>
      <tbody>
        {pools.map((p) => (
          <PoolRow key={p.id} courseId={course.id} pool={p} words={words} format={format} />
        ))}
      </tbody>
    </table>
  );
}

interface RowProps {
  courseId: string;
  pool: LibraryPool;
  /** From the table: to ask for them in every row takes longer than the row. */
  words: ReturnType<typeof wordsOf>;
  format: Format;
}

function PoolRow({ courseId, pool, words, format: { date, number } }: RowProps) {
  const { t } = useTranslation();
  const of = { courseId, poolId: String(pool.id) };
  return (
    <tr>
      <td data-head>
        <span className={classes.number}>#{pool.id}</span>
        {pool.state !== 'running' && <StateBadge pool={pool} />}
      </td>
      <td data-label={words.type}>
        <KindBadge transferable={pool.transferable} />
      </td>
      <td data-label={words.licenses} className={card.end}>
        {number(pool.licenses)}
      </td>
      <td data-label={words.available} className={card.end}>
        {pool.state === 'running' ? <strong>{number(pool.available)}</strong> : '–'}
      </td>
      <td data-label={words.assigned} className={card.end}>
        <HoldersLink of={of} label={t('pool.holders', { id: pool.id, number: number(pool.assigned) })}>
          {number(pool.assigned)}
        </HoldersLink>
      </td>
      <td data-label={words.start} className="nowrap">
        {date(pool.start)}
      </td>
      <td data-label={words.end} className="nowrap">
        <LastDay end={pool.end} />
      </td>
      <td data-label={words.order} className="soft nowrap">
        {pool.order ?? '–'}
      </td>
    </tr>
  );
}

function StateBadge({ pool: { state, start } }: { pool: LibraryPool }) {
  const { t } = useTranslation();
  const { date } = useFormat();
  return (
    <Badge variant="light" color={state === 'future' ? 'green' : 'gray'} size="sm" ml="xs" tt="none">
      {state === 'future' ? t('license.starts', { start: date(start) }) : t('pool.state.ended')}
    </Badge>
  );
}
