import { useQueryClient } from '@tanstack/react-query';
import { lazyPart } from '../shell/lazy.ts';
import { useManager } from '../shell/manager.ts';
import { useFirstMove } from '../ui/useFirstMove.ts';
import { allCoursesQuery } from './queries.ts';

export const AssignDialog = lazyPart(() => import('./AssignDialog.tsx'));

/** Fetches the dialog for assigning, and the pools to choose from, when a hand first moves. */
export function useAssignAhead(): void {
  const client = useQueryClient();
  const { id } = useManager();
  useFirstMove(() => {
    void AssignDialog.preload?.();
    void client.prefetchQuery(allCoursesQuery(id));
  });
}
