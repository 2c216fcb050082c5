import type { Clock } from '../context.ts';
import type { Transaction } from '../db/database.ts';
import { prepare } from '../db/prepare.ts';
import { Refusal } from '../errors.ts';
import { type Actor, type Fact, ofLicense, record } from '../event/record.ts';
import { lockPool } from '../pool/pool.ts';
import { decideEdit, revokeRefusal } from '../rules/license.ts';
import { isoTime } from '../rules/time.ts';
import { endLicense } from './end.ts';
import { getLicense, type License } from './license.ts';

const setEnd = prepare((db, p: { id: number; end: number }) =>
  db.updateTable('license').set({ end_at: p.end }).where('id', '=', p.id).where('ended_at', 'is', null).returning('id'),
);

function ended(license: License | null): License {
  if (!license) throw new Refusal('license_inactive');
  return license;
}

/** The license and its pool, locked: what is read after the lock stays true until the commit. */
async function lockLicense(tx: Transaction, managerId: number, id: number) {
  const { poolId } = await getLicense(tx, managerId, id);
  const [pool, license] = await Promise.all([lockPool(tx, managerId, poolId), getLicense(tx, managerId, id)]);
  return { pool, license };
}

/**
 * What history tells of a license whose end was moved. Who may use it for less long than they knew is told; of a later
 * end they learn when it comes near.
 */
export const factOfMove = (license: License, end: number, by: Actor, now: number): Fact => ({
  event: {
    ...ofLicense(license),
    at: now,
    kind: 'license.end_changed',
    by,
    before: { end: isoTime(license.end), active: true },
    after: { end: isoTime(end), active: true },
  },
  mail: end < license.end ? { kind: 'license_shortened', to: license.student.email, payload: { end } } : null,
});

/**
 * Changes the end of a license to a date at 00:00 UTC, in seconds; today or earlier ends it at once, for good.
 * Where that is the end it has, nothing happens.
 * Throws `not_found`, `license_inactive` or `license_not_editable`.
 */
export async function changeEnd(
  tx: Transaction,
  asked: { managerId: number; id: number; endDate: number },
  by: Actor,
  clock: Clock,
): Promise<License> {
  const { pool, license } = await lockLicense(tx, asked.managerId, asked.id);
  const now = clock();
  const decision = decideEdit(license, pool.end, asked.endDate, now);
  if (decision.refused) throw new Refusal(decision.refused);
  if (decision.ends) return ended(await endLicense(tx, license, 'edited', by, now));
  if (decision.end === license.end) return license;
  const [changed] = await setEnd(tx, { id: license.id, end: decision.end });
  if (!changed) throw new Refusal('license_inactive');
  const { event, mail } = factOfMove(license, decision.end, by, now);
  record(tx, event, ...(mail ? [mail] : []));
  return { ...license, end: decision.end };
}

/**
 * Ends a license at once and frees its seat. A student who returns a license does the same, under its own name.
 * Throws `not_found`, `license_inactive` or `license_not_revokable`.
 */
export async function revoke(
  tx: Transaction,
  asked: { managerId: number; id: number },
  by: Actor,
  clock: Clock,
  how: 'revoked' | 'returned' = 'revoked',
): Promise<License> {
  const { license } = await lockLicense(tx, asked.managerId, asked.id);
  const now = clock();
  const refusal = revokeRefusal(license, now);
  if (refusal) throw new Refusal(refusal);
  return ended(await endLicense(tx, license, how, by, now));
}
