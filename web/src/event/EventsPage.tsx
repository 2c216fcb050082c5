import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useManager } from '../shell/manager.ts';
import { ListAhead } from '../ui/ahead.tsx';
import { Empty } from '../ui/Empty.tsx';
import { localMidnight } from '../ui/format.ts';
import { ListBody } from '../ui/ListBody.tsx';
import { PageHead } from '../ui/PageHead.tsx';
import { Pager } from '../ui/Pager.tsx';
import { paging, type Search, usePageSearch } from '../ui/search.ts';
import { EventFilters, filterNames } from './EventFilters.tsx';
import { EventList } from './EventList.tsx';
import { eventsQuery } from './queries.ts';

const isDay = (text: string | undefined): text is string => /^\d{4}-\d{2}-\d{2}$/.test(text ?? '');

/** The server takes the last second that is meant. */
const justBefore = (moment: string): string => new Date(Date.parse(moment) - 1000).toISOString();

/** The list of the page at an address. Days are the reader's, as in the headings of the list. */
export const listAt = (managerId: number, { actor, studentId, courseId, kind, from, to, ...at }: Search) =>
  eventsQuery(managerId, {
    ...{ actor, studentId, courseId, kind },
    from: isDay(from) ? localMidnight(from) : from,
    to: isDay(to) ? justBefore(localMidnight(to, 1)) : to,
    ...paging(at, 25),
  });

/** The history: who did what to whom, and why. */
export function EventsPage() {
  const { t } = useTranslation();
  const manager = useManager();
  const [search, change] = usePageSearch();
  const list = (at: Search) => listAt(manager.id, at);
  const query = useQuery(list(search));
  const filtered = filterNames.some((f) => search[f]);
  const clear = () =>
    change({ ...Object.fromEntries(filterNames.map((f) => [f, undefined])), studentName: undefined, page: undefined });
  return (
    <ListAhead of={list}>
      <PageHead title={t('event.title')} text={t('event.lead')} />
      <EventFilters onClear={filtered ? clear : undefined} />
      <ListBody
        query={query}
        rowHeight={48}
        rows={10}
        standard={25}
        empty={
          filtered ? (
            <Empty title={t('common.nothingFound')} text={t('event.noneMatch')}>
              <Button variant="default" onClick={clear}>
                {t('event.clear')}
              </Button>
            </Empty>
          ) : (
            <Empty title={t('event.emptyTitle')} text={t('event.emptyText')} />
          )
        }
      >
        {(events, total) => (
          <>
            <EventList events={events} />
            <Pager total={total} standard={25} />
          </>
        )}
      </ListBody>
    </ListAhead>
  );
}
