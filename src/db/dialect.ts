import { type CompiledQuery, type RawBuilder, type SelectQueryBuilder, sql } from 'kysely';
import type { Engine, Queries, Transaction } from './database.ts';
import { sqliteInserts } from './sqlite-inserts.ts';
import type { Tables } from './tables.ts';

/** Migrations of all processes queue here; SQLite's write lock already does it. */
export async function takeMigrationLock(tx: Transaction): Promise<void> {
  if (tx.engine === 'sqlite') return;
  await tx.script(
    `set local lock_timeout = 0; set local statement_timeout = 0; set local enable_seqscan = on;
      set local plan_cache_mode = auto; select pg_advisory_xact_lock(7242861503)`,
  );
}

/** Those who store statements queue here until they commit; SQLite's write lock already does it. */
export async function takeStatementLock(tx: Transaction): Promise<void> {
  if (tx.engine === 'sqlite') return;
  await sql`select pg_advisory_xact_lock(7242861505)`.execute(tx.kysely);
}

/** Those who change documents of one place (`scope`) queue here; SQLite's write lock already does it. */
export async function takeDocumentLock(tx: Transaction, scope: string): Promise<void> {
  if (tx.engine === 'sqlite') return;
  await sql`select pg_advisory_xact_lock(724286, hashtext(${scope}))`.execute(tx.kysely);
}

/** What changes take turns for: those that hold one of these locks, in every process. */
const LOCKS = { products: 7242861511, buyers: 7242861512, shops: 7242861513 } as const;

/**
 * Takes a lock until the transaction ends; where it is shared, only those who want it alone wait. SQLite's one writer
 * needs none. Whoever takes several takes them in the order shops, products, buyers.
 */
export async function takeLock(tx: Transaction, name: keyof typeof LOCKS, shared = false): Promise<void> {
  if (tx.engine === 'sqlite') return;
  const take = shared ? sql`pg_advisory_xact_lock_shared` : sql`pg_advisory_xact_lock`;
  await sql`select ${take}(${sql.lit(LOCKS[name])})`.execute(tx.kysely);
}

/** The names of the tables that there are. */
export async function tableNames(queries: Queries): Promise<string[]> {
  const names =
    queries.engine === 'sqlite'
      ? sql<{ name: string }>`select name from sqlite_schema where type = 'table'`
      : sql<{ name: string }>`select tablename as name from pg_tables where schemaname = current_schema()`;
  return (await names.execute(queries.kysely)).rows.map((row) => row.name);
}

/** Locks the selected rows until the transaction ends. On SQLite a transaction already holds the only write lock. */
export function locked<T extends keyof Tables, O>(
  query: SelectQueryBuilder<Tables, T, O>,
  engine: Engine,
): SelectQueryBuilder<Tables, T, O> {
  return engine === 'postgres' ? query.forNoKeyUpdate() : query;
}

/** Locks rows against whoever would refer to them, too: a new license of a student waits. */
export function lockedWhole<T extends keyof Tables, O>(
  query: SelectQueryBuilder<Tables, T, O>,
  engine: Engine,
): SelectQueryBuilder<Tables, T, O> {
  return engine === 'postgres' ? query.forUpdate() : query;
}

/** The same as `locked`, leaving out the rows that another transaction has locked. */
export function lockedUnlessTaken<T extends keyof Tables, O>(
  query: SelectQueryBuilder<Tables, T, O>,
  engine: Engine,
): SelectQueryBuilder<Tables, T, O> {
  return engine === 'postgres' ? query.forUpdate().skipLocked() : query;
}

/** The rows of a JSON array of numbers, for `in (…)` with one parameter of any length. */
export const idsIn = (json: string, engine: Engine): RawBuilder<number> =>
  engine === 'postgres'
    ? sql<number>`(select value::bigint from json_array_elements_text(${json}::json))`
    : sql<number>`(select value from json_each(${json}))`;

interface StudentMark {
  mark: number;
}

interface StudentChange extends StudentMark {
  student_id: number | null;
  course_id: number | null;
  changed: number | null;
  /** How many reports of progress were looked at. */
  recent: number;
}

/** Where the changes of the students of a license manager are (migrations/0001-licensing.ts). */
export const markOfStudents = ({ managerId }: { managerId: number }, engine: Engine): RawBuilder<StudentMark> =>
  engine === 'postgres'
    ? sql<StudentMark>`(select pg_snapshot_xmin(pg_current_snapshot())::text::bigint as mark where ${managerId}::bigint > 0)`
    : sql<StudentMark>`(select coalesce(max(changed), 0) as mark from manager_student where manager_id = ${managerId})`;

