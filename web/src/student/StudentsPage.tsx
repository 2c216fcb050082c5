import { Button, NativeSelect } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { AssignDialog, useAssignAhead } from '../license/assignAhead.ts';
import { useManager } from '../shell/manager.ts';
import { ListAhead } from '../ui/ahead.tsx';
import { Empty } from '../ui/Empty.tsx';
import { useFormat } from '../ui/format.ts';
import { IconDownload, IconUserPlus } from '../ui/icons.ts';
import { ListBody } from '../ui/ListBody.tsx';
import { PageHead } from '../ui/PageHead.tsx';
import { Pager } from '../ui/Pager.tsx';
import { useReport } from '../ui/problem.ts';
import { SearchField } from '../ui/SearchField.tsx';
import { StatusFilter, statusAt } from '../ui/StatusFilter.tsx';
import { paging, type Search, useChangeSearch, usePageSearch } from '../ui/search.ts';
import { Toolbar } from '../ui/Toolbar.tsx';
import { useFirstMove } from '../ui/useFirstMove.ts';
import { exportSelection, spreadsheetOf } from './exportSelection.ts';
import { filtersAt, isFiltered, noFilters } from './filters.ts';
import { ManyDialogs, preloadManyDialogs } from './ManyDialogs.tsx';
import { countQuery, studentsQuery } from './queries.ts';
import { SelectionBar } from './SelectionBar.tsx';
import classes from './Student.module.css';
import { StudentFilters } from './StudentFilters.tsx';
import { StudentTable } from './StudentTable.tsx';
import { useSelection } from './selection.ts';

/** The list of the page at an address. */
export const listAt = (managerId: number, at: Search) =>
  studentsQuery(managerId, {
    ...filtersAt(at),
    sort: at.sort ?? 'name',
    order: at.order ?? 'asc',
    ...paging(at),
  });

/** The people who hold a license, or held one. */
export function StudentsPage() {
  const { t } = useTranslation();
  const manager = useManager();
  useAssignAhead();
  useFirstMove(preloadManyDialogs);
  const isPhone = useMediaQuery('(max-width: 48rem)', undefined, { getInitialValueInEffect: false });
  const [search, change] = usePageSearch();
  const filters = filtersAt(search);
  const list = (at: Search) => listAt(manager.id, at);
  const query = useQuery(list(search));
  const choice = useSelection(JSON.stringify(filters), query.data?.total ?? 0);
  const meant = { filters, selection: choice.selection };
  const report = useReport();
  const close = () => change({ dialog: undefined, email: undefined });
  const done = () => {
    choice.clear();
    close();
  };
  return (
    <ListAhead of={list}>
      <PageHead title={t('student.title')} text={t('student.lead')}>
        <Button
          component="a"
          href={spreadsheetOf(manager.id, filters)}
          download
          variant="default"
          leftSection={<IconDownload size={17} stroke={1.7} />}
        >
          {t('student.export')}
        </Button>
        {manager.canChange && (
          <Button
            leftSection={<IconUserPlus size={17} stroke={1.7} />}
            onClick={() => change({ dialog: 'assign' }, { push: true })}
          >
            {t('student.add')}
          </Button>
        )}
      </PageHead>
      <Toolbar>
        <SearchField label={t('student.search')} />
        <StatusFilter
          label={t('student.status')}
          states={['active', 'inactive', 'all'].map((s) => ({ value: s, label: t(`student.statuses.${s}`) }))}
        />
        {isPhone && <PhoneSort />}
        <StudentFilters />
      </Toolbar>
      {search.search && filters.status === 'active' && <InactiveHint search={search} />}
      {choice.count > 0 && (
        <SelectionBar
          choice={choice}
          total={query.data?.total ?? 0}
          onDialog={(dialog) => change({ dialog }, { push: true })}
          onExport={() => exportSelection(manager.id, meant).catch(report)}
        />
      )}
      <ListBody query={query} rowHeight={60} rows={10} empty={<NoStudents search={search} />}>
        {(students, total) => (
          <>
            <StudentTable students={students} choice={choice} open={search.open} />
            <Pager total={total} />
          </>
        )}
      </ListBody>
      <Suspense>{manager.canChange && search.dialog === 'assign' && <AssignDialog onClose={close} />}</Suspense>
      {manager.canChange && choice.count > 0 && (
        <ManyDialogs dialog={search.dialog} meant={meant} count={choice.count} onClose={close} onDone={done} />
      )}
    </ListAhead>
  );
}

/** Says that the words fit people who hold nothing any more, and leads there. */
function InactiveHint({ search }: { search: Search }) {
  const { t } = useTranslation();
  const { number } = useFormat();
  const change = useChangeSearch();
  const { data: count = 0 } = useQuery(countQuery(useManager().id, { ...filtersAt(search), status: 'inactive' }));
  if (count === 0) return null;
  return (
    <p className={classes.hint} role="status">
      {t('student.inactiveMatch', { count, number: number(count) })}{' '}
      <Button
        variant="subtle"
        size="compact-sm"
        onClick={() => change({ status: 'inactive', page: undefined }, { push: true })}
      >
        {t('student.showInactive')}
      </Button>
    </p>
  );
}

function PhoneSort() {
  const { t } = useTranslation();
  const [search, change] = usePageSearch();
  const keys = ['name', 'email', 'progress', 'lastAccess', 'enrolled', 'expires'];
  return (
    <NativeSelect
      className={classes.phoneSort}
      aria-label={t('common.sortBy')}
      value={search.sort ?? 'name'}
      data={keys.map((k) => ({ value: k, label: `${t('common.sortBy')}: ${t(`student.columns.${k}`)}` }))}
      onChange={(e) => change({ sort: e.currentTarget.value, order: undefined, page: undefined })}
    />
  );
}

function NoStudents({ search }: { search: Search }) {
  const { t } = useTranslation();
  const { canChange } = useManager();
  const change = useChangeSearch();
  if (isFiltered(search))
    return (
      <Empty title={t('common.nothingFound')} text={t('student.filter.noneMatch')}>
        <Button variant="default" onClick={() => change(noFilters, { push: true })}>
          {t('student.filter.clear')}
        </Button>
      </Empty>
    );
  if (search.search) return <Empty title={t('common.nothingFound')} text={t('common.tryOtherWords')} />;
  if (statusAt(search) !== 'active')
    return <Empty title={t('student.emptyInactiveTitle')} text={t('student.emptyInactiveText')} />;
  return (
    <Empty title={t('student.emptyTitle')} text={t('student.emptyText')}>
      {canChange && <Button onClick={() => change({ dialog: 'assign' }, { push: true })}>{t('student.add')}</Button>}
    </Empty>
  );
}
