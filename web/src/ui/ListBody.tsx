import { Alert, Button, Skeleton } from '@mantine/core';
import type { UseQueryResult } from '@tanstack/react-query';
import { type ReactNode, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { List } from '../api/http.ts';
import classes from './ListBody.module.css';
import { useErrorText } from './problem.ts';
import { paging, usePageSearch } from './search.ts';

interface Props<T> {
  query: UseQueryResult<List<T>>;
  /** Height of one row while it is not there yet. */
  rowHeight: number;
  rows?: number;
  /** Items of a page, where the address does not say. */
  standard?: number;
  empty: ReactNode;
  children: (items: T[], total: number) => ReactNode;
}

/**
 * The states of a list: not there yet, failed, empty, and full. A page being turned stays readable, and so does what
 * could not be fetched again: someone may be typing in it.
 */
export function ListBody<T>({ query, rowHeight, rows = 5, standard, empty, children }: Props<T>) {
  const { t } = useTranslation();
  const text = useErrorText();
  const past = usePastTheEnd(query, standard);
  if (query.isPending || past) {
    return (
      <div role="status" aria-label={t('common.loading')} className={classes.rows}>
        {Array.from({ length: rows }, (_, i) => `row ${i}`).map((key) => (
          <Skeleton key={key} height={rowHeight} radius="md" />
        ))}
      </div>
    );
  }
  const { data } = query;
  return (
    <>
      {query.isError && (
        <Alert color="clay" role="alert" title={t('error.loadTitle')} mb="md">
          <p>{text(query.error)}</p>
          <Button mt="sm" size="xs" variant="default" onClick={() => query.refetch()}>
            {t('common.retry')}
          </Button>
        </Alert>
      )}
      {data?.items.length === 0 && empty}
      {data && data.items.length > 0 && (
        <div className={classes.full} data-stale={query.isPlaceholderData} aria-busy={query.isPlaceholderData}>
          {children(data.items, data.total)}
        </div>
      )}
    </>
  );
}

/** True while the address names a page past the end of the list: it is then changed to the last one. */
function usePastTheEnd<T>({ data, isPlaceholderData }: Props<T>['query'], standard?: number): boolean {
  const [search, change] = usePageSearch();
  const { page, pageSize } = paging(search, standard);
  const last = Math.max(1, Math.ceil((data?.total ?? 0) / pageSize));
  const past = !isPlaceholderData && data?.items.length === 0 && data.total > 0 && page > last;
  useEffect(() => {
    if (past) change({ page: last === 1 ? undefined : String(last) });
  }, [past, last, change]);
  return past;
}
