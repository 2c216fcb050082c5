import { NativeSelect } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { LicenseRequest, RequestState } from '../api/types.ts';
import { allCoursesQuery } from '../license/queries.ts';
import { useManager } from '../shell/manager.ts';
import { useSelection } from '../student/selection.ts';
import { ListAhead } from '../ui/ahead.tsx';
import { Empty } from '../ui/Empty.tsx';
import { ListBody } from '../ui/ListBody.tsx';
import { PageHead } from '../ui/PageHead.tsx';
import { Pager } from '../ui/Pager.tsx';
import { paging, type Search, usePageSearch } from '../ui/search.ts';
import { Toolbar } from '../ui/Toolbar.tsx';
import { DecideBar } from './DecideBar.tsx';
import { DecideDialog } from './DecideDialog.tsx';
import { LicenseTabs } from './LicenseTabs.tsx';
import { requestsQuery } from './queries.ts';
import { RequestTable } from './RequestTable.tsx';

const states: readonly RequestState[] = ['requested', 'approved', 'declined', 'withdrawn', 'expired'];

/** The list of the page at an address. */
export const listAt = (managerId: number, at: Search) =>
  requestsQuery(managerId, {
    state: at.state === 'all' ? undefined : (states.find((s) => s === at.state) ?? 'requested'),
    ...paging(at),
  });

/** What a dialog was opened for: it leaves the list once it is decided, and the outcome is still to be read. */
function useKept(open: boolean, meant: LicenseRequest[]): LicenseRequest[] {
  const [kept, setKept] = useState<LicenseRequest[]>([]);
  if (open && kept.length === 0 && meant.length > 0) setKept(meant);
  if (!open && kept.length > 0) setKept([]);
  return kept;
}

/** What students have asked for by links that give after approval. */
export function RequestsPage() {
  const { t } = useTranslation();
  const manager = useManager();
  const [search, change] = usePageSearch();
  const query = useQuery(listAt(manager.id, search));
  const { data: courses } = useQuery(allCoursesQuery(manager.id));
  const titles = new Map(courses?.items.map((c) => [c.id, c.title]));
  const shown = query.data?.items ?? [];
  const choice = useSelection(`${search.state} ${search.page}`, shown.length);
  const chosen = shown.filter((r) => r.state === 'requested' && choice.has(Number(r.id)));
  const meant = search.request ? shown.filter((r) => r.id === search.request) : chosen;
  const deciding = search.dialog === 'approve' || search.dialog === 'decline' ? search.dialog : null;
  const decided = useKept(deciding !== null, meant);
  const close = () => {
    change({ dialog: undefined, request: undefined });
    choice.clear();
  };
  return (
    <ListAhead of={(at) => listAt(manager.id, at)}>
      <PageHead title={t('request.title')} text={t('request.lead')} />
      <LicenseTabs />
      <Toolbar>
        <NativeSelect
          aria-label={t('request.state')}
          value={search.state ?? 'requested'}
          data={[...states, 'all'].map((s) => ({ value: s, label: t(`request.states.${s}`) }))}
          onChange={(e) => change({ state: e.currentTarget.value, page: undefined }, { push: true })}
        />
      </Toolbar>
      {manager.canChange && chosen.length > 0 && <DecideBar count={chosen.length} onClear={choice.clear} />}
      <ListBody
        query={query}
        rowHeight={70}
        empty={<Empty title={t('request.emptyTitle')} text={t('request.emptyText')} />}
      >
        {(requests, total) => (
          <>
            <RequestTable requests={requests} titles={titles} choice={choice} />
            <Pager total={total} />
          </>
        )}
      </ListBody>
      {manager.canChange && deciding && decided.length > 0 && (
        <DecideDialog kind={deciding} requests={decided} titles={titles} onClose={close} />
      )}
    </ListAhead>
  );
}
