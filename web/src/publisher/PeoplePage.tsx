import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { ListAhead } from '../ui/ahead.tsx';
import { Empty } from '../ui/Empty.tsx';
import { useFormat } from '../ui/format.ts';
import { ListBody } from '../ui/ListBody.tsx';
import { PageHead } from '../ui/PageHead.tsx';
import { Pager } from '../ui/Pager.tsx';
import { SearchField } from '../ui/SearchField.tsx';
import { type Search, usePageSearch } from '../ui/search.ts';
import { Toolbar } from '../ui/Toolbar.tsx';
import { PAGE_SIZE, pageAt } from './PublisherList.tsx';
import { DataTable, To } from './parts.tsx';
import { studentsQuery } from './people.ts';

/** Everybody who holds or held a license, of all license managers. */
export function PeoplePage() {
  const { t } = useTranslation();
  const { number } = useFormat();
  const [search] = usePageSearch();
  const list = (at: Search) => studentsQuery(pageAt(at));
  const query = useQuery(list(search));
  return (
    <ListAhead of={list}>
      <PageHead title={t('console.people.title')} text={t('console.people.lead')} />
      <Toolbar>
        <SearchField label={t('console.people.search')} />
      </Toolbar>
      <ListBody
        standard={PAGE_SIZE}
        query={query}
        rowHeight={48}
        rows={8}
        empty={<Empty title={t('common.nothingFound')} text={t('common.tryOtherWords')} />}
      >
        {(people, total) => (
          <>
            <DataTable
              rows={people}
              keyOf={({ id }) => String(id)}
              columns={[
                {
                  label: 'form.name',
                  head: true,
                  cell: ({ id, name, email }) => <To to={`/publisher/people/${id}`}>{name || email || `#${id}`}</To>,
                },
                { label: 'form.email', wide: true, cell: ({ email }) => <bdi>{email || '–'}</bdi> },
                { label: 'console.people.active', cell: ({ activeLicenses }) => number(activeLicenses) },
                { label: 'publisher.managers', cell: ({ managers }) => number(managers) },
              ]}
            />
            <Pager total={total} standard={PAGE_SIZE} />
          </>
        )}
      </ListBody>
    </ListAhead>
  );
}
