import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useManager } from '../shell/manager.ts';
import { personPath } from './filters.ts';

/** Leads to the page of a person. */
export function PersonLink({ id, children }: { id: number; children?: ReactNode }) {
  const manager = useManager();
  return <Link to={personPath(manager.id, id) as '/'}>{children}</Link>;
}
