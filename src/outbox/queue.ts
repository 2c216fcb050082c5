import { type SqlBool, sql } from 'kysely';
import type { Database, Queries } from '../db/database.ts';
import { lockedUnlessTaken } from '../db/dialect.ts';
import { isOneOf } from '../db/planner-hints.ts';
import { prepare } from '../db/prepare.ts';

/** A mail that this process has claimed. Times in milliseconds, by the clock of the database. */
export interface Claimed {
  id: string;
  event_id: number | null;
  license_id: number | null;
  kind: string;
  recipient: string;
  payload: string;
  created_at: number;
  /** This attempt included; it also tells whether the claim still stands. */
  attempts: number;
}

/** How an attempt ended. */
export type Outcome =
  | { state: 'done'; note: string | null }
  | { state: 'failed'; error: string; answer: string | null; forget: boolean }
  | { state: 'again'; error: string; answer: string | null; delay: number };

/** Said in one piece, because PostgreSQL would otherwise look for a mail of known id among all that are open. */
const isOpen = sql<SqlBool>`coalesce(done_at, failed_at) is null`;

/** Whether an earlier mail of the same license is open is asked mail by mail: as a join, it could be asked of all. */
const claimDue = prepare((db, p: { now: number; until: number; most: number }, engine) =>
  db
    .with('due', (cte) =>
      lockedUnlessTaken(
        cte
          .selectFrom('outbox')
          .select('outbox.id')
          .where('outbox.done_at', 'is', null)
          .where('outbox.failed_at', 'is', null)
          .where('outbox.run_at', '<=', p.now)
          .where((eb) => eb.or([eb('outbox.locked_until', 'is', null), eb('outbox.locked_until', '<=', p.now)]))
          .where((eb) =>
            eb(
              eb
                .selectFrom('outbox as earlier')
                .select('earlier.id')
                .whereRef('earlier.license_id', '=', 'outbox.license_id')
                .whereRef('earlier.event_id', '<', 'outbox.event_id')
                .where('earlier.done_at', 'is', null)
                .where('earlier.failed_at', 'is', null)
                .limit(1),
              'is',
              null,
            ),
          )
          .where(({ not, exists, selectFrom }) =>
            not(exists(selectFrom('instance').select('id').where('paused_at', 'is not', null))),
          )
          .orderBy('outbox.run_at')
          .orderBy('outbox.event_id')
          .limit(p.most),
        engine,
      ),
    )
    .updateTable('outbox')
    .set((eb) => ({ locked_until: p.until, attempts: eb('attempts', '+', 1) }))
    .where((eb) => isOneOf('id', eb.selectFrom('due').select('due.id'), engine))
    .returning(['id', 'event_id', 'license_id', 'kind', 'recipient', 'payload', 'created_at', 'attempts']),
);

/**
 * Claims up to `most` mails that are due, for this process alone until `until`: those of a license one after the
 * other, and none while the outbox is paused. Any number of processes may do it at once.
 */
export const claim = (db: Database, times: { now: number; until: number }, most: number): Promise<Claimed[]> =>
  db.write(async (tx) => {
    const jobs = await claimDue(tx, { ...times, most });
    return jobs.sort((a, b) => (a.event_id ?? 0) - (b.event_id ?? 0));
  });

interface Closing {
  id: string;
  attempts: number;
  doneAt: number | null;
  failedAt: number | null;
  runAt: number;
  error: string | null;
  answer: string | null;
  forget: number;
}

const close = prepare((db, p: Closing) =>
  db
    .updateTable('outbox')
    .set({
      done_at: p.doneAt,
      failed_at: p.failedAt,
      run_at: p.runAt,
      error: p.error,
      answer: p.answer,
      locked_until: null,
      payload: sql<string>`case when cast(${p.forget} as integer) = 1 then '{}' else payload end`,
    })
    .where('id', '=', p.id)
    .where('attempts', '=', p.attempts)
    .where(isOpen)
    .returning('id'),
);

/** Records how an attempt ended. False, and nothing happens, where another process has claimed the mail since. */
export const settle = (db: Database, job: Claimed, outcome: Outcome, now: number): Promise<boolean> =>
  db.write(async (tx) => {
    const closed = await close(tx, {
      id: job.id,
      attempts: job.attempts,
      doneAt: outcome.state === 'done' ? now : null,
      failedAt: outcome.state === 'failed' ? now : null,
      runAt: outcome.state === 'again' ? now + outcome.delay : 0,
      error: outcome.state === 'done' ? outcome.note : outcome.error,
      answer: outcome.state === 'done' ? null : outcome.answer,
      forget: outcome.state === 'done' || (outcome.state === 'failed' && outcome.forget) ? 1 : 0,
    });
    return closed.length > 0;
  });

const extend = prepare((db, p: { id: string; attempts: number; until: number | null }) =>
  db
    .updateTable('outbox')
    .set({ locked_until: p.until })
    .where('id', '=', p.id)
    .where('attempts', '=', p.attempts)
    .where(isOpen),
);

/** Keeps claims until `until`; null gives them up. */
export const hold = (db: Database, jobs: Iterable<Claimed>, until: number | null): Promise<void> =>
  db.write(async (tx) => {
    for (const { id, attempts } of jobs) await extend(tx, { id, attempts, until });
  });

const releaseClaims = prepare((db) =>
  db
    .updateTable('outbox')
    .set({ locked_until: null })
    .where('done_at', 'is', null)
    .where('failed_at', 'is', null)
    .where('locked_until', 'is not', null),
);

/** Gives up all claims, for the only process that sends from this database: nobody else can hold one. */
export const releaseAll = (db: Database): Promise<void> =>
  db.write(async (tx) => {
    await releaseClaims(tx, {});
  });

/** The outbox at a glance. */
export interface OutboxStatus {
  /** Waiting to be sent, the ones that are tried again included. */
  waiting: number;
  /** When the longest waiting one was written, in milliseconds; null where none waits. */
  waitingSince: number | null;
  failed: number;
  /** Why nothing is sent, or null. */
  paused: string | null;
}

const waiting = prepare((db) =>
  db
    .selectFrom('outbox')
    .select([sql<number>`count(*)`.as('count'), sql<number | null>`min(created_at)`.as('since')])
    .where('done_at', 'is', null)
    .where('failed_at', 'is', null),
);

const failed = prepare((db) =>
  db.selectFrom('outbox').select(sql<number>`count(*)`.as('count')).where('failed_at', 'is not', null),
);

const pause = prepare((db) => db.selectFrom('instance').select('paused_why').where('paused_at', 'is not', null));

/** What waits, what failed, and whether anything is sent at all: for metrics and the command line. */
export async function outboxStatus(queries: Queries): Promise<OutboxStatus> {
  const [open] = await waiting(queries, {});
  const [lost] = await failed(queries, {});
  const [paused] = await pause(queries, {});
  return {
    waiting: open?.count ?? 0,
    waitingSince: open?.since ?? null,
    failed: lost?.count ?? 0,
    paused: paused?.paused_why ?? null,
  };
}
