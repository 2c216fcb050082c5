import type { Migration } from '../migrate.ts';
import { countsAlone, type KeptOfStudent } from './0001-licensing.ts';

const columns = `id, pool_id, manager_id, course_id, transferable, seat, student_id, ahead, start_at, end_at, ended_at, ended_how`;

/** What counts licenses as they come, on PostgreSQL: one by one, and many together. */
export const postgresCounting = (more: KeptOfStudent): { oneByOne: string; together: string } => ({
  oneByOne: `create or replace function carrel_license_counted() returns trigger language plpgsql as $$
declare
  alive bigint := (new.ended_at is null)::int;
  holds bigint := (new.transferable = 0 or new.ended_at is null)::int;
  theirs record;
begin
  update pool set issued = issued + 1, live = live + alive, held = held + holds,
    last_seat = case when holds = 1 then greatest(last_seat, new.seat) else last_seat end
    where id = new.pool_id and new.seat <= licenses;
  if not found then
    raise exception 'the pool has no such seat' using errcode = 'check_violation';
  end if;
  if holds = 1 then delete from free_seat where pool_id = new.pool_id and seat = new.seat; end if;
  if new.link_id is not null then
    update link set issued = issued + 1, live = live + alive where id = new.link_id;
  end if;
  insert into manager_student as m (manager_id, student_id, issued, live${more.columns})
    values (new.manager_id, new.student_id, 1, alive${more.of('new.student_id', 'new.manager_id')})
    on conflict (manager_id, student_id) do update set issued = m.issued + 1, live = m.live + alive${more.again ?? ''}
    returning m.issued, m.live into theirs;
  update license_tally set issued = issued + 1, live = live + alive,
    students = students + (theirs.issued = 1)::int, live_students = live_students + (alive = 1 and theirs.live = 1)::int
    where manager_id = new.manager_id and part = carrel_part();
  return null;
end $$;
`,
  together: `create function carrel_add_licenses(records json) returns void language plpgsql as $$
declare
  added license[];
begin
  perform set_config('carrel.together', 'on', true);
  with inserted as (
    insert into license (${columns}) select ${columns} from json_populate_recordset(null::license, records)
      returning license as one
  )
  select array_agg(one) into added from inserted;
  perform set_config('carrel.together', '', true);

  if exists (select 1 from unnest(added) a join pool p on p.id = a.pool_id where a.seat > p.licenses) then
    raise exception 'the pool has no such seat' using errcode = 'check_violation';
  end if;
  update pool p set issued = p.issued + a.issued, live = p.live + a.live, held = p.held + a.held,
    last_seat = greatest(p.last_seat, a.last_seat)
    from (select pool_id, count(*) as issued, count(*) filter (where ended_at is null) as live,
      count(*) filter (where transferable = 0 or ended_at is null) as held,
      coalesce(max(seat) filter (where transferable = 0 or ended_at is null), 0) as last_seat
      from unnest(added) group by pool_id) a
    where p.id = a.pool_id;
  delete from free_seat f using unnest(added) a
    where f.pool_id = a.pool_id and f.seat = a.seat and (a.transferable = 0 or a.ended_at is null);
  with a as (
    select manager_id, student_id, count(*) as issued, count(*) filter (where ended_at is null) as live
      from unnest(added) group by manager_id, student_id order by manager_id, student_id
  ), theirs as (
    insert into manager_student as m (manager_id, student_id, issued, live${more.columns}) select *${more.of('a.student_id', 'a.manager_id')} from a
      on conflict (manager_id, student_id) do update set issued = m.issued + excluded.issued, live = m.live + excluded.live${more.again ?? ''}
      returning m.manager_id, m.student_id, m.issued, m.live
  ), sums as (
    select manager_id, sum(a.issued) as issued, sum(a.live) as live, count(*) filter (where theirs.issued = a.issued) as students,
      count(*) filter (where a.live > 0 and theirs.live = a.live) as live_students
      from a join theirs using (manager_id, student_id) group by manager_id
  )
  update license_tally t set issued = t.issued + sums.issued, live = t.live + sums.live,
    students = t.students + sums.students, live_students = t.live_students + sums.live_students
    from sums where t.manager_id = sums.manager_id and t.part = carrel_part();
end $$;
`,
});

const counting = postgresCounting(countsAlone);

const postgres = `
drop trigger manager_student_counted on manager_student;
drop function carrel_manager_student_counted();
drop trigger manager_student_recounted on manager_student;
drop function carrel_manager_student_recounted();
drop trigger license_counted on license;

${counting.oneByOne}create trigger license_counted after insert on license for each row
  when (current_setting('carrel.together', true) is distinct from 'on') execute function carrel_license_counted();

${counting.together}
create or replace function carrel_license_ended() returns trigger language plpgsql as $$
declare
  alive bigint;
begin
  update pool set live = live - 1, held = held - new.transferable where id = new.pool_id;
  if new.transferable = 1 then insert into free_seat (pool_id, seat) values (new.pool_id, new.seat); end if;
  if new.link_id is not null then update link set live = live - 1 where id = new.link_id; end if;
  update manager_student set live = live - 1 where manager_id = new.manager_id and student_id = new.student_id
    returning live into alive;
  update license_tally set live = live - 1, live_students = live_students - (alive = 0)::int
    where manager_id = new.manager_id and part = carrel_part();
  return null;
end $$;
`;

/**
 * Licenses are counted one by one, which for one license takes half of what counting a set of them does. Many at once,
 * as of an import, go through carrel_add_licenses, which counts them together: a row of totals that one transaction
 * changes a million times is found slower and slower (docs/decisions/0032-counted-by-row.md).
 */
export const countedByRow: Migration = { name: '0011-counted-by-row', sqlite: '', postgres };
