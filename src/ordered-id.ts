import { randomUUID } from 'node:crypto';

/**
 * A UUID of version 7 (RFC 9562) for rows that are written all the time: those of about the same moment stand side by
 * side in the index of the table. On SQLite that spares 50 of the 165 pages that a batch of 50 licenses writes (decision
 * 0084). 74 bits are random, so a clock that goes back only scatters the rows again.
 */
export function orderedId(now = Date.now()): string {
  const time = now.toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8, 12)}-7${randomUUID().slice(15)}`;
}
