/** What a server tells of its rate limit. */
export interface Limit {
  /** Requests in a window, and its seconds. */
  quota: number;
  window: number;
  /** Requests that are left, and the seconds until there are more. */
  left: number;
  reset: number;
}

/** The limit that the published service has, where a server tells none and speaks only what is published. */
export const PUBLISHED_LIMIT: Limit = { quota: 25, window: 60, left: 25, reset: 60 };

/** Reads `RateLimit-Policy` and `RateLimit`; null where they are absent, as they are where the limit is off. */
export function readLimit(headers: Headers): Limit | null {
  const policy = /;q=(\d+);w=(\d+)/.exec(headers.get('ratelimit-policy') ?? '');
  const state = /;r=(\d+);t=(\d+)/.exec(headers.get('ratelimit') ?? '');
  if (!policy || !state) return null;
  return { quota: Number(policy[1]), window: Number(policy[2]), left: Number(state[1]), reset: Number(state[2]) };
}

/** Seconds for so many more requests, as the limit allows them; 0 where what is left is enough. */
export function secondsFor(requests: number, { quota, window, left, reset }: Limit): number {
  if (requests <= left) return 0;
  const windows = Math.ceil((requests - left) / quota);
  return reset + (windows - 1) * window;
}

/** `3 min 20 s`. */
export function duration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) return `${whole} s`;
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return `${minutes} min${whole % 60 ? ` ${whole % 60} s` : ''}`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
