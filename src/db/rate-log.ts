import { sql } from 'kysely';
import type { Database } from './database.ts';
import { databaseClock } from './dialect.ts';

/** Changes one manager's log of request times, one change at a time over all processes. Times in milliseconds. */
export type RateLog = <T>(
  managerId: number,
  change: (hits: number[], now: number) => { hits: number[]; verdict: T },
) => Promise<T>;

/** The log in the shared database, by its clock: several servers count together. The table is not logged: a crash of PostgreSQL empties it. */
export const sharedRateLog =
  (db: Database): RateLog =>
  (managerId, change) =>
    db.write(async (tx) => {
      await sql`insert into rate (manager_id, hits) values (${managerId}, '[]') on conflict do nothing`.execute(
        tx.kysely,
      );
      const { rows } = await sql<{
        hits: string;
      }>`select hits from rate where manager_id = ${managerId} for update`.execute(tx.kysely);
      const now = await databaseClock(tx);
      const counted: number[] = JSON.parse(rows[0]?.hits ?? '[]');
      const past = counted.map((at) => Math.min(at, now)); // a clock that was stepped back forgets nobody's requests
      const { hits, verdict } = change(past, now);
      await sql`update rate set hits = ${JSON.stringify(hits)} where manager_id = ${managerId}`.execute(tx.kysely);
      return verdict;
    });
