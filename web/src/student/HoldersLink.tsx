import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useManager } from '../shell/manager.ts';
import { holdersPath } from './filters.ts';

interface Props {
  /** What they hold: parameters of the list. */
  of: { courseId?: string; poolId?: string; linkId?: string; status?: 'all' };
  label: string;
  children: ReactNode;
}

/** A number that leads to the people it counts. */
export function HoldersLink({ of, label, children }: Props) {
  const manager = useManager();
  return (
    <Link to={holdersPath(manager.id) as '/'} search={of as never} aria-label={label} title={label}>
      {children}
    </Link>
  );
}
