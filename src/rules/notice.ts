import { DAY } from './time.ts';
/** The mails that members of a license manager get, each of which they can switch off. */
export const noticeKinds = [
  'poolNearlyFull',
  'poolFull',
  'poolEnds',
  'newPool',
  'undelivered',
  'weeklyDigest',
] as const;
export type NoticeKind = (typeof noticeKinds)[number];

/** Which of them somebody chose to get, or not to get; what is not there was not chosen. */
export type NoticeChoices = Partial<Record<NoticeKind, boolean>>;

/** What a member gets: as they chose, else, for those who may change something, as the manager presets, else all. */
export const wantsNotice = (kind: NoticeKind, role: string, own: NoticeChoices, preset: NoticeChoices): boolean =>
  own[kind] ?? (role !== 'viewer' && (preset[kind] ?? true));

/** How full a pool is: 0 not, 1 nearly (a tenth or less is free, of five or more), 2 full. */
export type Level = 0 | 1 | 2;

export function levelOf({ licenses, free }: { licenses: number; free: number }): Level {
  if (free <= 0) return 2;
  return licenses >= 5 && free <= Math.ceil(licenses / 10) ? 1 : 0;
}

/**
 * The level to remember: it goes up at once, and down only when a fifth (two licenses at least) is free again, so that
 * a pool in which single licenses come and go is told of once.
 */
export function nextLevel(told: Level, pool: { licenses: number; free: number }): Level {
  const level = levelOf(pool);
  if (level >= told) return level;
  const enough = Math.min(pool.licenses, Math.max(2, Math.ceil(pool.licenses / 5)));
  return pool.free >= enough ? level : told;
}

const AHEAD = [7, 30, 60];

/** How many days before the end of a pool its members are told now; null for not at all. A pool is longer than that. */
export function daysAhead({ start, end }: { start: number; end: number }, now: number): number | null {
  const due = AHEAD.find((days) => end - now <= days * DAY);
  return end > now && due !== undefined && end - start > due * DAY ? due : null;
}

/** The Monday of the week, as a date; and whether its digest is due: from 06:00 UTC on, for a day. */
export function digestWeek(now: number): { monday: string; due: boolean } {
  const days = Math.floor(now / DAY);
  const monday = days - ((days + 3) % 7); // day 0 was a Thursday
  const into = now - monday * DAY;
  return {
    monday: new Date(monday * DAY * 1000).toISOString().slice(0, 10),
    due: into >= DAY / 4 && into < DAY * 1.25,
  };
}
