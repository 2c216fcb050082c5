import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback } from 'react';

export type Search = Record<string, string | undefined>;

/** What changes, also as it follows from what stands there now. */
type Patch = Search | ((old: Search) => Search);
type Change = (patch: Patch, options?: { push?: boolean }) => void;

/** Changes the state of a page without being rendered again when it has changed. */
export function useChangeSearch(): Change {
  const navigate = useNavigate();
  return useCallback(
    (patch, options = {}) => {
      void navigate({
        to: '.',
        search: ((old: Search) => ({ ...old, ...(typeof patch === 'function' ? patch(old) : patch) })) as never,
        replace: !options.push,
        resetScroll: false,
      });
    },
    [navigate],
  );
}

/** The state of a page as it stands in the address: search, filters, page, order, open rows and dialogs. */
export function usePageSearch(): [Search, Change] {
  return [useSearch({ strict: false }) as Search, useChangeSearch()];
}

const sizes = [10, 25, 50, 100];

/** The page of a list, from the address. */
export function paging(search: Search, standard = 10): { page: number; pageSize: number } {
  const page = Number(search.page ?? 1);
  const pageSize = Number(search.pageSize ?? standard);
  return {
    page: Number.isInteger(page) && page > 0 ? page : 1,
    pageSize: sizes.includes(pageSize) ? pageSize : standard,
  };
}

/** Reads and writes plain text parameters: `?page=2&open=16521`. */
export const parseSearch = (text: string): Search => Object.fromEntries(new URLSearchParams(text));
export function stringifySearch(search: Search): string {
  const set = Object.entries(search).filter((e): e is [string, string] => e[1] !== undefined && e[1] !== '');
  return set.length ? `?${new URLSearchParams(set)}` : '';
}
