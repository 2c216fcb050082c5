import { type LinkFacts, linkEnd, usedLicenses, type Validity } from './link.ts';
import { isRunning, type PoolFacts } from './pool.ts';
import { HOUR } from './time.ts';

/** `waiting` and `offered` are live; the others are for good. */
export type EntryState = 'waiting' | 'offered' | 'accepted' | 'lapsed' | 'left' | 'removed' | 'closed';

/** For how many hours a seat is held for whom it was offered to. */
export const HOLD_HOURS = { min: 1, max: 336, usual: 48 };

/** Whether a refusal to assign a license lets the student wait for one instead: only where none is available. */
export const mayWait = (refused: string | null): boolean => refused === 'no_available_licenses';

/**
 * What a link does instead of giving a license at once, or of refusing one because it, or its pool, has none left: it asks
 * its manager first, or lets the student wait, who keeps a place that they have.
 */
export function joinsInstead(
  refused: string | null,
  link: { approval: boolean; whenFull: 'refuse' | 'wait' },
  own: { offered: boolean; waits: boolean },
): 'request' | 'wait' | null {
  const full = refused === 'link_used_up' || refused === 'no_available_licenses';
  if (refused !== null && !full) return null;
  if (own.waits && (full || (link.approval && !own.offered))) return 'wait';
  if (link.approval && !own.offered) return 'request';
  return full && link.whenFull === 'wait' ? 'wait' : null;
}

/** How many seats of a pool can be offered: none before its start, after its end, or once it was closed. */
export const seatsToOffer = (
  pool: Pick<PoolFacts, 'licenses' | 'start' | 'end' | 'held'> & { closed?: boolean },
  now: number,
): number => (isRunning(pool, now) && !pool.closed ? Math.max(0, pool.licenses - pool.held) : 0);

/** Until when an offered seat is held: for the hours that the license manager sets, never beyond the end of the pool. */
export const offerEnds = (now: number, holdHours: number, poolEnd: number): number =>
  Math.min(now + holdHours * HOUR, poolEnd);

/** Whether an offer can be accepted: until the moment it ends, whether or not anybody has looked at it since. */
export const isOffered = (entry: { state: EntryState; offeredUntil: number | null }, now: number): boolean =>
  entry.state === 'offered' && now < (entry.offeredUntil ?? 0);

/**
 * When a license ends that is accepted now: as was asked, by the validity of its link, or with the pool, which also stands
 * for an end that was asked for and has passed.
 */
export function acceptedEnd(
  { endDate, validity, poolEnd }: { endDate: number | null; validity: Validity | null; poolEnd: number },
  now: number,
): number {
  if (endDate === null) return linkEnd(validity, poolEnd, now);
  return endDate <= now ? poolEnd : Math.min(endDate, poolEnd);
}

/** What becomes of a live entry as time passes: an offer lapses, and with the pool all of them are closed. */
export function stateAt(
  entry: { state: EntryState; offeredUntil: number | null },
  pool: { end: number; closed?: boolean },
  now: number,
): EntryState {
  if (entry.state !== 'waiting' && entry.state !== 'offered') return entry.state;
  const until = entry.offeredUntil ?? Number.POSITIVE_INFINITY;
  if (until <= now && until < pool.end) return 'lapsed';
  return pool.closed || pool.end <= now ? 'closed' : entry.state;
}

/** How many more a link gives to those who wait by it. */
export function leftOfLink(
  link: Pick<LinkFacts, 'deleted' | 'paused' | 'licenses' | 'issued' | 'live' | 'due' | 'offered'>,
  transferable: boolean,
): number {
  if (link.deleted || link.paused) return 0;
  return Math.max(0, link.licenses - usedLicenses(link, transferable));
}

/** One lane of a queue: those who wait by one link (or by none), and how many seats they can use. */
export interface Lane<Entry extends { id: number }> {
  left: number;
  /** In the order of joining; those who were offered the course in another pool are passed over. */
  entries: readonly Entry[];
}

/** Whom `seats` free seats are offered to: in the order of joining, each lane no more than its link gives. */
export function nextInLine<Entry extends { id: number }>(lanes: readonly Lane<Entry>[], seats: number): Entry[] {
  const usable = lanes.flatMap(({ left, entries }) => entries.slice(0, left));
  return usable.sort((a, b) => a.id - b.id).slice(0, seats);
}
