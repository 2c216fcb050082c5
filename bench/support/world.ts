import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import pg from 'pg';
import { DAY } from '../../src/rules/time.ts';
import { createDatabase, type Postgres } from '../../test/support/postgres.ts';
import type { Options } from './measure.ts';
import { carrel, type ProductSettings } from './processes.ts';

/** Managers that are alike: each has `licenses` in `pools` pools, two pools a course, and half as many students. */
export interface Group {
  managers: number;
  licenses: number;
  pools: number;
}

/** A database with managers numbered from 1, and what a benchmark must know of it. */
export interface World extends ProductSettings {
  databaseUrl: string;
  /** Runs statements as nobody but a benchmark may. */
  close(): Promise<void>;
}

const COURSES = 1000;
const SPARE_SEATS = 5_000_000;

/** What the statements below count from, group after group. */
interface Start {
  manager: number;
  pool: number;
  student: number;
  license: number;
}

type Series = (count: number) => string;

const sqliteSeries: Series = (count) =>
  `(with recursive s (i) as (select 0 union all select i + 1 from s where i < ${count - 1}) select i from s) as s`;
const postgresSeries: Series = (count) => `(select i from generate_series(0, ${count - 1}) as i) as s`;

/** Every tenth license of a transferable pool has been revoked. */
function groupStatements({ managers, licenses, pools }: Group, start: Start, now: number, series: Series): string[] {
  const perPool = licenses / pools;
  const students = licenses / 2;
  const pool = `(${start.pool} + s.i / ${licenses} * ${pools} + s.i % ${licenses} / ${perPool})`;
  const transferable = `(s.i % ${licenses} / ${perPool} % 2)`;
  const revoked = `${transferable} = 1 and s.i % 10 = 9`;
  const [from, to] = [now - 30 * DAY, now + 300 * DAY];
  return [
    `insert into manager (id, name, email, allowed_domains)
      select ${start.manager} + s.i, 'Manager ' || s.i, 'manager@example.com', '["example.com"]' from ${series(managers)}`,
    `insert into pool (id, manager_id, course_id, transferable, licenses, start_at, end_at, order_ref)
      select ${start.pool} + s.i, ${start.manager} + s.i / ${pools}, 1 + s.i % ${pools} / 2, s.i % 2, ${perPool + SPARE_SEATS}, ${from}, ${to}, 'A-' || s.i
      from ${series(managers * pools)}`,
    `insert into student (id, name, email, email_key, search_key)
      select id, 'Student ' || id, address, address, 'student ' || id || '\n' || address
      from (select i, ${start.student} + i as id, 'student.' || (${start.student} + i) || '@example.com' as address
        from ${series(managers * students)}) as numbered order by i`,
    `insert into license (id, pool_id, manager_id, course_id, transferable, seat, student_id, start_at, end_at, ended_at, ended_how)
      select ${start.license} + s.i, ${pool}, ${start.manager} + s.i / ${licenses}, 1 + s.i % ${licenses} / ${perPool} / 2, ${transferable},
        1 + s.i % ${perPool}, ${start.student} + s.i / ${licenses} * ${students} + s.i % ${licenses} % ${students},
        ${from} + s.i % 1000, case when ${revoked} then ${now - DAY} else ${to} end,
        case when ${revoked} then ${now - DAY} end, case when ${revoked} then 'revoked' end
      from ${series(managers * licenses)}`,
  ];
}

/** What the triggers would have kept. */
const countStatements = [
  `insert into progress (student_id, course_id, percent, last_access_at, reported_at)
    select student_id, course_id, id % 100, start_at, start_at from license where ended_at is null and id % 2 = 0`,
  `insert into free_seat (pool_id, seat) select pool_id, seat from license where transferable = 1 and ended_at is not null`,
  `update pool set issued = c.issued, live = c.live, held = case when transferable = 1 then c.live else c.issued end, last_seat = c.seat
    from (select pool_id, count(*) as issued, count(*) - count(ended_at) as live, max(seat) as seat from license group by pool_id) as c
    where c.pool_id = pool.id`,
  `insert into manager_student (manager_id, student_id, issued, live, search_key)
    select manager_id, student_id, count(*), count(*) - count(ended_at), min(search_key) from license join student on student.id = student_id group by manager_id, student_id order by 1, 2`,
  `insert into manager_course (manager_id, course_id, pools) select manager_id, course_id, count(*) from pool group by manager_id, course_id`,
];

const totals = `select p.manager_id, p.pools, p.courses, p.transferable, p.untransferable, p.issued, p.live, s.students, s.live as live_students
  from (select manager_id, count(*) as pools, count(distinct course_id) as courses, sum(licenses * transferable) as transferable,
    sum(licenses * (1 - transferable)) as untransferable, sum(issued) as issued, sum(live) as live from pool group by manager_id) as p
  join (select manager_id, count(*) as students, count(case when live > 0 then 1 end) as live from manager_student group by manager_id) as s
    on s.manager_id = p.manager_id`;

