import { HOUR } from './time.ts';

const FORGOTTEN_SECONDS = HOUR;
const LONGEST_SECONDS = 15 * 60;

/** Failed tries, and when the last one was. Times in seconds. */
export interface Tries {
  failures: number;
  last: number;
}

/** Seconds to wait before the next try: none for the first `free` ones, then one second, doubled with each failure. */
export function secondsToWait({ failures, last }: Tries, free: number, now: number): number {
  if (failures < free || now - last >= FORGOTTEN_SECONDS) return 0;
  const delay = Math.min(LONGEST_SECONDS, 2 ** Math.min(failures - free, 20));
  return Math.max(0, last + delay - now);
}

/** The tries with one more failure; what is long past no longer counts. */
export const failedAgain = ({ failures, last }: Tries, now: number): Tries => ({
  failures: now - last >= FORGOTTEN_SECONDS ? 1 : failures + 1,
  last: now,
});
