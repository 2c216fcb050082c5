import { sql } from 'kysely';
import type { Owner } from '../principal.ts';
import type { Database } from './database.ts';
import { databaseClock } from './dialect.ts';

/** Changes one owner's log of request times, one change at a time over all processes. Times in milliseconds. */
export type RateLog = <T>(
  owner: Owner,
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
