import { Problems } from './problems.ts';
import type { Staging } from './staging.ts';

const isKnown = (kind: string, id: string) => `exists (select 1 from known where kind = '${kind}' and id = ${id})`;

type Reference = [list: string, member: string, column: string, kind: string];

const references: Reference[] = [
  ['pools', 'managerId', 'manager_id', 'manager'],
  ['pools', 'courseId', 'course_id', 'course'],
  ['licenses', 'poolId', 'pool_id', 'pool'],
  ['licenses', 'studentId', 'student_id', 'student'],
  ['progress', 'studentId', 'student_id', 'student'],
  ['progress', 'courseId', 'course_id', 'course'],
];

function checkReferences(records: Staging, problems: Problems): void {
  for (const [list, member, column, kind] of references) {
    const missing = records.rows<{ place: number; id: number }>(`select place, ${column} as id from ${list} r
      where ${column} is not null and not exists (select 1 from ${kind}s where id = r.${column})
        and not ${isKnown(kind, `r.${column}`)} order by place`);
    for (const { place, id } of missing) problems.add(`${list}[${place}].${member}`, `no ${kind} ${id}`);
  }
  for (const [list, column, member] of [
    ['students', 'id', 'id'],
    ['licenses', 'student_id', 'studentId'],
    ['progress', 'student_id', 'studentId'],
  ]) {
    const erased = records.rows<{ place: number; id: number }>(
      `select place, ${column} as id from ${list} where ${column} in (select id from erased) order by place`,
    );
    for (const { place, id } of erased) problems.add(`${list}[${place}].${member}`, `student ${id} was erased`);
  }
}

/** An address belongs to who has it in the database, or else to the first new student who has it in the file. */
function checkAddresses(records: Staging, problems: Problems): void {
  const taken = records.rows<{ place: number; owner: number }>(`select place, owner from (
      select place, id, coalesce(student_id, first_value(id) over (partition by email_key order by place)) as owner
      from students s left join owners using (email_key)
      where email_key is not null and not ${isKnown('student', 's.id')})
    where owner <> id order by place`);
  for (const { place, owner } of taken)
    problems.add(`students[${place}].email`, `is the address of student ${owner} already`);
}

interface Timed {
  place: number;
  pool_id: number;
  early: 0 | 1;
  late: 0 | 1;
  undone: 0 | 1;
  ahead: 0 | 1;
}

function checkTimes(records: Staging, now: number, problems: Problems): void {
  const wrong = records.rows<Timed>(
    `select * from (
      select p.place, p.pool_id, p.start_at < t.start_at as early, p.end_at > t.end_at as late,
        coalesce(p.revoked_at < p.start_at, 0) as undone, coalesce(p.revoked_at > ?, 0) as ahead
      from placed p join targets t on t.id = p.pool_id)
    where early or late or undone or ahead order by place`,
    now,
  );
  for (const { place, pool_id, early, late, undone, ahead } of wrong) {
    const at = `licenses[${place}]`;
    if (early) problems.add(`${at}.start`, `is before pool ${pool_id} starts`);
    if (late) problems.add(`${at}.end`, `is after pool ${pool_id} ends`);
    if (undone) problems.add(`${at}.revoked`, 'is before the start');
    if (ahead) problems.add(`${at}.revoked`, 'is in the future');
  }
}

function checkSeats(records: Staging, problems: Problems): void {
  const without = records.rows<{ place: number; pool_id: number; licenses: number }>(`
    select p.place, p.pool_id, t.licenses from placed p join targets t on t.id = p.pool_id
    where p.seated and t.held + p.nth > t.licenses order by p.place`);
  for (const { place, pool_id, licenses } of without)
    problems.add(`licenses[${place}].poolId`, `pool ${pool_id} has only ${licenses} licenses, and all are taken`);
}

interface Doubled {
  place: number;
  student_id: number;
  course_id: number;
  held: number | null;
  earlier: number | null;
}

/** What has run out does not count: it is swept before (`stale`). */
function checkEnrolled(records: Staging, now: number, problems: Problems): void {
  const same = (other: string) => `${other}.student_id = p.student_id and ${other}.course_id = p.course_id
    and ${other}.start_at < p.end_at and p.start_at < ${other}.end_at`;
  const doubled = records.rows<Doubled>(
    `select * from (select place, student_id, course_id,
        (select min(h.license_id) from holdings h where ${same('h')} and h.end_at > ?) as held,
        (select min(e.place) from placed e where ${same('e')} and e.ended = 0 and e.place < p.place) as earlier
      from placed p where ended = 0)
    where held is not null or earlier is not null order by place`,
    now,
  );
  for (const { place, student_id, course_id, held, earlier } of doubled)
    problems.add(
      `licenses[${place}]`,
      `student ${student_id} holds course ${course_id} in that time already, by ${held === null ? `licenses[${earlier}]` : `license ${held}`}`,
    );
}

/**
 * Checks references and rules, against the database as it was looked up (known.ts). Answers every problem by its place
 * in the file, those of its form with them.
 */
export function checkImport(records: Staging, now: number): Problems {
  const problems = new Problems(records.problems);
  checkReferences(records, problems);
  checkAddresses(records, problems);
  checkTimes(records, now, problems);
  checkSeats(records, problems);
  checkEnrolled(records, now, problems);
  return problems;
}
