import { type FetchQueryOptions, useQueryClient } from '@tanstack/react-query';
import { createContext, type ReactNode, useContext } from 'react';
import { type Search, usePageSearch } from './search.ts';

const Ahead = createContext<(search: Search) => void>(() => undefined);

// biome-ignore lint/suspicious/noExplicitAny: a list of anything
export type AnyList = FetchQueryOptions<any, any, any, any>;

interface Props {
  /** The list as it is at an address. */
  of: (search: Search) => AnyList;
  children: ReactNode;
}

/** Around a page with a list: what stands in it can fetch what the list holds at another address. */
export function ListAhead({ of, children }: Props) {
  const client = useQueryClient();
  return <Ahead value={(search) => void client.prefetchQuery(of(search))}>{children}</Ahead>;
}

/**
 * For what leads to other states of the list: these are fetched when a hand or the focus comes to it, before it is
 * pressed, so that the answer is there with the click.
 */
export function useAhead(): (...patches: Search[]) => { onPointerEnter: () => void; onFocus: () => void } {
  const fetch = useContext(Ahead);
  const [search] = usePageSearch();
  return (...patches) => {
    const fetchAll = () => {
      for (const patch of patches) fetch({ ...search, ...patch });
    };
    return { onPointerEnter: fetchAll, onFocus: fetchAll };
  };
}
