import { isActive, type LicenseFacts } from './license.ts';
import { availableLicenses, isRunning, type PoolFacts } from './pool.ts';
import { DAY, monthsLater } from './time.ts';

/** How long a license from a link is good for. */
export interface Validity {
  count: number;
  unit: 'day' | 'week' | 'month';
}

/** What a link offers, and how much of it is gone. */
export interface LinkFacts {
  deleted: boolean;
  paused: boolean;
  /** Licenses out at the same time (transferable), or in total (untransferable). */
  licenses: number;
  autoReassign: boolean;
  validity: Validity | null;
  /** Licenses that it ever gave. */
  issued: number;
  /** Of these, the ones not ended. */
  live: number;
  /** Of the ones not ended, those that have run out. */
  due: number;
  /** Seats that are held for people who wait by it. */
  offered: number;
}

export const usedLicenses = (
  link: Pick<LinkFacts, 'issued' | 'live' | 'due' | 'offered'>,
  transferable: boolean,
): number => (transferable ? link.live - link.due : link.issued) + link.offered;

/** The code in an address as it was opened: programs that find addresses in texts take the marks behind them along. */
export const codeOf = (text: string): string => text.replace(/[^0-9a-z]+$/i, '');

/** When a license that is taken now ends: with its validity, or with its pool if that is earlier. */
export function linkEnd(validity: Validity | null, poolEnd: number, now: number): number {
  if (!validity) return poolEnd;
  const { count, unit } = validity;
  return Math.min(poolEnd, unit === 'month' ? monthsLater(now, count) : now + count * (unit === 'week' ? 7 : 1) * DAY);
}

export type EnrollRefusal =
  | 'pool_closed'
  | 'link_closed'
  | 'link_paused'
  | 'pool_not_running'
  | 'domain_not_allowed'
  | 'already_enrolled'
  | 'mailbox_enrolled'
  | 'link_used_up'
  | 'no_available_licenses';

export interface EnrollFacts {
  link: LinkFacts;
  pool: PoolFacts;
  domainAllowed: boolean;
  /** The student holds an active license of the course, whoever gave it. */
  enrolled: boolean;
  /** Another address of the same mailbox holds one, where that counts. */
  mailboxEnrolled: boolean;
  /** Whether an active license that this very link gave can be taken back. */
  reassignable: boolean;
}

export type EnrollDecision =
  | { refused: EnrollRefusal }
  | { refused: null; end: number; reassigns: false; full: null }
  | { refused: null; end: number; reassigns: true; full: 'link' | 'pool' };

/** Whether a link gives a license, until when, and whether the oldest one that it gave is taken back for it. */
export function decideEnroll({ link, pool, ...facts }: EnrollFacts, now: number): EnrollDecision {
  const usedUp = usedLicenses(link, pool.transferable) >= link.licenses;
  const full = availableLicenses(pool, now) <= 0;
  const reassigns = (usedUp || full) && pool.transferable && link.autoReassign && facts.reassignable;
  if (pool.closed) return { refused: 'pool_closed' };
  if (link.deleted) return { refused: 'link_closed' };
  if (link.paused) return { refused: 'link_paused' };
  if (!isRunning(pool, now)) return { refused: 'pool_not_running' };
  if (pool.transferable && !facts.domainAllowed) return { refused: 'domain_not_allowed' };
  if (facts.enrolled) return { refused: 'already_enrolled' };
  if (facts.mailboxEnrolled) return { refused: 'mailbox_enrolled' };
  if (usedUp && !reassigns) return { refused: 'link_used_up' };
  if (full && !reassigns) return { refused: 'no_available_licenses' };
  const end = linkEnd(link.validity, pool.end, now);
  if (!reassigns) return { refused: null, end, reassigns, full: null };
  return { refused: null, end, reassigns, full: usedUp ? 'link' : 'pool' };
}

export type ExtendDecision =
  | { refused: 'license_inactive' | 'somebody_waits' | 'no_extensions_left' }
  | { refused: null; end: number };

export interface ExtendFacts {
  license: LicenseFacts;
  /** The one that gave it; null where somebody assigned it. */
  link: { extensions: number; validity: Validity | null } | null;
  pool: Pick<PoolFacts, 'end' | 'waiting'>;
  /** How often it was made longer. */
  extended: number;
}

/** Whether a student may make a license longer, and until when: by the validity of its link, up to the end of the pool. */
export function decideExtend({ license, link, pool, extended }: ExtendFacts, now: number): ExtendDecision {
  if (!isActive(license, now)) return { refused: 'license_inactive' };
  if ((pool.waiting ?? 0) > 0) return { refused: 'somebody_waits' };
  const end = link?.validity ? linkEnd(link.validity, pool.end, license.end) : license.end;
  if (!link || extended >= link.extensions || end <= license.end) return { refused: 'no_extensions_left' };
  return { refused: null, end };
}

export type LinkState = 'open' | 'full' | 'paused' | 'future' | 'ended' | 'closed';

/** Why a link gives nothing to anybody new, whoever asks; null where it may. */
export function linkRefusal(
  link: LinkFacts,
  pool: PoolFacts,
  reassignable: boolean,
  now: number,
): EnrollRefusal | null {
  const anybody = { domainAllowed: true, enrolled: false, mailboxEnrolled: false };
  return decideEnroll({ link, pool, ...anybody, reassignable }, now).refused;
}

/** What its page says of a link, to people whom it has not met. */
export function linkState(link: LinkFacts, pool: PoolFacts, reassignable: boolean, now: number): LinkState {
  const refused = linkRefusal(link, pool, reassignable, now);
  if (refused === null) return 'open';
  if (refused === 'link_paused') return 'paused';
  if (refused === 'pool_closed') return 'ended';
  if (refused === 'pool_not_running') return now < pool.start ? 'future' : 'ended';
  return refused === 'link_closed' ? 'closed' : 'full';
}
