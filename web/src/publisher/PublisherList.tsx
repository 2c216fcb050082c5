import { Button } from '@mantine/core';
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { List } from '../api/http.ts';
import { Empty } from '../ui/Empty.tsx';
import { IconPlus } from '../ui/icons.ts';
import { ListBody } from '../ui/ListBody.tsx';
import { PageHead } from '../ui/PageHead.tsx';
import { Pager } from '../ui/Pager.tsx';
import { SearchField } from '../ui/SearchField.tsx';
import { paging, type Search, usePageSearch } from '../ui/search.ts';
import { Toolbar } from '../ui/Toolbar.tsx';
import { useStaff } from './parts.tsx';
import type { PageQuery } from './queries.ts';

export const PAGE_SIZE = 25;

/** What a list of the publisher asks for at an address. */
export const pageAt = (at: Search): PageQuery => ({ search: at.search, ...paging(at, PAGE_SIZE) });

interface Props<T> {
  /** What is listed; its words are named after it: `publisher.courses`, `publisher.newCourse`, `publisher.noCourses`. */
  of: 'Course' | 'Manager' | 'Pool';
  searchLabel: string;
  query: UseQueryResult<List<T>>;
  /** Height of one row while it is not there yet, and how many of them. */
  rowHeight: number;
  rows: number;
  children: (items: T[]) => ReactNode;
}

/** A list of the publisher's, with the way to search it and to add to it. */
export function PublisherList<T>({ of, searchLabel, query, rowHeight, rows, children }: Props<T>) {
  const { t } = useTranslation();
  const [search, change] = usePageSearch();
  const many = `${of}s`;
  const name = many.toLowerCase();
  const { canChange } = useStaff();
  const add = canChange && (
    <Button leftSection={<IconPlus size={17} />} onClick={() => change({ dialog: 'new' }, { push: true })}>
      {t(`publisher.new${of}`)}
    </Button>
  );
  const empty = search.search ? (
    <Empty title={t('common.nothingFound')} text={t('common.tryOtherWords')} />
  ) : (
    <Empty title={t(`publisher.no${many}`)} text={t(`publisher.no${many}Text`)}>
      {add}
    </Empty>
  );
  return (
    <>
      <PageHead title={t(`publisher.${name}`)} text={t(`publisher.${name}Lead`)}>
        {add}
      </PageHead>
      <Toolbar>
        <SearchField label={searchLabel} />
      </Toolbar>
      <ListBody standard={PAGE_SIZE} query={query} rowHeight={rowHeight} rows={rows} empty={empty}>
        {(items, total) => (
          <>
            {children(items)}
            <Pager total={total} standard={PAGE_SIZE} />
          </>
        )}
      </ListBody>
    </>
  );
}
