const WINDOW_MS = 60_000;

/** What a manager's request is told about the limit. */
export interface RateVerdict {
  allowed: boolean;
  limit: number;
  left: number;
  /** Whole seconds until the oldest counted request leaves the window and one more is allowed. */
  resetSeconds: number;
}

/**
 * An exact sliding log: at most `limit` requests in any 60 seconds. `hits` are the times of the last accepted
 * requests in milliseconds, oldest first; answers the log as it is after this request. Refused requests do not count.
 */
export function decideRate(
  hits: readonly number[],
  now: number,
  limit: number,
): { hits: number[]; verdict: RateVerdict } {
  const recent = hits.filter((at) => at > now - WINDOW_MS && at <= now);
  const allowed = recent.length < limit;
  const counted = allowed ? [...recent, now] : recent;
  const oldest = counted[counted.length - limit] ?? counted[0] ?? now;
  const resetSeconds = Math.max(1, Math.ceil((WINDOW_MS - (now - oldest)) / 1000));
  return { hits: counted, verdict: { allowed, limit, left: Math.max(0, limit - counted.length), resetSeconds } };
}
