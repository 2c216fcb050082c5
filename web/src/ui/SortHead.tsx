import { UnstyledButton } from '@mantine/core';
import type { ReactNode } from 'react';
import { useAhead } from './ahead.tsx';
import { IconArrowDown, IconArrowsSort, IconArrowUp } from './icons.ts';
import classes from './SortHead.module.css';
import { usePageSearch } from './search.ts';

interface Props {
  by: string;
  children: ReactNode;
  /** What the list is sorted by when the address says nothing. */
  standard: string;
  /** Which way the first click sorts. */
  first?: 'asc' | 'desc';
}

/** A column heading that sorts on the server. */
export function SortHead({ by, children, standard, first = 'asc' }: Props) {
  const [search, change] = usePageSearch();
  const ahead = useAhead();
  const active = (search.sort ?? standard) === by;
  const order = active ? (search.order ?? 'asc') : null;
  const next = { sort: by, order: order === null ? first : order === 'asc' ? 'desc' : 'asc', page: undefined };
  const Icon = order === 'asc' ? IconArrowUp : order === 'desc' ? IconArrowDown : IconArrowsSort;
  return (
    <th scope="col" aria-sort={order === null ? undefined : order === 'asc' ? 'ascending' : 'descending'}>
      <UnstyledButton className={classes.button} data-active={active} onClick={() => change(next)} {...ahead(next)}>
        {children}
        <Icon size={14} stroke={1.8} />
      </UnstyledButton>
    </th>
  );
}
