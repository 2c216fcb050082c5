import { DAY } from './time.ts';
/** Whose license is taken back where none is available. */
export const recyclePolicies = ['oldest', 'idle', 'completed', 'unstarted'] as const;

export type RecyclePolicy = (typeof recyclePolicies)[number];

/** Which licenses of a pool may be taken back, and in what order. */
export interface RecycleTerms {
  policy: RecyclePolicy;
  /** Younger licenses are not taken back; a day is 24 hours. */
  minHeldDays: number;
}

/** The latest start, in seconds, of a license that has been held for long enough. */
export const heldSince = ({ minHeldDays }: RecycleTerms, now: number): number => now - minHeldDays * DAY;
