/** What the seats of a pool depend on. Times in seconds. */
export interface PoolFacts {
  licenses: number;
  /** How many it is to have, once so many have come back; null where it has what it is to have. */
  shrinkTo: number | null;
  /** By the publisher: it gives no licenses. */
  closed: boolean;
  transferable: boolean;
  start: number;
  end: number;
  /** Seats held: of a transferable pool by licenses not ended, of an untransferable one by every license ever assigned; by offers. */
  held: number;
  /** Of these, the seats that time has freed and nobody has swept: without those that somebody waits for. */
  due: number;
  /** How many wait for a seat. */
  waiting?: number;
}

export const isRunning = (pool: Pick<PoolFacts, 'start' | 'end'>, now: number): boolean =>
  pool.start <= now && now < pool.end;

/** Contract section 2: a license of a transferable pool that has run out holds its seat no longer, swept or not. */
export const assignedLicenses = (pool: Pick<PoolFacts, 'held' | 'due'>): number => pool.held - pool.due;

/** What a pool has now: one that shrinks has lost the seats that came back, swept or not. */
export const licensesNow = (pool: PoolFacts): number =>
  pool.shrinkTo === null ? pool.licenses : Math.max(pool.shrinkTo, Math.min(pool.licenses, assignedLicenses(pool)));

/** How many licenses a pool that still shrinks is to have; null where it is there. */
export const shrinkingTo = (pool: PoolFacts): number | null =>
  pool.shrinkTo === licensesNow(pool) ? null : pool.shrinkTo;

export const availableLicenses = (pool: PoolFacts, now: number): number =>
  isRunning(pool, now) && !pool.closed ? licensesNow(pool) - assignedLicenses(pool) : 0;

export const poolState = (pool: PoolFacts, now: number): 'future' | 'running' | 'ended' =>
  now < pool.start ? 'future' : now < pool.end ? 'running' : 'ended';
