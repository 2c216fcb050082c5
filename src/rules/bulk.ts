import type { Email } from './email.ts';
import { type AssignRefusal, decideAssign } from './license.ts';
import type { PoolFacts } from './pool.ts';

/** An active license, by what matters here. */
export interface Holding {
  id: number;
  /** The key of the student's address. */
  key: string;
}

/** What a list of assignments meets. */
export interface BulkFacts<H extends Holding> {
  pool: PoolFacts;
  allowedDomains: ReadonlySet<string>;
  /** Active licenses of the course, in any pool, that the students of the list hold. */
  held: readonly Holding[];
  /** Active licenses of the pool that may be recycled, in the order in which they go. */
  recyclable: readonly H[];
  /** Keys of students who were given a license of the course before the clock was set back: it begins again. */
  beginsAgain?: ReadonlySet<string>;
  /** Keys of students for whom a seat of the pool is held. */
  offered?: ReadonlySet<string>;
}

/** One assignment of a list; 00:00 UTC of the asked end date. */
export interface BulkAsk {
  email: Email;
  endDate: number | null;
  /** Whether it may take a license back. */
  recycle: boolean;
}

export type BulkDecision<H> = { refused: AssignRefusal } | { refused: null; end: number; recycles: H | null };

/**
 * Decides assignments one after the other, each against the state that those before it leave; nothing is written. None
 * takes back what the list gave.
 */
export function simulateAssignments<H extends Holding>(
  { pool, allowedDomains, held, recyclable, beginsAgain, offered }: BulkFacts<H>,
  now: number,
): (ask: BulkAsk) => BulkDecision<H> {
  const holders = new Map<string, Set<number>>();
  for (const { id, key } of held) holders.set(key, (holders.get(key) ?? new Set()).add(id));
  let [taken, evicted] = [0, 0];
  return ({ email: { key, domain }, endDate, recycle }) => {
    const next = recyclable[evicted] ?? null;
    const ownSeat = offered?.has(key) ? 1 : 0; // held for them already
    const decision = decideAssign(
      {
        pool: { ...pool, held: pool.held + taken - ownSeat },
        endDate,
        domainAllowed: allowedDomains.has(domain),
        enrolled: (holders.get(key)?.size ?? 0) > 0,
        recycle,
        recyclable: next !== null,
      },
      now,
    );
    if (decision.refused) return decision;
    if (beginsAgain?.has(key)) return { refused: 'already_enrolled' };
    const recycles = decision.recycles ? next : null;
    if (recycles) {
      evicted++;
      holders.get(recycles.key)?.delete(recycles.id);
    } else taken += 1 - ownSeat;
    holders.set(key, (holders.get(key) ?? new Set()).add(-1));
    return { refused: null, end: decision.end, recycles };
  };
}

/** Finds the rows whose person stands in a list before them: by the key of the address, the place of the first. */
export function seenBefore(): (key: string, place: number) => number | null {
  const first = new Map<string, number>();
  return (key, place) => {
    const earlier = first.get(key);
    if (earlier === undefined) first.set(key, place);
    return earlier ?? null;
  };
}
