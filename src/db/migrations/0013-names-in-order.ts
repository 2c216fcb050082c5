import type { Migration } from '../migrate.ts';
import { countingLicenses } from './0011-counted-by-row.ts';

const nameOf = (studentId: string) => `(select search_key from student where id = ${studentId})`;

const column = (type: string) => `
alter table manager_student add column search_key ${type} not null default '';
update manager_student set search_key = ${nameOf('student_id')};
create index manager_student_named on manager_student (manager_id, search_key, student_id, live);
`;

/** Asked manager by manager, which is what the table is indexed by. */
const rename = `update manager_student set search_key = new.search_key
    where student_id = new.id and manager_id in (select id from manager);`;

const sqlite = `${column('text')}
drop trigger license_counted;
create trigger license_counted after insert on license begin
  update pool set issued = issued + 1, live = live + (new.ended_at is null),
    held = held + (new.transferable = 0 or new.ended_at is null),
    last_seat = case when new.transferable = 0 or new.ended_at is null then max(last_seat, new.seat) else last_seat end
    where id = new.pool_id;
  delete from free_seat where pool_id = new.pool_id and seat = new.seat and (new.transferable = 0 or new.ended_at is null);
  update tally set issued = issued + 1, live = live + (new.ended_at is null) where manager_id = new.manager_id;
  insert into manager_student (manager_id, student_id, issued, live, search_key)
    values (new.manager_id, new.student_id, 1, new.ended_at is null, ${nameOf('new.student_id')})
    on conflict (manager_id, student_id) do update set issued = issued + 1, live = live + excluded.live;
  update link set issued = issued + 1, live = live + (new.ended_at is null) where id = new.link_id;
end;
create trigger student_renamed after update of search_key on student when old.search_key <> new.search_key begin
  ${rename}
end;
`;

const counting = countingLicenses({ columns: ', search_key', of: (studentId) => `, ${nameOf(studentId)}` });

const postgres = `${column('text collate "C"')}
${counting.oneByOne}
drop function carrel_add_licenses(json);
${counting.together}
create function carrel_student_renamed() returns trigger language plpgsql as $$
begin
  ${rename}
  return null;
end $$;
create trigger student_renamed after update of search_key on student for each row
  when (old.search_key <> new.search_key) execute function carrel_student_renamed();
`;

/**
 * The students of a manager in the order of names, read from one index, however many there are: what a student is found
 * by stands beside the counts of the manager too.
 */
export const namesInOrder: Migration = { name: '0013-names-in-order', sqlite, postgres };
