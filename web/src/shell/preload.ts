import { useRouter } from '@tanstack/react-router';
import type { ComponentType } from 'react';
import { useFirstMove } from '../ui/useFirstMove.ts';
import type { NavEntry } from './links.ts';
import { warm } from './warm.ts';

/** Fetches the code of all pages of a place as soon as a hand moves on the page, before it is at their links. */
export function usePreload(entries: NavEntry[]): void {
  const router = useRouter();
  useFirstMove(() => {
    for (const { to } of entries) {
      const [, , route] = router.getMatchedRoutes(to);
      if (!route) continue;
      const draw = () => warm(route.options.component as ComponentType);
      void router.loadRouteChunk(route)?.then(draw, () => undefined); // whoever goes there is told
    }
  });
}
