import { Button, NativeSelect } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { Suspense, useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { base } from '../api/base.ts';
import { queryString } from '../api/http.ts';
import { AssignDialog, useAssignAhead } from '../license/assignAhead.ts';
import { lazyPart } from '../shell/lazy.ts';
import { managerPath, useManager } from '../shell/manager.ts';
import { ListAhead } from '../ui/ahead.tsx';
import { Empty } from '../ui/Empty.tsx';
import { IconDownload, IconUserPlus } from '../ui/icons.ts';
import { ListBody } from '../ui/ListBody.tsx';
import { PageHead } from '../ui/PageHead.tsx';
import { Pager } from '../ui/Pager.tsx';
import { SearchField } from '../ui/SearchField.tsx';
import { StatusFilter, statusAt } from '../ui/StatusFilter.tsx';
import { paging, type Search, useChangeSearch, usePageSearch } from '../ui/search.ts';
import { Toolbar } from '../ui/Toolbar.tsx';
import { useFirstMove } from '../ui/useFirstMove.ts';
import { studentsQuery } from './queries.ts';
import { SelectionBar } from './SelectionBar.tsx';
import classes from './Student.module.css';
import { StudentTable } from './StudentTable.tsx';

const BulkRevokeDialog = lazyPart(() => import('./BulkRevokeDialog.tsx'));

const fromSearch = (search: Search) => ({
  search: search.search,
  status: statusAt(search),
  sort: search.sort ?? 'name',
  order: search.order ?? 'asc',
  ...paging(search),
});

const idsIn = (chosen = '') => chosen.split(',').map(Number).filter(Number.isSafeInteger).filter(Boolean);

/** The list of the page at an address. */
export const listAt = (managerId: number, at: Search) => studentsQuery(managerId, fromSearch(at));

/** The people who hold a license, or held one. */
export function StudentsPage() {
  const { t } = useTranslation();
  const manager = useManager();
  useAssignAhead();
  useFirstMove(() => void BulkRevokeDialog.preload?.());
  const isPhone = useMediaQuery('(max-width: 48rem)', undefined, { getInitialValueInEffect: false });
  const [search, change] = usePageSearch();
  const wanted = fromSearch(search);
  const list = (at: Search) => listAt(manager.id, at);
  const query = useQuery(list(search));
  const chosen = useMemo(() => idsIn(search.chosen), [search.chosen]);
  const setChosen = useCallback(
    (update: (ids: number[]) => number[]) =>
      change((old) => ({ chosen: update(idsIn(old.chosen)).join(',') || undefined })),
    [change],
  );
  const csv =
    base + managerPath(manager.id, 'students.csv') + queryString({ search: wanted.search, status: wanted.status });
  const close = () => change({ dialog: undefined, email: undefined });
  return (
    <ListAhead of={list}>
      <PageHead title={t('student.title')} text={t('student.lead')}>
        <Button
          component="a"
          href={csv}
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
      </Toolbar>
      {chosen.length > 0 && (
        <SelectionBar
          count={chosen.length}
          onClear={() => change({ chosen: undefined })}
          onRevoke={() => change({ dialog: 'revoke-many' }, { push: true })}
        />
      )}
      <ListBody query={query} rowHeight={60} rows={10} empty={<NoStudents search={search} />}>
        {(students, total) => (
          <>
            <StudentTable students={students} chosen={chosen} open={search.open} onChoose={setChosen} />
            <Pager total={total} />
          </>
        )}
      </ListBody>
      <Suspense>
        {manager.canChange && search.dialog === 'assign' && <AssignDialog onClose={close} />}
        {manager.canChange && search.dialog === 'revoke-many' && chosen.length > 0 && (
          <BulkRevokeDialog
            studentIds={chosen}
            onClose={close}
            onDone={() => change({ dialog: undefined, chosen: undefined })}
          />
        )}
      </Suspense>
    </ListAhead>
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
  if (search.search) return <Empty title={t('common.nothingFound')} text={t('common.tryOtherWords')} />;
  if (statusAt(search) !== 'active')
    return <Empty title={t('student.emptyInactiveTitle')} text={t('student.emptyInactiveText')} />;
  return (
    <Empty title={t('student.emptyTitle')} text={t('student.emptyText')}>
      {canChange && <Button onClick={() => change({ dialog: 'assign' }, { push: true })}>{t('student.add')}</Button>}
    </Empty>
  );
}