/**
 * The students of a license manager that have changed since a mark, at most `most` of each kind, and the mark of now; one
 * row where none has. On PostgreSQL transactions that were open at the mark may have changed some since: what they
 * could have changed is told again until they are over.
 */
export const changesOfStudents = (
  { managerId, mark, most }: { managerId: number; mark: number; most: number },
  engine: Engine,
): RawBuilder<StudentChange> =>
  engine === 'postgres'
    ? sql<StudentChange>`(with moment as materialized (
          select pg_snapshot_xmin(pg_current_snapshot())::text::bigint as mark,
            pg_snapshot_xmax(pg_current_snapshot())::text::bigint as next
        ), reported as materialized (
          select student_id, course_id, changed from progress
          where changed >= ${mark} and changed < (select next from moment) limit ${most}
        )
        select found.student_id, found.course_id, found.changed, moment.mark, (select count(*) from reported) as recent
        from moment left join lateral (
          (select student_id, 0::bigint as course_id, changed from manager_student
            where manager_id = ${managerId} and changed >= ${mark} and changed < moment.next limit ${most})
          union all
          select reported.student_id, reported.course_id, reported.changed from reported
            join manager_student own on own.student_id = reported.student_id and own.manager_id = ${managerId}
        ) as found on true)`
    : sql<StudentChange>`(select student_id, 0 as course_id, changed, changed as mark, 0 as recent from manager_student
        where manager_id = ${managerId} and changed > ${mark} order by changed desc limit ${most})`;

/** The rows of a JSON array of texts, for `in (…)` with one parameter of any length. */
export const textsIn = <T extends string>(json: string, engine: Engine): RawBuilder<T> =>
  engine === 'postgres'
    ? sql<T>`(select value from json_array_elements_text(${json}::json))`
    : sql<T>`(select value from json_each(${json}))`;

/** What gives a table of PostgreSQL its ids. */
export const sequenceOf = (table: keyof Tables): RawBuilder<unknown> => sql`${sql.lit(`${table}_id_seq`)}::regclass`;

/** As many ids as nobody can take between two steps of one statement. */
const FAR = 1000;

/**
 * Makes the ids given by the server from now on larger than `id`. Others take ids meanwhile, and a sequence must not
 * go back behind them: a small gap is taken id by id, only a wide one is jumped.
 */
export async function reserveIds(
  tx: Transaction,
  table: 'manager' | 'course' | 'pool' | 'student' | 'license',
  id: number,
) {
  if (tx.engine === 'sqlite') return; // AUTOINCREMENT goes on from the largest id ever inserted
  const sequence = sequenceOf(table);
  const last = sql`coalesce(pg_sequence_last_value(${sequence}), 0)`;
  await sql`select case when ${id}::bigint - ${last} > ${sql.lit(FAR)} then setval(${sequence}, ${id}::bigint)
    else (select max(nextval(${sequence})) from generate_series(1, ${id}::bigint - ${last})) end`.execute(tx.kysely);
}

/** An id that no row of the table has or will get from another transaction. */
export const nextId = (table: 'student' | 'license', engine: Engine): RawBuilder<number> =>
  engine === 'postgres'
    ? sql<number>`nextval(${sequenceOf(table)})`
    : sql<number>`(select coalesce(max(seq), 0) + 1 from sqlite_sequence where name = ${sql.lit(table)})`;

/** The id of the event that this transaction inserted last. */
export const latestEvent = (engine: Engine): RawBuilder<number> =>
  engine === 'postgres' ? sql<number>`currval(${sequenceOf('event')})` : sql<number>`(select max(id) from event)`;

/** Where an event stands in the feed (migrations/0001-licensing.ts). */
export const feedPosition = (engine: Engine): RawBuilder<number> =>
  engine === 'postgres' ? sql<number>`event.position` : sql<number>`event.id`;

/** Whether some committed event has no position in the feed yet. */
export const unpositioned = (engine: Engine): RawBuilder<boolean> =>
  engine === 'postgres'
    ? sql<boolean>`exists (select 1 from event where position is null)`
    : sql<boolean>`cast(0 as integer)`;

/**
 * Gives a position in the feed to up to `most` committed events that have none; true where more may be left. Positions
 * are given under a lock and in the order of commits of those who give them, so that a reader who has seen one will
 * never find a lower one later. SQLite needs none: its ids are in the order of commits.
 */
