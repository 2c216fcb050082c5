import { Button } from '@mantine/core';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { get } from '../api/app.ts';
import type { Overview } from '../api/types.ts';
import { SeatBar } from '../license/SeatBar.tsx';
import card from '../ui/Card.module.css';
import { useFormat } from '../ui/format.ts';
import { IconDownload } from '../ui/icons.ts';
import { PageHead } from '../ui/PageHead.tsx';
import { saveFile } from '../ui/saveFile.ts';
import classes from './Console.module.css';
import { DataTable, Loaded, Part, To } from './parts.tsx';

const overviewQuery = queryOptions({
  queryKey: ['publisher', 'overview'],
  queryFn: ({ signal }) => get('/api/app/publisher/overview', { signal }),
});

type Cell = string | number;

const cell = (value: Cell): string => {
  const text = String(value);
  const safe = typeof value === 'string' && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text; // no formula in a spreadsheet
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};

const saveCsv = (name: string, rows: Cell[][]) =>
  saveFile(name, `\ufeff${rows.map((row) => row.map(cell).join(',')).join('\r\n')}\r\n`, 'text/csv;charset=utf-8');

/** How the publisher stands: what is sold and used, and what waits for somebody. */
export function OverviewPage() {
  const { t } = useTranslation();
  const query = useQuery(overviewQuery);
  return (
    <>
      <PageHead title={t('console.overview.title')} text={t('console.overview.lead')} />
      <Loaded query={query}>
        {(overview) => (
          <>
            <Tiles overview={overview} />
            <Courses overview={overview} />
            <Endings overview={overview} />
          </>
        )}
      </Loaded>
    </>
  );
}

function Tiles({ overview }: { overview: Overview }) {
  const { t } = useTranslation();
  const { number } = useFormat();
  const { sold, used, free, endingSoon, fullPools, unusedPools, ordersParked, deliveriesFailed } = overview;
  const tiles: [name: string, value: number, to: string, search?: object, alarm?: boolean][] = [
    ['sold', sold, '/publisher/pools'],
    ['used', used, '/publisher/pools'],
    ['free', free, '/publisher/pools'],
    ['endingSoon', endingSoon, '/publisher/pools'],
    ['fullPools', fullPools, '/publisher/pools'],
    ['unusedPools', unusedPools, '/publisher/pools'],
    ['ordersParked', ordersParked, '/publisher/orders', { state: 'parked' }, ordersParked > 0],
    ['deliveriesFailed', deliveriesFailed, '/publisher/deliveries', { state: 'failed' }, deliveriesFailed > 0],
  ];
  return (
    <div className={classes.tiles}>
      {tiles.map(([name, value, to, search, alarm = false]) => (
        <Link
          key={name}
          to={to as '/'}
          search={(search ?? {}) as never}
          className={`${card.card} ${classes.tile}`}
          data-alarm={alarm}
        >
          <strong>{number(value)}</strong>
          <span className="soft small">{t(`console.overview.${name}`)}</span>
        </Link>
      ))}
    </div>
  );
}

function Csv({ name, rows }: { name: string; rows: Cell[][] }) {
  const { t } = useTranslation();
  return (
    <Button
      size="compact-sm"
      variant="default"
      leftSection={<IconDownload size={15} />}
      onClick={() => saveCsv(name, rows)}
      aria-label={`CSV: ${name}`}
    >
      {t('console.csv')}
    </Button>
  );
}

function Courses({ overview }: { overview: Overview }) {
  const { t } = useTranslation();
  const { number } = useFormat();
  const titles = ['course', 'pools', 'sold', 'used', 'free'].map((name) => t(`console.overview.${name}`));
  const rows = overview.courses.map(({ title, pools, sold, used }) => [title, pools, sold, used, sold - used]);
  return (
    <Part title={t('console.overview.byCourse')} action={<Csv name="courses.csv" rows={[titles, ...rows]} />}>
      <DataTable
        rows={overview.courses}
        keyOf={(course) => course.id}
        columns={[
          {
            label: 'console.overview.course',
            head: true,
            cell: ({ id, title }) => <To to={`/publisher/courses/${id}`}>{title}</To>,
          },
          { label: 'console.overview.pools', cell: ({ pools }) => number(pools) },
          { label: 'console.overview.sold', cell: ({ sold }) => number(sold) },
          {
            label: 'console.overview.used',
            cell: ({ sold, used }) => (
              <>
                {number(used)}
                <SeatBar seats={{ licenses: sold, assigned: used, available: sold - used }} transferable />
              </>
            ),
          },
          { label: 'console.overview.free', cell: ({ sold, used }) => number(sold - used) },
        ]}
      />
    </Part>
  );
}

function Endings({ overview: { endings } }: { overview: Overview }) {
  const { t, i18n } = useTranslation();
  const { number } = useFormat();
  const most = Math.max(1, ...endings.map(({ licenses }) => licenses));
  const name = (month: string) =>
    new Intl.DateTimeFormat(i18n.language, { month: 'short', year: 'numeric', timeZone: 'UTC' }).format(
      new Date(`${month}-01T00:00:00Z`),
    );
  const titles = ['month', 'pools', 'sold', 'used'].map((column) => t(`console.overview.${column}`));
  const rows = endings.map(({ month, pools, licenses, used }) => [month, pools, licenses, used]);
  return (
    <Part title={t('console.overview.byMonth')} action={<Csv name="ending.csv" rows={[titles, ...rows]} />}>
      <div className={`${card.card} ${classes.months}`}>
        <div className={classes.columns} aria-hidden="true">
          {endings.map(({ month, licenses }) => (
            <div key={month} style={{ height: `${(licenses / most) * 100}%` }} title={`${name(month)}: ${licenses}`} />
          ))}
        </div>
      </div>
      <DataTable
        rows={endings}
        keyOf={({ month }) => month}
        columns={[
          { label: 'console.overview.month', head: true, cell: ({ month }) => name(month) },
          { label: 'console.overview.pools', cell: ({ pools }) => number(pools) },
          { label: 'console.overview.sold', cell: ({ licenses }) => number(licenses) },
          { label: 'console.overview.used', cell: ({ used }) => number(used) },
        ]}
      />
    </Part>
  );
}
