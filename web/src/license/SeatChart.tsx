import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { LibraryCourse } from '../api/types.ts';
import { useManager } from '../shell/manager.ts';
import card from '../ui/Card.module.css';
import { Empty } from '../ui/Empty.tsx';
import { useFormat } from '../ui/format.ts';
import { ListBody } from '../ui/ListBody.tsx';
import { allCoursesQuery } from './queries.ts';
import classes from './SeatChart.module.css';

const kinds = ['transferable', 'untransferable', 'available'] as const;
const words = {
  transferable: 'license.chartTransferable',
  untransferable: 'license.chartUntransferable',
  available: 'pool.available',
} as const;

interface Row extends Record<(typeof kinds)[number], number> {
  id: string;
  title: string;
}

const rowOf = ({ id, title, transferable, untransferable }: LibraryCourse): Row => ({
  id,
  title,
  transferable: transferable?.assigned ?? 0,
  untransferable: untransferable?.assigned ?? 0,
  available: (transferable?.available ?? 0) + (untransferable?.available ?? 0),
});

const seats = (row: Row) => kinds.reduce((sum, kind) => sum + row[kind], 0);

const SHOWN = 12;

const biggestFirst = (courses: LibraryCourse[]) => courses.map(rowOf).sort((a, b) => seats(b) - seats(a));

/** Which courses are used up and which lie idle, biggest first: a table whose rows carry a bar for the eye. */
export function SeatChart() {
  const { t } = useTranslation();
  const query = useQuery(allCoursesQuery(useManager().id));
  const empty = <Empty title={t('license.emptyTitle')} text={t('license.emptyText')} />;
  return (
    <section className={`${card.card} ${card.pad} ${classes.panel}`} aria-label={t('license.chartTitle')}>
      <h2>{t('license.chartTitle')}</h2>
      <ListBody query={query} rowHeight={24} rows={12} empty={empty}>
        {(courses, total) => <SomeOrAll rows={biggestFirst(courses)} total={total} />}
      </ListBody>
    </section>
  );
}

/** The biggest, and the way to see all. */
function SomeOrAll({ rows, total }: { rows: Row[]; total: number }) {
  const { t } = useTranslation();
  const { number } = useFormat();
  const [all, setAll] = useState(false);
  const shown = all ? rows : rows.slice(0, SHOWN);
  return (
    <>
      {total > SHOWN && (
        <p className={classes.some}>
          <span role="status">{t('license.chartShown', { shown: number(shown.length), total: number(total) })}</span>
          <Button size="compact-sm" variant="subtle" aria-expanded={all} onClick={() => setAll(!all)}>
            {all ? t('license.chartFewer', { number: number(SHOWN) }) : t('license.chartAll')}
          </Button>
        </p>
      )}
      <SeatRows rows={shown} />
    </>
  );
}

function SeatRows({ rows }: { rows: Row[] }) {
  const { t } = useTranslation();
  const { number } = useFormat();
  const most = Math.max(1, ...rows.map(seats));
  return (
    <table className={classes.chart} aria-label={t('license.chartTitle')}>
      <thead>
        <tr>
          <th scope="col">{t('pool.course')}</th>
          {kinds.map((kind) => (
            <th key={kind} scope="col" className={classes.key} data-kind={kind}>
              {t(words[kind])}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.id}>
            <th scope="row">
              <div className={classes.course}>
                <span className="clip" title={row.title}>
                  {row.title}
                </span>
                <Bar row={row} most={most} />
              </div>
            </th>
            {kinds.map((kind) => (
              <td key={kind}>{number(row[kind])}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Bar({ row, most }: { row: Row; most: number }) {
  return (
    <div aria-hidden="true">
      <div className={classes.bar} style={{ width: `${(seats(row) / most) * 100}%` }}>
        {kinds
          .filter((kind) => row[kind] > 0)
          .map((kind) => (
            <div key={kind} data-kind={kind} style={{ flexGrow: row[kind] }} />
          ))}
      </div>
    </div>
  );
}
