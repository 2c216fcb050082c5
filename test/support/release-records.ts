import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { Database, Engine } from '../../src/db/database.ts';
import { tableNames } from '../../src/db/dialect.ts';
import { type Migration, migrate, migrations } from '../../src/db/migrate.ts';
import { DAY } from '../../src/rules/time.ts';

/** Records in a database of 0.1.0: something in every table. */
const START = 1_700_000_000;
const MANAGERS = 8;
const POOLS = 32;
const STUDENTS = 125;
const LICENSES = 400;

/** The schema of 0.1.0: the steps of which there are records here. */
export const firstRelease: readonly Migration[] = migrations.filter(({ name }) => /^000[126]-/.test(name));

const list = (count: number, row: (n: number) => string): string =>
  Array.from({ length: count }, (_, index) => `(${row(index + 1)})`).join(',\n');

const managerOf = (n: number) => (n % MANAGERS) + 1;
/** Ids of pools go round: the manager of a pool is the one of its number. */
const poolOf = (n: number) => (n % POOLS) + 1;
const seatOf = (n: number) => Math.floor((n - 1) / POOLS) + 1;
const studentOf = (n: number) => ((n * 7) % STUDENTS) + 1;

const licenses = `
insert into manager (id, name, email, allowed_domains)
  values ${list(MANAGERS, (n) => `${n}, 'Manager ${n}', 'manager${n}@records.example', '["records.example"]'`)};
insert into course (id, title) values ${list(POOLS, (n) => `${n}, 'Course ${n}'`)};
insert into pool (id, manager_id, course_id, transferable, licenses, start_at, end_at, order_ref)
  values ${list(POOLS, (n) => `${n}, ${managerOf(n)}, ${n}, ${n % 2}, ${n % 5 === 0 ? LICENSES : 50}, ${START}, ${START + 900 * DAY}, 'order ${n}'`)};
insert into pool_level (pool_id, level) values (1, 1), (2, 2);
insert into student (id, name, email, email_key, search_key, mailbox)
  values ${list(STUDENTS, (n) => `${n}, 'Élodie O''Neill ${n}', 'Person+${n}@Records.example', 'person+${n}@records.example', 'elodie ${n}', 'person@records.example'`)};
insert into student (id, name, email, email_key, search_key) values (${STUDENTS + 1}, 'Nobody', 'n@records.example', 'n@records.example', 'n');
insert into erasure (student_id, at) values (${STUDENTS + 1}, ${START});
update student set name = 'Erased person', email = '', email_key = 'erased:${STUDENTS + 1}', search_key = '', erased_at = ${START} where id = ${STUDENTS + 1};
update erasure set open = 0 where student_id = ${STUDENTS + 1};
insert into link (id, manager_id, pool_id, code_hash, code_sealed, licenses, auto_reassign, validity_count, validity_unit, created_at)
  values ${list(POOLS, (n) => `${n}, ${managerOf(n)}, ${n}, 'hash ${n}', 'sealed ${n}', 40, ${n % 2}, 3, 'week', ${START}`)};
insert into license (id, pool_id, manager_id, course_id, transferable, seat, student_id, link_id, start_at, end_at)
  values ${list(LICENSES, (n) => `${n}, ${poolOf(n)}, ${managerOf(poolOf(n))}, ${poolOf(n)}, ${poolOf(n) % 2}, ${seatOf(n)}, ${studentOf(n)}, ${n % 4 === 0 ? poolOf(n) : 'null'}, ${START + n}, ${START + 300 * DAY}`)};
update license set ended_at = ${START + DAY}, ended_how = 'revoked' where id % 3 = 0;
insert into progress (student_id, course_id, percent, completed_at, last_access_at, reported_at)
  select student_id, course_id, id % 101, case when id % 101 = 100 then start_at end, start_at, start_at from license where ended_at is null;
insert into roster (id, manager_id, made_at, expires_at, position, courses, pools, counts, transferable)
  values ('roster', 1, ${START}, ${START + DAY}, 1, '[]', '[]', '{}', 1);
insert into roster_row (roster_id, place, action, email, name) values ('roster', 1, 'keep', 'person+1@records.example', 'Élodie');
insert into agent_plan (id, manager_id, action, made_at, expires_at, maker, request, terms, steps, refused)
  values ('plan', 1, 'assign', ${START}, ${START + DAY}, 'token 1', '{}', '{}', '[]', '[]');
`;

