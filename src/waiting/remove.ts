import type { Clock } from '../context.ts';
import type { Transaction } from '../db/database.ts';
import { Refusal } from '../errors.ts';
import type { Actor } from '../event/record.ts';
import { lockPool } from '../pool/pool.ts';
import { stateAt } from '../rules/waiting.ts';
import { type Entry, getEntry } from './entry.ts';
import { endEntries } from './finish.ts';

/** Takes an entry off its list; a seat that was held for it goes to the next. Throws `not_found` or `not_waiting`. */
export async function removeEntry(
  tx: Transaction,
  { managerId, id }: { managerId: number; id: number },
  how: 'removed' | 'left',
  by: Actor,
  clock: Clock,
): Promise<Entry> {
  const { poolId } = await getEntry(tx, managerId, id);
  const [pool, entry] = await Promise.all([lockPool(tx, managerId, poolId), getEntry(tx, managerId, id)]);
  const now = clock();
  const state = stateAt(entry, pool, now);
  if (state !== 'waiting' && state !== 'offered') throw new Refusal('not_waiting');
  const [gone] = await endEntries(tx, [entry], how, by, now);
  if (!gone) throw new Refusal('not_waiting');
  return gone;
}
