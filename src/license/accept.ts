import type { Clock } from '../context.ts';
import type { Transaction } from '../db/database.ts';
import { Refusal } from '../errors.ts';
import type { Actor } from '../event/record.ts';
import { parseEmail } from '../rules/email.ts';
import { isRunning } from '../rules/pool.ts';
import { acceptedEnd } from '../rules/waiting.ts';
import { getEntry, validityOf } from '../waiting/entry.ts';
import { give, lockSituation } from './assign.ts';
import type { License } from './license.ts';

/**
 * Gives the seat that is held for an entry to its student, from now on: until the end that was asked for, or for as long
 * as its link says. Throws `not_found`, `not_offered`, `pool_not_running` or `already_enrolled`.
 */
export async function accept(
  tx: Transaction,
  { managerId, id }: { managerId: number; id: number },
  by: Actor,
  clock: Clock,
): Promise<License> {
  const { poolId, student } = await getEntry(tx, managerId, id);
  const email = parseEmail(student.email);
  if (!email) throw new Refusal('not_offered');
  const facts = await lockSituation(tx, { managerId, poolId, email }, clock);
  const { offer, pool, now } = facts;
  if (offer?.id !== id) throw new Refusal('not_offered');
  if (!isRunning(pool, now)) throw new Refusal('pool_not_running');
  if (facts.enrolled) throw new Refusal('already_enrolled');
  const { linkId, endDate } = offer;
  const validity = linkId === null ? null : await validityOf(tx, linkId);
  const end = acceptedEnd({ endDate, validity, poolEnd: pool.end }, now);
  return give(tx, facts, { email, name: student.name, end, linkId, recycles: null, full: null }, by);
}
