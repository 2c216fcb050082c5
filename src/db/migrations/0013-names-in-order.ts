import type { Migration } from '../migrate.ts';
import { type KeptOfStudent, sqliteCounting } from './0001-licensing.ts';
import { postgresCounting } from './0011-counted-by-row.ts';

const nameOf = (studentId: string) => `(select search_key from student where id = ${studentId})`;

const named: KeptOfStudent = { columns: ', search_key', of: (studentId) => `, ${nameOf(studentId)}` };

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
${sqliteCounting(named)}create trigger student_renamed after update of search_key on student when old.search_key <> new.search_key begin
  ${rename}
end;
`;

const counting = postgresCounting(named);

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
