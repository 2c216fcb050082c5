import { ApiError, type components } from 'carrel-client';
import { holdersOf, keyOf } from '../holders.ts';
import type { Session } from '../session.ts';
import { type AssignOptions, type AssignTask, refused, withinSeats } from './assign.ts';
import type { Result } from './journal.ts';

type Pool = components['schemas']['Pool'];

async function poolOf({ client }: Session, id: number): Promise<Pool | null> {
  try {
    const { data } = await client.GET('/api/licensing/v1/pool/{id}', { params: { path: { id } } });
    return data ?? null;
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) return null;
    throw error;
  }
}

const REASONS = {
  not_found: 'There is no such pool.',
  domain_not_allowed: 'The pool gives licenses only to addresses in the allowed domains.',
  already_enrolled: 'The student already has an active license for this course.',
} as const;

/**
 * What a server without dry runs is expected to do, from what it tells: its lists, the allowed domains and the free
 * licenses. The server decides when it is asked.
 */
export async function guessAssign(
  session: Session,
  tasks: readonly AssignTask[],
  { recycle }: AssignOptions,
): Promise<Result[]> {
  const sent = tasks.filter(({ refusal }) => refusal === null);
  const { data: me } = await session.client.GET('/api/licensing/v1/me');
  const domains = new Set(me?.allowedDomainsForTransferableLicenses.map(keyOf));
  const holders = await holdersOf(
    session,
    sent.map(({ email }) => email),
  );
  const pools = new Map<number, Pool | null>();
  for (const { poolId } of sent) if (!pools.has(poolId)) pools.set(poolId, await poolOf(session, poolId));
  const why = ({ email, poolId }: AssignTask): keyof typeof REASONS | null => {
    const pool = pools.get(poolId);
    if (!pool) return 'not_found';
    if (pool.transferable && !domains.has(keyOf(email).split('@').at(-1) ?? '')) return 'domain_not_allowed';
    return holders.get(keyOf(email))?.courses.some(({ id }) => id === pool.course.id) ? 'already_enrolled' : null;
  };
  const results = tasks.map((task): Result => {
    const code = task.refusal ? null : why(task);
    if (task.refusal) return refused(task, task.refusal);
    if (code) return refused(task, { code, detail: REASONS[code] });
    const { line, email } = task;
    return { line, email, outcome: 'assigned', code: null, detail: null, licenseId: null, end: null, recycled: null };
  });
  return recycle ? results : withinSeats(session, results, new Map(tasks.map((task) => [task.line, task.poolId])));
}
