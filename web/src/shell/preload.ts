import { useRouter } from '@tanstack/react-router';
import { useCallback } from 'react';
import type { NavEntry } from './links.ts';

/** Fetches the code of all pages of a place as soon as a hand goes towards their links, before it clicks. */
export function usePreload(entries: NavEntry[]): { onPointerEnter: () => void; onFocus: () => void } {
  const router = useRouter();
  const paths = entries.map((e) => e.to).join(' ');
  const preload = useCallback(() => {
    for (const to of paths.split(' ')) void router.preloadRoute({ to: to as '/' }).catch(() => undefined);
  }, [router, paths]);
  return { onPointerEnter: preload, onFocus: preload };
}
