import '@mantine/core/styles/ColorSwatch.layer.css';
import '@mantine/charts/styles.layer.css';
import { BarChart } from '@mantine/charts';
import { useMediaQuery } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useManager } from '../shell/manager.ts';
import card from '../ui/Card.module.css';
import { allCoursesQuery } from './queries.ts';
import classes from './SeatChart.module.css';

const shorten = (title: string, most: number) => (title.length > most ? `${title.slice(0, most - 1)}…` : title);

/** Which courses are used up and which lie idle, biggest first. */
export default function SeatChart() {
  const { t } = useTranslation();
  const phone = useMediaQuery('(max-width: 40rem)', undefined, { getInitialValueInEffect: false });
  const { data } = useQuery(allCoursesQuery(useManager().id));
  const rows = (data?.items ?? []).map((c) => ({
    course: shorten(c.title, phone ? 14 : 26),
    transferable: c.transferable?.assigned ?? 0,
    untransferable: c.untransferable?.assigned ?? 0,
    available: (c.transferable?.available ?? 0) + (c.untransferable?.available ?? 0),
  }));
  const size = (r: (typeof rows)[number]) => r.transferable + r.untransferable + r.available;
  const biggest = rows.sort((a, b) => size(b) - size(a)).slice(0, 12);
  return (
    <section className={`${card.card} ${card.pad} ${classes.panel}`} aria-label={t('license.chartTitle')}>
      <h2>{t('license.chartTitle')}</h2>
      <BarChart
        h={(phone ? 150 : 70) + biggest.length * 32}
        data={biggest}
        dataKey="course"
        type="stacked"
        orientation="vertical"
        withLegend
        gridAxis="y"
        tickLine="none"
        barProps={{ barSize: 14, radius: 2 }}
        yAxisProps={{ width: phone ? 100 : 170, interval: 0 }}
        xAxisProps={{ allowDecimals: false }}
        legendProps={{ verticalAlign: 'bottom', itemSorter: null }}
        textColor="var(--ink-soft)"
        gridColor="var(--line)"
        cursorFill="var(--surface-sunk)"
        series={[
          { name: 'transferable', label: t('license.chartTransferable'), color: 'var(--seat-transferable)' },
          { name: 'untransferable', label: t('license.chartUntransferable'), color: 'var(--seat-untransferable)' },
          { name: 'available', label: t('pool.available'), color: 'var(--seat-free)' },
        ]}
      />
    </section>
  );
}
