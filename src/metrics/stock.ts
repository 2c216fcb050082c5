import { sql } from 'kysely';
import type { Database } from '../db/database.ts';
import { databaseClock } from '../db/dialect.ts';

/** What the database knows: the same from every process that shares it. `oldest` is in seconds. */
export interface Stock {
  assigned: number;
  live: number;
  waiting: number;
  failed: number;
  paused: number;
  oldest: number | null;
}

export async function readStock(db: Database): Promise<Stock> {
  const { rows } = await sql<Stock>`
    select total.assigned, total.live,
      (select count(*) from outbox where done_at is null and failed_at is null) as waiting,
      (select count(*) from outbox where failed_at is not null) as failed,
      (select count(*) from instance where paused_at is not null) as paused,
      (select min(created_at) from outbox where done_at is null and failed_at is null) as oldest
      from (select coalesce(sum(issued), 0) as assigned, coalesce(sum(live), 0) as live from tally) as total`.execute(
    db.read.kysely,
  );
  const row = rows[0] as Stock;
  const oldest = row.oldest === null ? null : Math.max(0, ((await databaseClock(db.read)) - row.oldest) / 1000);
  return { ...row, oldest };
}