export async function positionEvents(tx: Transaction, most: number): Promise<boolean> {
  if (tx.engine === 'sqlite') return false;
  await sql`select pg_advisory_xact_lock(7242861504)`.execute(tx.kysely);
  const { numAffectedRows = 0n } = await sql`
    update event set position = next.position
    from (
      select id, (select coalesce(max(position), 0) from event where position is not null) + row_number() over (order by id) as position
      from event where position is null order by id limit ${most}
    ) as next
    where event.id = next.id`.execute(tx.kysely);
  return Number(numAffectedRows) === most;
}

/** The engine's own clock in milliseconds, one for all processes that share the database. */
export async function databaseClock(queries: Queries): Promise<number> {
  if (queries.engine === 'sqlite') return performance.timeOrigin + performance.now();
  const { rows } = await sql<{ now: number }>`select extract(epoch from clock_timestamp()) * 1000 as now`.execute(
    queries.kysely,
  );
  return Number(rows[0]?.now);
}

/** So many rows go in one statement on PostgreSQL. */
const ROWS_PER_STATEMENT = 1000;

/** What inserts many rows; the columns left out take their defaults. Licenses on PostgreSQL must have all but the link. */
export function insertsOf<T extends object>(engine: Engine, table: keyof Tables, rows: readonly T[]): CompiledQuery[] {
  const columns = Object.keys(rows[0] ?? {});
  if (columns.length === 0) return [];
  if (engine === 'sqlite') return sqliteInserts(table, columns, rows);
  const names = columns.map((name) => `"${name}"`).join(', ');
  const query = { kind: 'RawNode', sqlFragments: [], parameters: [] } as never;
  const queryId = { queryId: table };
  const text =
    table === 'license' // they are counted together
      ? 'select carrel_add_licenses($1::json)'
      : `insert into "${table}" (${names}) select ${names} from json_populate_recordset(null::"${table}", $1::json)`;
  return Array.from({ length: Math.ceil(rows.length / ROWS_PER_STATEMENT) }, (_, part) => {
    const some = rows.slice(part * ROWS_PER_STATEMENT, (part + 1) * ROWS_PER_STATEMENT);
    return { query, queryId, sql: text, parameters: [JSON.stringify(some)] };
  });
}

/** Inserts many rows; the columns left out take their defaults. Licenses on PostgreSQL must have all but the link. */
export async function insertMany<T extends object>(
  tx: Transaction,
  table: keyof Tables,
  rows: readonly T[],
): Promise<void> {
  for (const insert of insertsOf(tx.engine, table, rows)) await tx.run(insert);
}

/**
 * What the engine itself can say about its file; one line per problem. PostgreSQL checks its pages as it reads them,
 * and its foreign keys are asked here, because they could have been switched off.
 */
export async function enginesOwnChecks(queries: Queries): Promise<string[]> {
  if (queries.engine === 'postgres') return unvalidatedKeys(queries);
  const pages = await sql<{ integrity_check: string }>`pragma integrity_check`.execute(queries.kysely);
  const keys = await sql<{ table: string; rowid: number; parent: string }>`pragma foreign_key_check`.execute(
    queries.kysely,
  );
  return [
    ...pages.rows.map((row) => row.integrity_check).filter((line) => line !== 'ok'),
    ...keys.rows.map((row) => `${row.table} row ${row.rowid}: refers to a ${row.parent} that does not exist`),
  ];
}

async function unvalidatedKeys(queries: Queries): Promise<string[]> {
  const { rows } = await sql<{ place: string }>`
    select conrelid::regclass || ' (' || conname || ')' as place from pg_constraint
    where contype = 'f' and not convalidated and connamespace = current_schema()::regnamespace
    union all select tgrelid::regclass || ' (' || tgname || ')' from pg_trigger
    where tgenabled = 'D' and tgrelid in (select oid from pg_class where relnamespace = current_schema()::regnamespace)`.execute(
    queries.kysely,
  );
  return rows.map((row) => `${row.place}: is switched off`);
}

/**
 * What PostgreSQL knows of the place of this database: the same on a promoted standby, another after a dump was
 * restored, in the same server or elsewhere. Null on SQLite, whose place is its file.
 */
export async function postgresPlace(queries: Queries): Promise<string | null> {
  if (queries.engine === 'sqlite') return null;
  const one = async (expression: RawBuilder<unknown>): Promise<unknown> => {
    const { rows } = await sql<{ value: unknown }>`select ${expression} as value`.execute(queries.kysely);
    return rows[0]?.value;
  };
  const allowed = await one(sql`has_function_privilege('pg_control_system()', 'execute')`);
  const server = allowed ? await one(sql`(select system_identifier::text from pg_control_system())`) : 'unknown';
  const database = await one(sql`(select oid::text from pg_database where datname = current_database())`);
  return `${server}/${database}/${await one(sql`'outbox'::regclass::oid::text`)}`;
}
