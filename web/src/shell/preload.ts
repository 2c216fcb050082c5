import { useRouter } from '@tanstack/react-router';
import { useEffect } from 'react';
import type { Place } from './links.ts';

/** Fetches the code of the neighbouring pages while the reader reads, so that a click finds it there. */
export function usePreloadedPages(place: Place | undefined): void {
  const router = useRouter();
  const paths = place?.entries.map((e) => e.to).join(' ');
  useEffect(() => {
    if (!paths) return;
    const timer = setTimeout(() => {
      for (const to of paths.split(' ')) void router.preloadRoute({ to: to as '/' }).catch(() => undefined);
    }, 300);
    return () => clearTimeout(timer);
  }, [router, paths]);
}
