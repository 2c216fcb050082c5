import { DAY } from '../../src/rules/time.ts';

/** Records in a database of the first three steps of the schema: something in every table that people fill. */
const START = 1_700_000_000;
const MANAGERS = 8;
const POOLS = 32;
const STUDENTS = 600;
const LICENSES = 1500;

const list = (count: number, row: (n: number) => string): string =>
  Array.from({ length: count }, (_, index) => `(${row(index + 1)})`).join(',\n');

const managerOf = (n: number) => (n % MANAGERS) + 1;
/** Ids of pools go round: the manager of a pool is the one of its number. */
const poolOf = (n: number) => (n % POOLS) + 1;
const seatOf = (n: number) => Math.floor((n - 1) / POOLS) + 1;
const studentOf = (n: number) => ((n * 7) % STUDENTS) + 1;
const moment = (engine: string) => (engine === 'sqlite' ? `'2023-11-14T22:13:20.000Z'` : `'2023-11-14T22:13:20Z'`);

const licenses = `
insert into manager (id, name, email, allowed_domains)
  values ${list(MANAGERS, (n) => `${n}, 'Manager ${n}', 'manager${n}@verify.example', '["verify.example"]'`)};
insert into course (id, title) values ${list(POOLS, (n) => `${n}, 'Course ${n}'`)};
insert into pool (id, manager_id, course_id, transferable, licenses, start_at, end_at, order_ref)
  values ${list(POOLS, (n) => `${n}, ${managerOf(n)}, ${n}, ${n % 2}, ${n % 5 === 0 ? LICENSES : 50}, ${START}, ${START + 900 * DAY}, 'order ${n}'`)};
insert into student (id, name, email, email_key)
  values ${list(STUDENTS, (n) => `${n}, 'Élodie O''Neill ${n}', 'Person+${n}@Verify.example', 'person+${n}@verify.example'`)};
insert into link (id, manager_id, pool_id, code_hash, code_sealed, licenses, auto_reassign, validity_count, validity_unit, created_at)
  values ${list(POOLS, (n) => `${n}, ${managerOf(n)}, ${n}, 'hash ${n}', 'sealed ${n}', 40, ${n % 2}, 3, 'week', ${START}`)};
insert into license (id, pool_id, manager_id, course_id, transferable, seat, student_id, link_id, start_at, end_at)
  values ${list(LICENSES, (n) => `${n}, ${poolOf(n)}, ${managerOf(poolOf(n))}, ${poolOf(n)}, ${poolOf(n) % 2}, ${seatOf(n)}, ${studentOf(n)}, ${n % 4 === 0 ? poolOf(n) : 'null'}, ${START + n}, ${START + 300 * DAY}`)};
update license set ended_at = ${START + DAY}, ended_how = 'revoked' where id % 3 = 0;
`;

const history = `
insert into event (manager_id, at, kind, actor_kind, actor_label, student_id, course_id, pool_id, license_id, details)
  values ${list(LICENSES, (n) => `${managerOf(poolOf(n))}, ${START + n}, 'license.assigned', 'command', 'import', ${studentOf(n)}, ${poolOf(n)}, ${poolOf(n)}, ${n}, '{"n":${n}}'`)};
insert into event (manager_id, at, kind, actor_kind, actor_label, student_id, course_id, pool_id, license_id, details)
  select manager_id, ended_at, 'license.revoked', 'system', 'verify', student_id, course_id, pool_id, id, '{}' from license where ended_at is not null;
insert into outbox (id, event_id, channel, kind, recipient, payload, created_at, run_at, attempts, done_at, failed_at, error, license_id)
  select 'mail ' || id, id, 'mail', 'license_assigned', 'person@verify.example', '{"licenseId":' || license_id || '}', at * 1000, at * 1000, id % 4,
    case when id % 3 = 0 then at * 1000 end, case when id % 3 = 1 then at * 1000 end, case when id % 3 = 1 then '550 nobody' end, license_id
  from event where kind = 'license.assigned';
insert into progress (student_id, course_id, percent, completed_at, last_access_at, reported_at)
  select student_id, course_id, id % 101, case when id % 101 = 100 then start_at end, start_at, start_at from license where ended_at is null;
insert into token (id, manager_id, name, hash, last_ten, permission, created_at, last_used_at)
  values ${list(40, (n) => `'token ${n}', ${managerOf(n)}, 'Token ${n}', 'hash ${n}', 'last ${n}', '${n % 2 ? 'read' : 'write'}', ${START + n}, ${n % 2 ? 'null' : START}`)};
insert into idempotency (manager_id, key, fingerprint, status, body, created_at)
  values ${list(40, (n) => `${managerOf(n)}, 'key ${n}', 'f', 200, '{"id":${n}}', ${START}`)};
insert into instance (one, id, place) values (1, 'an instance', 'a place');
`;

const accounts = (engine: string) => {
  const at = moment(engine);
  const yes = engine === 'sqlite' ? '1' : 'true';
  return `
insert into person (id, name, email, email_verified, created_at, updated_at, two_factor_enabled, publisher)
  values ${list(60, (n) => `'p${n}', 'Person ${n}', 'p${n}@verify.example', ${yes}, ${at}, ${at}, ${yes}, ${n % 2}`)};
insert into session (id, expires_at, token, created_at, updated_at, user_id)
  values ${list(60, (n) => `'s${n}', ${at}, 'session ${n}', ${at}, ${at}, 'p${n}'`)};
insert into credential (id, account_id, provider_id, user_id, password, created_at, updated_at)
  values ${list(60, (n) => `'c${n}', 'p${n}', 'credential', 'p${n}', 'a hash', ${at}, ${at}`)};
insert into two_factor (id, secret, backup_codes, user_id, verified)
  values ${list(60, (n) => `'t${n}', 'sealed', 'sealed', 'p${n}', ${yes}`)};
insert into member (id, manager_id, email, role, person_id, since)
  values ${list(60, (n) => `'m${n}', ${managerOf(n)}, 'p${n}@verify.example', 'owner', 'p${n}', ${START}`)};
`;
};

/** The script that fills it. */
export const earlyRecords = (engine: string): string => `${licenses}${history}${accounts(engine)}`;
