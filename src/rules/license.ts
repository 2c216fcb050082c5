import { availableLicenses, isRunning, type PoolFacts } from './pool.ts';

/** What the state of a license depends on. Times in seconds. */
export interface LicenseFacts {
  transferable: boolean;
  start: number;
  end: number;
  ended: number | null;
}

export const isActive = (license: LicenseFacts, now: number): boolean =>
  license.ended === null && license.start <= now && now < license.end;

/** A license that has run out and was not swept yet. */
export const isDue = (license: LicenseFacts, now: number): boolean => license.ended === null && license.end <= now;

export type AssignRefusal =
  | 'pool_closed'
  | 'pool_not_running'
  | 'end_date_in_past'
  | 'domain_not_allowed'
  | 'already_enrolled'
  | 'recycle_not_allowed'
  | 'no_available_licenses';

export interface AssignFacts {
  pool: PoolFacts;
  /** 00:00 UTC of the asked end date; null where none was asked. */
  endDate: number | null;
  domainAllowed: boolean;
  /** The student holds an active license of the course, whoever gave it. */
  enrolled: boolean;
  recycle: boolean;
  /** Whether an active license of the pool can be taken back. */
  recyclable: boolean;
}

export type AssignDecision = { refused: AssignRefusal } | { refused: null; end: number; recycles: boolean };

/** Whether a license may be assigned, until when, and whether the oldest one gives up its seat for it. */
export function decideAssign(facts: AssignFacts, now: number): AssignDecision {
  const { pool, endDate } = facts;
  const end = Math.min(endDate ?? pool.end, pool.end);
  const full = availableLicenses(pool, now) <= 0;
  if (pool.closed) return { refused: 'pool_closed' };
  if (!isRunning(pool, now)) return { refused: 'pool_not_running' };
  if (endDate !== null && endDate <= now) return { refused: 'end_date_in_past' };
  if (pool.transferable && !facts.domainAllowed) return { refused: 'domain_not_allowed' };
  if (facts.enrolled) return { refused: 'already_enrolled' };
  if (full && facts.recycle && !pool.transferable) return { refused: 'recycle_not_allowed' };
  if (full && !(facts.recycle && facts.recyclable)) return { refused: 'no_available_licenses' };
  return { refused: null, end, recycles: full };
}

export type EditDecision =
  | { refused: 'license_inactive' | 'license_not_editable' }
  | { refused: null; ends: boolean; end: number };

/** What a new end date does: today or earlier ends the license at once; later than the pool's end, it is cut to it. */
export function decideEdit(license: LicenseFacts, poolEnd: number, endDate: number, now: number): EditDecision {
  if (!isActive(license, now)) return { refused: 'license_inactive' };
  if (!license.transferable) return { refused: 'license_not_editable' };
  return endDate <= now
    ? { refused: null, ends: true, end: now }
    : { refused: null, ends: false, end: Math.min(endDate, poolEnd) };
}

/** Why a license cannot be revoked (or returned), or null. */
export function revokeRefusal(license: LicenseFacts, now: number): 'license_inactive' | 'license_not_revokable' | null {
  if (!isActive(license, now)) return 'license_inactive';
  return license.transferable ? null : 'license_not_revokable';
}
