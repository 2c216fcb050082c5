import { domainAllowed, type Email } from './email.ts';
import { type AssignRefusal, decideAssign } from './license.ts';
import type { PoolFacts } from './pool.ts';

/** An active license, by what matters here. */
export interface Holding {
  id: number;
  /** The key of the student's address. */
  key: string;
}

/** What a list of assignments meets. */
export interface BulkFacts {
  pool: PoolFacts;
  allowedDomains: readonly string[];
  /** Active licenses of the course, in any pool, that the students of the list hold. */
  held: readonly Holding[];
  /** Active licenses of the pool that may be recycled, the oldest first. */
  recyclable: readonly Holding[];
}

/** One assignment of a list; 00:00 UTC of the asked end date. */
export interface BulkAsk {
  email: Email;
  endDate: number | null;
}

/** Decides assignments one after the other, each against the state that those before it leave; nothing is written. */
export function simulateAssignments(
  { pool, allowedDomains, held, recyclable }: BulkFacts,
  recycle: boolean,
  now: number,
): (ask: BulkAsk) => AssignRefusal | null {
  const queue = [...recyclable];
  const holdings = new Map<string, Set<number>>();
  const of = (key: string) => holdings.get(key) ?? holdings.set(key, new Set()).get(key) ?? new Set<number>();
  for (const { id, key } of held) of(key).add(id);
  let taken = 0;
  let given = 0;
  return ({ email: { key, domain }, endDate }) => {
    const decision = decideAssign(
      {
        pool: { ...pool, held: pool.held + taken },
        endDate,
        domainAllowed: domainAllowed(domain, allowedDomains),
        enrolled: of(key).size > 0,
        recycle,
        recyclable: queue.length > 0,
      },
      now,
    );
    if (decision.refused) return decision.refused;
    const evicted = decision.recycles ? queue.shift() : undefined;
    if (evicted) of(evicted.key).delete(evicted.id);
    else taken++;
    const holding = { id: -++given, key };
    of(key).add(holding.id);
    queue.push(holding);
    return null;
  };
}
