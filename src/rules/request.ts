import { DAY } from './time.ts';

/** `requested` is open; the others are decided for good. */
export type RequestState = 'requested' | 'approved' | 'declined' | 'withdrawn' | 'expired';

/** A request that nobody decides is open this long, in seconds. */
export const REQUEST_OPEN = 30 * DAY;

/** What becomes of an open request as time passes, whether or not anybody has looked at it. */
export function requestStateAt(
  request: { state: RequestState; since: number },
  pool: { end: number; closed: boolean },
  now: number,
): RequestState {
  if (request.state !== 'requested') return request.state;
  return request.since + REQUEST_OPEN <= now || pool.end <= now || pool.closed ? 'expired' : 'requested';
}
