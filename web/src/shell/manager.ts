import { useParams } from '@tanstack/react-router';
import { useSession } from '../account/session.ts';
import type { Role } from '../api/types.ts';
import { useWrite, type Write } from '../api/useWrite.ts';

/** The license manager of the page, and what the signed-in member may do there. */
export interface CurrentManager {
  id: number;
  name: string;
  role: Role;
  canChange: boolean;
  canAdmin: boolean;
}

export function useManager(): CurrentManager {
  const { managerId } = useParams({ strict: false }) as { managerId: string };
  const found = useSession().managers.find((m) => String(m.id) === managerId);
  if (!found) throw new Error(`not a member of ${managerId}`);
  return { ...found, canChange: found.role !== 'viewer', canAdmin: found.role === 'owner' };
}

/**
 * A change to the manager's records; everything shown of that manager is fetched again afterwards. `done` is told as
 * soon as the change is made, also where the asking part of the page goes with what was changed.
 */
export function useChange<T, V>(change: (values: V) => Promise<T>, done?: (result: T) => void): Write<T, V> {
  return useWrite(change, ['manager'], done);
}
