/** What the seats of a pool depend on. Times in seconds. */
export interface PoolFacts {
  licenses: number;
  transferable: boolean;
  start: number;
  end: number;
  /** Seats held: of a transferable pool by licenses not ended, of an untransferable one by every license ever assigned. */
  held: number;
  /** Of the licenses not ended, those that have run out. */
  due: number;
}

export const isRunning = (pool: Pick<PoolFacts, 'start' | 'end'>, now: number): boolean =>
  pool.start <= now && now < pool.end;

/** Contract section 2: a license of a transferable pool that has run out holds its seat no longer, swept or not. */
export const assignedLicenses = (pool: PoolFacts): number => (pool.transferable ? pool.held - pool.due : pool.held);

export const availableLicenses = (pool: PoolFacts, now: number): number =>
  isRunning(pool, now) ? pool.licenses - assignedLicenses(pool) : 0;

export const poolState = (pool: PoolFacts, now: number): 'future' | 'running' | 'ended' =>
  now < pool.start ? 'future' : now < pool.end ? 'running' : 'ended';
