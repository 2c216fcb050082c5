import type { Clock } from '../context.ts';
import type { Transaction } from '../db/database.ts';
import { Refusal } from '../errors.ts';
import type { Actor } from '../event/record.ts';
import { give, lockSituation, type Situation, waitFor } from '../license/assign.ts';
import type { License } from '../license/license.ts';
import { endRequest, getRequest, type LicenseRequest, lockRequest, noteOutcome } from '../request/request.ts';
import { parseEmail } from '../rules/email.ts';
import { decideAssign } from '../rules/license.ts';
import { linkEnd, usedLicenses } from '../rules/link.ts';
import { availableLicenses } from '../rules/pool.ts';
import { linkFor, reassignableFor } from './enroll.ts';
import { getLink, type Link, reassignableOf } from './link.ts';
import { noteTakenBack } from './taken-back.ts';

/** What is full, so that a license has to be taken back, or the student waits. */
function fullOf(link: Link, { pool, now }: Situation): 'link' | 'pool' | null {
  if (usedLicenses(link, pool.transferable) >= link.licenses) return 'link';
  return availableLicenses(pool, now) <= 0 ? 'pool' : null;
}

/** Whether there is a license for the student of a request, and which one has to be taken back for it. */
async function roomFor(tx: Transaction, link: Link, facts: Situation) {
  const full = fullOf(linkFor(link, facts), facts);
  const mayTake = full !== null && facts.pool.transferable && reassignableFor(link, facts);
  const recycles: License | null = mayTake ? await reassignableOf(tx, link, facts.now) : null;
  return { full, recycles, isRoom: full === null || recycles !== null };
}

/**
 * Approves a request: the student gets a license as by its link, or, where pool or link has none, a place on the waiting
 * list. The refusals of assigning leave it open. Throws `not_found`, `request_decided`, or such a refusal.
 */
export async function approve(
  tx: Transaction,
  { managerId, id, endDate }: { managerId: number; id: number; endDate: number | null },
  by: Actor,
  clock: Clock,
): Promise<LicenseRequest> {
  const { poolId, student, linkId } = await getRequest(tx, managerId, id, clock());
  const email = parseEmail(student.email);
  if (!email) throw new Refusal('request_decided');
  const facts = await lockSituation(tx, { managerId, poolId, email }, clock);
  const { now } = facts;
  const request = await lockRequest(tx, managerId, id, now);
  const { refused } = decideAssign({ ...facts, endDate, recycle: false, recyclable: false }, now);
  if (refused && refused !== 'no_available_licenses') throw new Refusal(refused);
  const link = await getLink(tx, managerId, linkId, now);
  const { full, recycles, isRoom } = await roomFor(tx, link, facts);
  const mail = { kind: 'request_approved', to: student.email, payload: { request: id, licensed: isRoom } } as const;
  const approved = await endRequest(tx, request, 'approved', { by, reason: null, mail }, now);
  if (!approved) throw new Refusal('request_decided');
  if (isRoom && recycles) await noteTakenBack(tx, link, now);
  const end = endDate === null ? linkEnd(link.validity, facts.pool.end, now) : Math.min(endDate, facts.pool.end);
  const grant = { email, name: student.name, end, linkId, recycles, full };
  const license = isRoom ? await give(tx, facts, grant, by) : null;
  const entry = license ? null : await waitFor(tx, facts, { email, name: student.name, endDate, linkId }, by);
  const came = { licenseId: license?.id ?? null, waitingId: entry?.id ?? null };
  noteOutcome(tx, { id, ...came });
  return { ...approved, ...came };
}

/** Declines a request. Throws `not_found` or `request_decided`. */
export async function decline(
  tx: Transaction,
  { managerId, id, reason }: { managerId: number; id: number; reason: string | null },
  by: Actor,
  clock: Clock,
): Promise<LicenseRequest> {
  const now = clock();
  const request = await lockRequest(tx, managerId, id, now);
  const payload = { request: id, words: reason };
  const mail = { kind: 'request_declined', to: request.student.email, payload } as const;
  const declined = await endRequest(tx, request, 'declined', { by, reason, mail }, now);
  if (!declined) throw new Refusal('request_decided');
  return declined;
}