const sqliteTotals = [
  `insert into tally (manager_id, pools, courses, transferable_licenses, untransferable_licenses, issued, live, students, live_students) ${totals}`,
];

const postgresTotals = [
  `insert into pool_tally (manager_id, pools, courses, transferable_licenses, untransferable_licenses)
    select manager_id, pools, courses, transferable, untransferable from (${totals}) as t`,
  `insert into license_tally (manager_id, part, issued, live, students, live_students)
    select manager_id, 0, issued, live, students, live_students from (${totals}) as t`,
  `insert into license_tally (manager_id, part) select manager_id, part from pool_tally, generate_series(1, 15) as part`,
];

function statements(groups: Group[], series: Series): string[] {
  const now = Math.floor(Date.now() / 1000);
  const start: Start = { manager: 1, pool: 1, student: 1, license: 1 };
  const all = [`insert into course (id, title) select 1 + s.i, 'Course ' || s.i from ${series(COURSES)}`];
  for (const group of groups) {
    all.push(...groupStatements(group, start, now, series));
    start.manager += group.managers;
    start.pool += group.managers * group.pools;
    start.student += (group.managers * group.licenses) / 2;
    start.license += group.managers * group.licenses;
  }
  return [...all, ...countStatements];
}

interface Made {
  name: string;
  sql: string;
}

/** Without triggers and indexes, which are made at the end: that takes a tenth of the time. */
function fillSqlite(path: string, groups: Group[]): void {
  const db = new DatabaseSync(path, { enableForeignKeyConstraints: false });
  db.exec(
    `pragma journal_mode = wal; pragma synchronous = off; pragma cache_size = -1000000; pragma temp_store = memory`,
  );
  const made = (type: 'trigger' | 'index') =>
    db
      .prepare(`select name, sql from sqlite_master where type = '${type}' and sql is not null`)
      .all() as unknown as Made[];
  const [triggers, indexes] = [made('trigger'), made('index')];
  db.exec('begin');
  for (const { name } of triggers) db.exec(`drop trigger ${name}`);
  for (const { name } of indexes) db.exec(`drop index ${name}`);
  for (const statement of [...statements(groups, sqliteSeries), ...sqliteTotals]) db.exec(statement);
  for (const { sql } of [...indexes, ...triggers]) db.exec(sql);
  db.exec('commit; pragma wal_checkpoint(truncate)');
  db.close();
}

/** The same: no trigger fires while the server believes to replicate, and indexes are made at the end. */
async function fillPostgres(url: string, groups: Group[]): Promise<void> {
  const db = new pg.Client({ connectionString: url });
  await db.connect();
  await db.query(`set session_replication_role = replica; set synchronous_commit = off;
    set work_mem = '256MB'; set maintenance_work_mem = '512MB'`);
  const { rows: indexes } = await db.query<Made>(`select indexname as name, indexdef as sql from pg_indexes
    where schemaname = current_schema() and indexname not in (select conname from pg_constraint)`);
  for (const { name } of indexes) await db.query(`drop index ${name}`);
  for (const statement of [...statements(groups, postgresSeries), ...postgresTotals]) await db.query(statement);
  for (const { sql } of indexes) await db.query(sql);
  for (const table of ['manager', 'pool', 'student', 'license', 'course']) {
    await db.query(`select setval(pg_get_serial_sequence('${table}', 'id'), (select max(id) from ${table}))`);
  }
  await db.query('vacuum analyze');
  await db.query('checkpoint');
  await db.end();
}

/** Makes a database with these managers, in a folder of its own or on the given PostgreSQL. */
export async function makeWorld(groups: Group[], postgres?: Postgres, tell?: Options['tell']): Promise<World> {
  const total = groups.reduce((sum, { managers, licenses }) => sum + managers * licenses, 0);
  const startedAt = performance.now();
  const dataDir = mkdtempSync(join(tmpdir(), 'carrel-bench-'));
  const remove = () => rmSync(dataDir, { recursive: true, force: true });
  process.once('exit', remove);
  const database = postgres ? await createDatabase(postgres.url) : null;
  const path = join(dataDir, 'carrel.db');
  const world = { dataDir, databaseUrl: database?.url ?? `sqlite:${path}` };
  carrel(world, ['migrate']);
  if (database) await fillPostgres(database.url, groups);
  else fillSqlite(path, groups);
  const seconds = Math.round((performance.now() - startedAt) / 1000);
  tell?.(`made a database of ${total.toLocaleString('en')} licenses in ${seconds} s`);
  const close = async () => {
    await database?.drop();
    remove();
  };
  return { ...world, close };
}

/** An API token of a manager of the world. */
export const tokenOf = (world: World, manager: number): string =>
  carrel(world, ['token', 'create', '--manager', String(manager), '--name', 'Benchmark']);

export const publisherTokenOf = (world: World): string =>
  carrel(world, ['token', 'create', '--publisher', '--name', 'Benchmark']);
