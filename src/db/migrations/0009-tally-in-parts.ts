import type { Migration } from '../migrate.ts';

/** More than the connections of a few processes that write at once. */
export const PARTS = 16;

/** What counts licenses and students as they come and go, in the given part of the totals. */
export const countingFunctions = (
  part: string,
): string => `create or replace function carrel_license_counted() returns trigger language plpgsql as $$
begin
  if exists (select 1 from added a join pool p on p.id = a.pool_id where a.seat > p.licenses) then
    raise exception 'the pool has no such seat' using errcode = 'check_violation';
  end if;
  update pool p set issued = p.issued + a.issued, live = p.live + a.live, held = p.held + a.held,
    last_seat = greatest(p.last_seat, a.last_seat)
    from (select pool_id, count(*) as issued, count(*) filter (where ended_at is null) as live,
      count(*) filter (where transferable = 0 or ended_at is null) as held,
      coalesce(max(seat) filter (where transferable = 0 or ended_at is null), 0) as last_seat
      from added group by pool_id) a
    where p.id = a.pool_id;
  delete from free_seat f using added a
    where f.pool_id = a.pool_id and f.seat = a.seat and (a.transferable = 0 or a.ended_at is null);
  insert into manager_student as m (manager_id, student_id, issued, live)
    select manager_id, student_id, count(*), count(*) filter (where ended_at is null) from added group by 1, 2 order by 1, 2
    on conflict (manager_id, student_id) do update set issued = m.issued + excluded.issued, live = m.live + excluded.live;
  update link l set issued = l.issued + a.issued, live = l.live + a.live
    from (select link_id, count(*) as issued, count(*) filter (where ended_at is null) as live
      from added where link_id is not null group by link_id) a
    where l.id = a.link_id;
  update license_tally t set issued = t.issued + a.issued, live = t.live + a.live
    from (select manager_id, count(*) as issued, count(*) filter (where ended_at is null) as live
      from added group by manager_id) a
    where t.manager_id = a.manager_id and t.part = ${part};
  return null;
end $$;

create or replace function carrel_license_ended() returns trigger language plpgsql as $$
begin
  update pool set live = live - 1, held = held - new.transferable where id = new.pool_id;
  if new.transferable = 1 then insert into free_seat (pool_id, seat) values (new.pool_id, new.seat); end if;
  update manager_student set live = live - 1 where manager_id = new.manager_id and student_id = new.student_id;
  if new.link_id is not null then update link set live = live - 1 where id = new.link_id; end if;
  update license_tally set live = live - 1 where manager_id = new.manager_id and part = ${part};
  return null;
end $$;

create or replace function carrel_manager_student_counted() returns trigger language plpgsql as $$
begin
  update license_tally t set students = t.students + a.students, live_students = t.live_students + a.live
    from (select manager_id, count(*) as students, count(*) filter (where live > 0) as live from added group by manager_id) a
    where t.manager_id = a.manager_id and t.part = ${part};
  return null;
end $$;

create or replace function carrel_manager_student_recounted() returns trigger language plpgsql as $$
begin
  update license_tally set live_students = live_students + (new.live > 0)::int - (old.live > 0)::int
    where manager_id = new.manager_id and part = ${part};
  return null;
end $$;
`;

/**
 * One row of totals would let a single assignment of a license manager at a time come to the disk: a row that was
 * changed is locked until then. So each connection counts in a part of its own, by the number of its process. A part by itself may
 * be negative: a license is often ended by another connection than the one that gave it.
 */
const postgres = `
alter table tally rename to pool_tally;
create table license_tally (
  manager_id bigint not null references manager (id),
  part bigint not null check (part between 0 and ${PARTS - 1}),
  issued bigint not null default 0,
  live bigint not null default 0,
  students bigint not null default 0,
  live_students bigint not null default 0,
  primary key (manager_id, part)
) with (fillfactor = 50);
insert into license_tally (manager_id, part, issued, live, students, live_students)
  select manager_id, 0, issued, live, students, live_students from pool_tally;
insert into license_tally (manager_id, part) select manager_id, part from pool_tally, generate_series(1, ${PARTS - 1}) part;
alter table pool_tally drop column issued, drop column live, drop column students, drop column live_students;

create view tally as
  select p.manager_id, p.pools, p.courses, p.transferable_licenses, p.untransferable_licenses,
    l.issued, l.live, l.students, l.live_students
  from pool_tally p cross join lateral (
    select sum(issued)::bigint as issued, sum(live)::bigint as live, sum(students)::bigint as students,
      sum(live_students)::bigint as live_students from license_tally where manager_id = p.manager_id
  ) l;

create or replace function carrel_manager_tally() returns trigger language plpgsql as $$
begin
  insert into pool_tally (manager_id) select id from added;
  insert into license_tally (manager_id, part) select id, part from added, generate_series(0, ${PARTS - 1}) part;
  return null;
end $$;

create or replace function carrel_pool_counted() returns trigger language plpgsql as $$
begin
  insert into manager_course as m (manager_id, course_id, pools)
    select manager_id, course_id, count(*) from added group by manager_id, course_id order by 1, 2
    on conflict (manager_id, course_id) do update set pools = m.pools + excluded.pools;
  update pool_tally t set pools = t.pools + a.pools,
    courses = (select count(*) from manager_course m where m.manager_id = t.manager_id),
    transferable_licenses = t.transferable_licenses + a.transferable,
    untransferable_licenses = t.untransferable_licenses + a.untransferable
    from (select manager_id, count(*) as pools, sum(licenses * transferable) as transferable,
      sum(licenses * (1 - transferable)) as untransferable from added group by manager_id) a
    where t.manager_id = a.manager_id;
  return null;
end $$;

create or replace function carrel_pool_recounted() returns trigger language plpgsql as $$
begin
  update pool_tally set
    transferable_licenses = transferable_licenses + (new.licenses - old.licenses) * new.transferable,
    untransferable_licenses = untransferable_licenses + (new.licenses - old.licenses) * (1 - new.transferable)
    where manager_id = new.manager_id;
  return null;
end $$;

${countingFunctions(`pg_backend_pid() % ${PARTS}`)}`;

/** On SQLite, which has one writer, the totals stay one row. */
export const tallyInParts: Migration = { name: '0009-tally-in-parts', sqlite: '', postgres };
