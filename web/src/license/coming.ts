import type { HeldLicense } from '../api/types.ts';

/** True of a license that was given and begins later. */
export const isComing = ({ active, ended, start }: Pick<HeldLicense, 'active' | 'ended' | 'start'>): boolean =>
  !active && ended === null && Date.parse(start) > Date.now();

/** True where somebody ended it: then it ended at that moment, which may be any. */
export const isEarlyEnd = ({ endedHow }: Pick<HeldLicense, 'endedHow'>): boolean =>
  endedHow !== null && endedHow !== 'expired';