const history = `
insert into event (manager_id, at, kind, actor_kind, actor_label, student_id, course_id, pool_id, license_id, details)
  values ${list(LICENSES, (n) => `${managerOf(poolOf(n))}, ${START + n}, 'license.assigned', 'command', 'import', ${studentOf(n)}, ${poolOf(n)}, ${poolOf(n)}, ${n}, '{"n":${n}}'`)};
insert into event (manager_id, at, kind, actor_kind, actor_label, student_id, course_id, pool_id, license_id, details)
  select manager_id, ended_at, 'license.revoked', 'system', 'records', student_id, course_id, pool_id, id, '{}' from license where ended_at is not null;
insert into outbox (id, event_id, channel, kind, recipient, payload, created_at, run_at, attempts, done_at, failed_at, error, license_id)
  select 'mail ' || id, id, 'mail', 'license_assigned', 'person@records.example', '{"licenseId":' || license_id || '}', at * 1000, at * 1000, id % 4,
    case when id % 3 = 0 then at * 1000 end, case when id % 3 = 1 then at * 1000 end, case when id % 3 = 1 then '550 nobody' end, license_id
  from event where kind = 'license.assigned';
insert into webhook (id, owner, manager_id, url, kinds, description, format, secret_sealed, since_position, created_at)
  values ('webhook', 'manager:1', 1, 'https://records.example/hook', '[]', '', 'standard', 'sealed', 0, ${START});
insert into webhook_delivery (id, webhook_id, event_id, message_id, type, created_at, run_at, delivered_at)
  select 'delivery ' || id, 'webhook', id, 'message ' || id, kind, at, at, case when id % 2 = 0 then at end from event where manager_id = 1;
`;

const callers = `
insert into token (id, owner, manager_id, name, hash, last_ten, permission, created_at, last_used_at)
  values ${list(40, (n) => `'token ${n}', 'manager:${managerOf(n)}', ${managerOf(n)}, 'Token ${n}', 'hash ${n}', 'last ${n}', '${n % 2 ? 'read' : 'write'}', ${START + n}, ${n % 2 ? 'null' : START}`)};
insert into idempotency (owner, key, fingerprint, status, body, created_at)
  values ${list(40, (n) => `'manager:${managerOf(n)}', 'key ${n}', 'f', 200, '{"id":${n}}', ${START}`)};
insert into quota (subject, used, since) values ('link:1', 3, ${START});
insert into secret_key (fingerprint, current, since) values ('fingerprint', 1, ${START});
insert into instance (one, id, place) values (1, 'an instance', 'a place');
`;

/** PostgreSQL gives ids after those that were given. */
const givenIds = ['manager', 'course', 'pool', 'student', 'link', 'license']
  .map((table) => `select setval('${table}_id_seq', (select max(id) from ${table}));`)
  .join('\n');

/** Records of the first step of the schema. */
export const licensingRecords = (engine: Engine): string =>
  licenses +
  history +
  callers +
  (engine === 'postgres' ? `insert into rate (owner, hits) values ('manager:1', '${START}');\n${givenIds}\n` : '');

