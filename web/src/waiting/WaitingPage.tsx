import { NativeSelect } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { EntryState } from '../api/types.ts';
import { allCoursesQuery } from '../license/queries.ts';
import { useManager } from '../shell/manager.ts';
import { ListAhead } from '../ui/ahead.tsx';
import { Empty } from '../ui/Empty.tsx';
import { ListBody } from '../ui/ListBody.tsx';
import { PageHead } from '../ui/PageHead.tsx';
import { Pager } from '../ui/Pager.tsx';
import { paging, type Search, usePageSearch } from '../ui/search.ts';
import { Toolbar } from '../ui/Toolbar.tsx';
import { EntryDialog } from './EntryDialog.tsx';
import { HoldingTime } from './HoldingTime.tsx';
import { LicenseTabs } from './LicenseTabs.tsx';
import { waitingQuery } from './queries.ts';
import { WaitingTable } from './WaitingTable.tsx';

const states: readonly (EntryState | 'all')[] = ['accepted', 'lapsed', 'left', 'removed', 'closed', 'all'];

/** The list of the page at an address. */
export const listAt = (managerId: number, at: Search) =>
  waitingQuery(managerId, {
    courseId: Number(at.courseId) || undefined,
    state: states.find((s) => s === at.state),
    ...paging(at),
  });

/** Who waits for a license, who was offered one and until when, and what became of those who waited. */
export function WaitingPage() {
  const { t } = useTranslation();
  const manager = useManager();
  const [search, change] = usePageSearch();
  const query = useQuery(listAt(manager.id, search));
  const { data: courses } = useQuery(allCoursesQuery(manager.id));
  const titles = new Map(courses?.items.map((c) => [c.id, c.title]));
  const meant = query.data?.items.find((e) => e.id === search.entry);
  const filtered = search.state || search.courseId;
  return (
    <ListAhead of={(at) => listAt(manager.id, at)}>
      <PageHead title={t('waiting.title')} text={t('waiting.lead')} />
      <LicenseTabs />
      <Toolbar>
        <Filters titles={titles} />
      </Toolbar>
      <ListBody
        query={query}
        rowHeight={60}
        empty={
          <Empty
            title={t(filtered ? 'common.nothingFound' : 'waiting.emptyTitle')}
            text={t(filtered ? 'waiting.emptyFiltered' : 'waiting.emptyText')}
          />
        }
      >
        {(entries, total) => (
          <>
            <WaitingTable entries={entries} titles={titles} />
            <Pager total={total} />
          </>
        )}
      </ListBody>
      <HoldingTime />
      {meant && manager.canChange && (
        <EntryDialog
          entry={meant}
          title={titles.get(meant.courseId) ?? ''}
          onClose={() => change({ dialog: undefined, entry: undefined })}
        />
      )}
    </ListAhead>
  );
}

function Filters({ titles }: { titles: ReadonlyMap<string, string> }) {
  const { t } = useTranslation();
  const [search, change] = usePageSearch();
  const set = (name: string) => (e: React.ChangeEvent<HTMLSelectElement>) =>
    change({ [name]: e.currentTarget.value || undefined, page: undefined }, { push: true });
  const courses = [...titles].map(([value, label]) => ({ value, label }));
  return (
    <>
      <NativeSelect
        aria-label={t('student.filter.course')}
        value={search.courseId ?? ''}
        data={[{ value: '', label: t('student.filter.anyCourse') }, ...courses]}
        onChange={set('courseId')}
      />
      <NativeSelect
        aria-label={t('waiting.state')}
        value={search.state ?? ''}
        data={[
          { value: '', label: t('waiting.live') },
          ...states.map((s) => ({ value: s, label: t(`waiting.states.${s}`) })),
        ]}
        onChange={set('state')}
      />
    </>
  );
}
