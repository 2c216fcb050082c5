import { type Compilable, type CompiledQuery, type Kysely, type RawBuilder, sql } from 'kysely';
import type { Engine, Transaction } from './database.ts';
import { insertsOf, nextId, sequenceOf } from './dialect.ts';
import { prepare } from './prepare.ts';
import type { EndedHow, Tables } from './tables.ts';

const raw = <R>(db: Kysely<Tables>, query: RawBuilder<R>): Compilable<R> => ({
  compile: () => query.compile(db) as CompiledQuery<R>,
});

const taken = (table: 'student' | 'license') =>
  prepare((db, p: { count: number }, engine: Engine) =>
    raw(
      db,
      engine === 'postgres'
        ? sql<{ id: number }>`select nextval(${sequenceOf(table)}) as id from generate_series(1, ${p.count}::bigint)`
        : sql<{ id: number }>`select ${nextId(table, engine)} as id`,
    ),
  );
const takenLicenses = taken('license');
const takenStudents = taken('student');

/** Ids that no row of the table has or will get from another transaction, in order. */
export async function takeIds(tx: Transaction, table: 'student' | 'license', count: number): Promise<number[]> {
  if (count === 0) return [];
  const rows = await (table === 'license' ? takenLicenses : takenStudents)(tx, { count });
  const first = rows[0]?.id ?? 1;
  return tx.engine === 'postgres' ? rows.map(({ id }) => id) : Array.from({ length: count }, (_, n) => first + n);
}

/** What ends many licenses, on PostgreSQL with the counters changed as sums (migrations/0001-licensing.ts). */
const endThem = prepare((db, p: { ids: string; now: number; how: EndedHow }, engine: Engine) =>
  raw(
    db,
    engine === 'postgres'
      ? sql<{ id: number }>`select carrel_end_licenses(${p.ids}::json, ${p.now}::bigint, ${p.how}::text) as id`
      : sql<{ id: number }>`update license set ended_at = ${p.now}, ended_how = ${p.how},
          end_at = case when ${p.how} = 'expired' then end_at else ${p.now} end
          where id in (select value from json_each(${p.ids})) and ended_at is null returning id`,
  ),
);

/**
 * Ends licenses for good, those that ran out with the end that they had, the others at `now`. Answers the ids of those
 * that nobody else had ended before.
 */
export async function endAll(
  tx: Transaction,
  how: EndedHow,
  ids: readonly number[],
  now: number,
): Promise<Set<number>> {
  if (ids.length === 0) return new Set();
  const done = await endThem(tx, { ids: JSON.stringify(ids), now, how });
  return new Set(done.map(({ id }) => id));
}

/** The columns of an event, and those of the mail that follows from it, if there is one. */
export interface EventAndMail {
  event: Record<string, string | number | null>;
  mail: { id: string; kind: string; recipient: string; payload: string } | null;
  /** Milliseconds. */
  now: number;
}

const recordThem = prepare((db, p: { rows: string }) =>
  raw(
    db,
    sql`with numbered as materialized (
        select nextval(${sequenceOf('event')}) as number, fact.* from json_to_recordset(${p.rows}::json) as fact
          (event json, mail json, now bigint)
      ), recorded as (
        insert into event (id, manager_id, at, kind, actor_kind, actor_id, actor_label, student_id, course_id, pool_id,
            license_id, link_id, details)
          select number, e.manager_id, e.at, e.kind, e.actor_kind, e.actor_id, e.actor_label, e.student_id, e.course_id,
            e.pool_id, e.license_id, e.link_id, e.details
          from numbered, json_populate_record(null::event, event) as e
      )
      insert into outbox (id, event_id, channel, kind, recipient, payload, license_id, created_at, run_at)
        select mail ->> 'id', number, 'mail', mail ->> 'kind', mail ->> 'recipient', mail ->> 'payload',
          (event ->> 'license_id')::bigint, now, 0
        from numbered where mail is not null and json_typeof(mail) <> 'null'`,
  ),
);

/** So many rows go in one statement on PostgreSQL. */
const ROWS_PER_STATEMENT = 1000;

/** Writes many events with their mails, in this order. PostgreSQL only: it numbers them in one statement. */
export function recordTogether(tx: Transaction, rows: readonly EventAndMail[]): void {
  for (let at = 0; at < rows.length; at += ROWS_PER_STATEMENT)
    void recordThem(tx.deferred, { rows: JSON.stringify(rows.slice(at, at + ROWS_PER_STATEMENT)) });
}

/** Inserts many rows, and waits for nothing: if it fails, so does the transaction. */
export function insertLater(tx: Transaction, table: keyof Tables, rows: readonly object[]): void {
  for (const insert of insertsOf(tx.engine, table, rows)) void tx.deferred.run(insert);
}
