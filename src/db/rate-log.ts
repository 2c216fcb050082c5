import { sql } from 'kysely';
import type { Owner } from '../principal.ts';
import type { Database } from './database.ts';
import { databaseClock } from './dialect.ts';

/** Whose requests are counted together: an owner's, or those of a player of one license. */
export type Counted = Owner | `player:${number}`;

/** Changes one owner's log of request times, one change at a time over all processes. Times in milliseconds. */
export type RateLog = <T>(
  owner: Counted,
  change: (hits: number[], now: number) => { hits: number[]; verdict: T },
) => Promise<T>;

/** The log in the shared database, by its clock: several servers count together. The table is not logged: a crash of PostgreSQL empties it. */
export const sharedRateLog =
  (db: Database): RateLog =>
  (owner, change) =>
    db.write(async (tx) => {
      await sql`insert into rate (owner, hits) values (${owner}, '[]') on conflict do nothing`.execute(tx.kysely);
      const { rows } = await sql<{
        hits: string;
      }>`select hits from rate where owner = ${owner} for update`.execute(tx.kysely);
      const now = await databaseClock(tx);
      const counted: number[] = JSON.parse(rows[0]?.hits ?? '[]');
      const past = counted.map((at) => Math.min(at, now)); // a clock that was stepped back forgets nobody's requests
      const { hits, verdict } = change(past, now);
      await sql`update rate set hits = ${JSON.stringify(hits)} where owner = ${owner}`.execute(tx.kysely);
      return verdict;
    });

const MAX_REMEMBERED = 10_000;

/** A log of this process alone, for callers of whom there are too many to remember each: the one unseen longest is forgotten. */
export function localRateLog(): RateLog {
  const logs = new Map<Counted, number[]>();
  return async (owner, change) => {
    const { hits, verdict } = change(logs.get(owner) ?? [], performance.now());
    logs.delete(owner);
    logs.set(owner, hits);
    if (logs.size > MAX_REMEMBERED) logs.delete(logs.keys().next().value as Counted);
    return verdict;
  };
}