/** Records of the second. */
export function accountRecords(engine: Engine): string {
  const at = engine === 'sqlite' ? `'2023-11-14T22:13:20.000Z'` : `'2023-11-14T22:13:20Z'`;
  const yes = engine === 'sqlite' ? '1' : 'true';
  return `
insert into person (id, name, email, email_verified, created_at, updated_at, two_factor_enabled, publisher)
  values ${list(60, (n) => `'p${n}', 'Person ${n}', 'p${n}@records.example', ${yes}, ${at}, ${at}, ${yes}, ${n % 2}`)};
insert into device (id, person_id, secret_hash, browser, created_at, last_used_at)
  values ${list(60, (n) => `'d${n}', 'p${n}', 'hash ${n}', 'a browser', ${START}, ${START}`)};
insert into session (id, expires_at, token, created_at, updated_at, user_id, device_id)
  values ${list(60, (n) => `'s${n}', ${at}, 'session ${n}', ${at}, ${at}, 'p${n}', 'd${n}'`)};
insert into credential (id, account_id, provider_id, user_id, password, created_at, updated_at)
  values ${list(60, (n) => `'c${n}', 'p${n}', 'credential', 'p${n}', 'a hash', ${at}, ${at}`)};
insert into verification (id, identifier, value, expires_at, created_at, updated_at)
  values ('v1', 'p1@records.example', 'a value', ${at}, ${at}, ${at});
insert into two_factor (id, secret, backup_codes, user_id, verified)
  values ${list(60, (n) => `'t${n}', 'sealed', 'sealed', 'p${n}', ${yes}`)};
insert into security_event (id, person_id, at, kind, browser, network_hash, keep_until)
  values ('e1', 'p1', ${START}, 'signed_in', 'a browser', 'hash', ${START + DAY});
insert into attempt (subject, failures, last_at) values ('p1@records.example', 3, ${START});
insert into member (id, manager_id, email, role, person_id, since)
  values ${list(60, (n) => `'m${n}', ${managerOf(n)}, 'p${n}@records.example', 'owner', 'p${n}', ${START}`)};
insert into notice (member_id, kind, pool_id, period, made_at) values ('m1', 'pool_full', 1, '2024', ${START});
`;
}

/** Records of the step that brought waiting lists. */
const waitingRecords = `
insert into waiting (pool_id, manager_id, course_id, student_id, state, since, changed_at)
  values (1, ${managerOf(1)}, 1, 1, 'waiting', ${START - DAY}, ${START - DAY});
update waiting set state = 'removed', changed_at = ${START};
insert into request (manager_id, link_id, pool_id, course_id, student_id, message, state, since, decided_at, decided_by)
  values (${managerOf(1)}, 1, 1, 1, 1, 'Please', 'declined', ${START}, ${START}, 'Ann');
`;

/** Records in every table of 0.1.0. */
export const releaseRecords = (engine: Engine): string =>
  licensingRecords(engine) + accountRecords(engine) + waitingRecords;

/** Makes an empty database one of 0.1.0, with records in every table. */
export async function makeFirstRelease(db: Database): Promise<void> {
  await migrate(db, 0, firstRelease);
  await db.write((tx) => tx.script(releaseRecords(db.engine)));
}

const later = (int: string) => `
alter table student add column known_as text;
update student set known_as = upper(name);
drop index student_of_mailbox;
create index student_of_mailbox on student (mailbox, known_as) where mailbox is not null;
create table enrolled (license_id ${int} primary key references license (id), known_as text);
insert into enrolled (license_id, known_as) select license.id, known_as from license join student on student.id = student_id;
alter table token add column note text not null default '';
update token set note = name where permission = 'read';
`;

/** A step such as later versions may bring: columns, a table, an index, and records brought into them. */
export const laterStep: Migration = { name: '9999-later', sqlite: later('integer'), postgres: later('bigint') };

/** Each table with its columns. */
export type Columns = Record<string, string[]>;

/** What a database holds: how many rows each table has, and a checksum of them, of the given columns or of all. */
export const holdings = (
  db: Database,
  columns?: Columns,
): Promise<{ sums: Record<string, string>; columns: Columns }> =>
  db.snapshot(async (queries) => {
    const sums: Record<string, string> = {};
    const found: Columns = {};
    const tables = columns ? Object.keys(columns) : await tableNames(queries);
    for (const table of tables.filter((name) => name !== 'migration' && name !== 'sqlite_sequence')) {
      const wanted = columns?.[table]?.map((name) => `"${name}"`).join(', ') || '*';
      const text = `select ${wanted} from "${table}"`;
      const { rows } = await sql.raw<Record<string, unknown>>(text).execute(queries.kysely);
      found[table] = Object.keys(rows[0] ?? {});
      const lines = rows.map((row) => JSON.stringify(row)).sort();
      sums[table] = `${rows.length}:${createHash('sha256').update(lines.join('\n')).digest('hex')}`;
    }
    return { sums, columns: found };
  });

/** The tables whose records differ. */
export const differing = (some: Record<string, string>, others: Record<string, string>): string[] =>
  [...new Set([...Object.keys(some), ...Object.keys(others)])].filter((table) => some[table] !== others[table]);
