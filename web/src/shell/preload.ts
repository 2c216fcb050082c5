import { useRouter } from '@tanstack/react-router';
import { useEffect } from 'react';
import type { Place } from './links.ts';

/** Fetches the code of the neighbouring pages while the reader reads, so that a click finds it there. */
export function usePreloadedPages(place: Place | undefined): void {
  const router = useRouter();
  useEffect(() => {
    if (!place) return;
    const timer = setTimeout(() => {
      for (const entry of place.entries) void router.preloadRoute({ to: entry.to as '/' }).catch(() => undefined);
    }, 300);
    return () => clearTimeout(timer);
  }, [router, place?.id]);
}
