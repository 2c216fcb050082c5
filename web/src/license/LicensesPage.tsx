import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { lazyPart } from '../shell/lazy.ts';
import { useManager } from '../shell/manager.ts';
import { ListAhead } from '../ui/ahead.tsx';
import { Empty } from '../ui/Empty.tsx';
import { IconChartBar, IconFileSpreadsheet, IconUserPlus, IconUsersGroup } from '../ui/icons.ts';
import { ListBody } from '../ui/ListBody.tsx';
import { PageHead } from '../ui/PageHead.tsx';
import { Pager } from '../ui/Pager.tsx';
import { SearchField } from '../ui/SearchField.tsx';
import { paging, type Search, usePageSearch } from '../ui/search.ts';
import { Toolbar } from '../ui/Toolbar.tsx';
import { useFirstMove } from '../ui/useFirstMove.ts';
import { LicenseTabs } from '../waiting/LicenseTabs.tsx';
import { AssignDialog, useAssignAhead } from './assignAhead.ts';
import { CourseCard } from './CourseCard.tsx';
import classes from './LicensesPage.module.css';
import { NoDomains } from './NoDomains.tsx';
import { libraryQuery } from './queries.ts';
import { SeatChart } from './SeatChart.tsx';
import { Summary } from './Summary.tsx';

const BulkDialog = lazyPart(() => import('./BulkDialog.tsx'));

/** The list of the page at an address. */
export const listAt = (managerId: number, at: Search) => libraryQuery(managerId, { search: at.search, ...paging(at) });

/** The courses of a manager, their pools, and the way to give a license. */
export function LicensesPage() {
  const { t } = useTranslation();
  const manager = useManager();
  useAssignAhead();
  useFirstMove(() => void BulkDialog.preload?.());
  const [search, change] = usePageSearch();
  const list = (at: Search) => listAt(manager.id, at);
  const query = useQuery(list(search));
  const chart = search.chart === '1';
  const close = () => change({ dialog: undefined, course: undefined, pool: undefined });
  return (
    <ListAhead of={list}>
      <PageHead title={t('license.title')} text={<Summary />}>
        <Button
          variant="default"
          aria-expanded={chart}
          leftSection={<IconChartBar size={17} stroke={1.7} />}
          onClick={() => change({ chart: chart ? undefined : '1' })}
        >
          {t('license.chart')}
        </Button>
        {manager.canChange && (
          <Button
            component={Link}
            to={`/m/${manager.id}/licenses/roster` as '/'}
            variant="default"
            leftSection={<IconUsersGroup size={17} stroke={1.7} />}
          >
            {t('roster.open')}
          </Button>
        )}
        {manager.canChange && (
          <Button
            variant="default"
            leftSection={<IconFileSpreadsheet size={17} stroke={1.7} />}
            onClick={() => change({ dialog: 'bulk' }, { push: true })}
          >
            {t('bulk.open')}
          </Button>
        )}
        {manager.canChange && (
          <Button
            leftSection={<IconUserPlus size={17} stroke={1.7} />}
            onClick={() => change({ dialog: 'assign' }, { push: true })}
          >
            {t('assign.open')}
          </Button>
        )}
      </PageHead>
      <LicenseTabs />
      <NoDomains mb="lg" />
      {chart && <SeatChart />}
      <Toolbar>
        <SearchField label={t('license.search')} />
      </Toolbar>
      <ListBody query={query} rowHeight={230} rows={3} empty={<NoCourses searched={Boolean(search.search)} />}>
        {(courses, total) => (
          <>
            <ul className={classes.courses}>
              {courses.map((c) => (
                <CourseCard key={c.id} course={c} />
              ))}
            </ul>
            <Pager total={total} />
          </>
        )}
      </ListBody>
      <Suspense>
        {manager.canChange && search.dialog === 'assign' && <AssignDialog onClose={close} />}
        {manager.canChange && search.dialog === 'bulk' && <BulkDialog onClose={close} />}
      </Suspense>
    </ListAhead>
  );
}

function NoCourses({ searched }: { searched: boolean }) {
  const { t } = useTranslation();
  return searched ? (
    <Empty title={t('common.nothingFound')} text={t('common.tryOtherWords')} />
  ) : (
    <Empty title={t('license.emptyTitle')} text={t('license.emptyText')} />
  );
}
