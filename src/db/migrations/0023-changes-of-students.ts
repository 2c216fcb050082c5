import type { Migration } from '../migrate.ts';
import { type KeptOfStudent, sqliteCounting } from './0001-licensing.ts';
import { postgresCounting } from './0011-counted-by-row.ts';

const nameOf = (studentId: string) => `(select search_key from student where id = ${studentId})`;

/** On SQLite: one more than the latest of the license manager. */
const nextOf = (managerId: string) =>
  `(select coalesce(max(k.changed), 0) + 1 from manager_student k where k.manager_id = ${managerId})`;

/** On PostgreSQL: the number of the transaction. What is committed later may have a lower one. */
const transaction = `pg_current_xact_id()::text::bigint`;

const kept = (changed: (managerId: string) => string): KeptOfStudent => ({
  columns: ', search_key, changed',
  of: (studentId, managerId) => `, ${nameOf(studentId)}, ${changed(managerId)}`,
  again: ', changed = excluded.changed',
});

const columns = (int: string) => `
alter table manager_student add column changed ${int} not null default 0;
create index manager_student_changed on manager_student (manager_id, changed, student_id);
create index manager_student_of_student on manager_student (student_id, manager_id);
alter table progress add column changed ${int} not null default 0;
`;

const sqliteMark = (studentId: string) =>
  `update manager_student set changed = ${nextOf('manager_student.manager_id')} where student_id = ${studentId};`;

const sqlite = `${columns('integer')}
drop trigger license_counted;
${sqliteCounting(kept(nextOf))}
drop trigger license_ended;
create trigger license_ended after update of ended_at on license when new.ended_at is not null begin
  update pool set live = live - 1, held = held - new.transferable where id = new.pool_id;
  insert into free_seat (pool_id, seat) select new.pool_id, new.seat where new.transferable = 1;
  update tally set live = live - 1 where manager_id = new.manager_id;
  update manager_student set live = live - 1, changed = ${nextOf('new.manager_id')}
    where manager_id = new.manager_id and student_id = new.student_id;
  update link set live = live - 1 where id = new.link_id;
end;
create trigger license_end_moved after update of end_at on license
  when new.ended_at is null and new.end_at <> old.end_at begin
  update manager_student set changed = ${nextOf('new.manager_id')}
    where manager_id = new.manager_id and student_id = new.student_id;
end;
drop trigger student_renamed;
create trigger student_renamed after update of search_key on student when old.search_key <> new.search_key begin
  update manager_student set search_key = new.search_key, changed = ${nextOf('manager_student.manager_id')}
    where student_id = new.id;
end;
create trigger progress_reported after insert on progress begin
  ${sqliteMark('new.student_id')}
end;
create trigger progress_moved after update of percent, completed_at, last_access_at on progress begin
  ${sqliteMark('new.student_id')}
end;
`;

const counting = postgresCounting(kept(() => transaction));

const postgres = `${columns('bigint')}
create index progress_changed on progress (changed);
${counting.oneByOne}
drop function carrel_add_licenses(json);
${counting.together}
create or replace function carrel_license_ended() returns trigger language plpgsql as $$
declare
  alive bigint;
begin
  update pool set live = live - 1, held = held - new.transferable where id = new.pool_id;
  if new.transferable = 1 then insert into free_seat (pool_id, seat) values (new.pool_id, new.seat); end if;
  if new.link_id is not null then update link set live = live - 1 where id = new.link_id; end if;
  update manager_student set live = live - 1, changed = ${transaction}
    where manager_id = new.manager_id and student_id = new.student_id returning live into alive;
  update license_tally set live = live - 1, live_students = live_students - (alive = 0)::int
    where manager_id = new.manager_id and part = carrel_part();
  return null;
end $$;
create function carrel_license_end_moved() returns trigger language plpgsql as $$
begin
  update manager_student set changed = ${transaction} where manager_id = new.manager_id and student_id = new.student_id;
  return null;
end $$;
create trigger license_end_moved after update of end_at on license for each row
  when (new.ended_at is null and new.end_at <> old.end_at) execute function carrel_license_end_moved();
create or replace function carrel_student_renamed() returns trigger language plpgsql as $$
begin
  update manager_student set search_key = new.search_key, changed = ${transaction} where student_id = new.id;
  return null;
end $$;
create function carrel_progress_changed() returns trigger language plpgsql as $$
begin
  new.changed := ${transaction};
  return new;
end $$;
create trigger progress_changed before insert or update on progress for each row execute function carrel_progress_changed();
`;

/**
 * Which students of a license manager have changed since somebody looked: what holds them in memory
 * (student/columns-cache.ts) reads those again, and no others. SQLite numbers the changes, of progress too. PostgreSQL notes the
 * transaction: progress there keeps its own, so that a long report of it holds no row that an assignment needs.
 */
export const changesOfStudents: Migration = { name: '0023-changes-of-students', sqlite, postgres };
