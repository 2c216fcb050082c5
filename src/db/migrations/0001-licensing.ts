import type { Migration } from '../migrate.ts';

const tables = ({ id, int, strict }: { id: string; int: string; strict: string }) => `
create table manager (
  id ${id},
  name text not null,
  email text not null,
  allowed_domains text not null default '[]'
)${strict};

create table course (
  id ${id},
  title text not null
)${strict};

create table pool (
  id ${id},
  manager_id ${int} not null references manager (id),
  course_id ${int} not null references course (id),
  transferable ${int} not null check (transferable in (0, 1)),
  licenses ${int} not null check (licenses >= 0),
  start_at ${int} not null,
  end_at ${int} not null,
  order_ref text,
  issued ${int} not null default 0 check (issued >= 0),
  held ${int} not null default 0 check (held >= 0),
  live ${int} not null default 0 check (live >= 0),
  last_seat ${int} not null default 0,
  unique (id, manager_id, course_id, transferable),
  check (end_at > start_at),
  check (held <= licenses),
  check (last_seat <= licenses)
)${strict};
create index pool_of_manager on pool (manager_id, id);
create index pool_of_course on pool (manager_id, course_id, id);

create table free_seat (
  pool_id ${int} not null references pool (id),
  seat ${int} not null,
  primary key (pool_id, seat)
)${strict};

create table student (
  id ${id},
  name text not null,
  email text not null,
  email_key text not null unique
)${strict};

create table link (
  id ${id},
  manager_id ${int} not null references manager (id),
  pool_id ${int} not null references pool (id),
  code_hash text not null unique,
  code_sealed text not null,
  licenses ${int} not null check (licenses > 0),
  auto_reassign ${int} not null default 0 check (auto_reassign in (0, 1)),
  validity_count ${int} check (validity_count > 0),
  validity_unit text check (validity_unit in ('day', 'week', 'month')),
  created_at ${int} not null,
  deleted_at ${int},
  issued ${int} not null default 0,
  live ${int} not null default 0,
  check ((validity_count is null) = (validity_unit is null))
)${strict};
create index link_of_manager on link (manager_id, id);

create table license (
  id ${id},
  pool_id ${int} not null,
  manager_id ${int} not null,
  course_id ${int} not null,
  transferable ${int} not null,
  seat ${int} not null check (seat >= 1),
  student_id ${int} not null references student (id),
  link_id ${int} references link (id),
  ahead ${int} not null default 0 check (ahead in (0, 1)),
  start_at ${int} not null,
  end_at ${int} not null,
  ended_at ${int},
  ended_how text check (ended_how in ('revoked', 'returned', 'recycled', 'edited', 'expired')),
  foreign key (pool_id, manager_id, course_id, transferable) references pool (id, manager_id, course_id, transferable),
  check (end_at >= start_at),
  check ((ended_at is null) = (ended_how is null))
)${strict};
create unique index license_seat on license (pool_id, seat) where transferable = 0 or ended_at is null;
create unique index license_enrolled on license (student_id, course_id) where ended_at is null and ahead = 0;
create index license_of_manager on license (manager_id, id);
create index license_live_of_manager on license (manager_id, id, start_at, end_at) where ended_at is null;
create index license_of_pool on license (pool_id, id);
create index license_live_of_pool on license (pool_id, id, start_at, end_at) where ended_at is null;
create index license_oldest on license (pool_id, start_at, id) where ended_at is null;
create index license_due_in_pool on license (pool_id, end_at) where ended_at is null;
create index license_due on license (end_at) where ended_at is null;
create index license_due_of_manager on license (manager_id, end_at) where ended_at is null;
create index license_coming_of_manager on license (manager_id, start_at) where ended_at is null;
create index license_of_student on license (manager_id, student_id, id);
create index license_of_link on license (link_id, start_at, id) where ended_at is null and link_id is not null;

create table manager_student (
  manager_id ${int} not null references manager (id),
  student_id ${int} not null references student (id),
  issued ${int} not null,
  live ${int} not null check (live >= 0 and live <= issued),
  primary key (manager_id, student_id)
)${strict};
create index manager_student_live on manager_student (manager_id, student_id) where live > 0;

create table manager_course (
  manager_id ${int} not null references manager (id),
  course_id ${int} not null references course (id),
  pools ${int} not null,
  primary key (manager_id, course_id)
)${strict};

create table tally (
  manager_id ${int} primary key references manager (id),
  pools ${int} not null default 0,
  courses ${int} not null default 0,
  transferable_licenses ${int} not null default 0,
  untransferable_licenses ${int} not null default 0,
  issued ${int} not null default 0,
  live ${int} not null default 0 check (live >= 0),
  students ${int} not null default 0,
  live_students ${int} not null default 0 check (live_students >= 0)
)${strict};

create table progress (
  student_id ${int} not null references student (id),
  course_id ${int} not null references course (id),
  percent ${int} not null check (percent between 0 and 100),
  completed_at ${int},
  last_access_at ${int},
  reported_at ${int} not null,
  primary key (student_id, course_id)
)${strict};

create table token (
  id text primary key,
  manager_id ${int} not null references manager (id),
  name text not null,
  hash text not null,
  last_ten text not null,
  permission text not null check (permission in ('read', 'write')),
  created_at ${int} not null,
  last_used_at ${int}
)${strict};
create index token_of_manager on token (manager_id, created_at);

create table event (
  id ${id},
  manager_id ${int} references manager (id),
  at ${int} not null,
  kind text not null,
  actor_kind text not null check (actor_kind in ('token', 'person', 'link', 'command', 'system')),
  actor_id text,
  actor_label text not null,
  student_id ${int},
  course_id ${int},
  pool_id ${int},
  license_id ${int},
  link_id ${int},
  details text not null
)${strict};
create index event_of_manager on event (manager_id, id);
create index event_of_student on event (manager_id, student_id, id) where student_id is not null;

create table outbox (
  id text primary key,
  event_id ${int} references event (id),
  channel text not null,
  kind text not null,
  recipient text not null,
  payload text not null,
  created_at ${int} not null,
  run_at ${int} not null,
  attempts ${int} not null default 0,
  locked_until ${int},
  done_at ${int},
  failed_at ${int},
  error text
)${strict};
create index outbox_due on outbox (run_at) where done_at is null and failed_at is null;
create index outbox_closed on outbox (created_at) where done_at is not null;

create table idempotency (
  manager_id ${int} not null references manager (id),
  key text not null,
  fingerprint text not null,
  status ${int} not null,
  body text not null,
  created_at ${int} not null,
  primary key (manager_id, key)
)${strict};
create index idempotency_age on idempotency (created_at);
`;

const frozenColumns = [
  'id',
  'pool_id',
  'manager_id',
  'course_id',
  'transferable',
  'seat',
  'student_id',
  'link_id',
  'ahead',
  'start_at',
];
const frozenPoolColumns = ['id', 'manager_id', 'course_id', 'transferable'];
const changed = (columns: string[]) => columns.map((c) => `old.${c} is distinct from new.${c}`).join(' or ');

/** What is kept of a student beside the counts: columns, and what they are for a student of that id. */
export interface KeptOfStudent {
  columns: string;
  of: (studentId: string, managerId: string) => string;
  /** What changes with each further license, of `excluded`. */
  again?: string;
}

export const countsAlone: KeptOfStudent = { columns: '', of: () => '' };

/** What counts licenses as they come, on SQLite. */
export const sqliteCounting = (
  more: KeptOfStudent,
): string => `create trigger license_counted after insert on license begin
  update pool set issued = issued + 1, live = live + (new.ended_at is null),
    held = held + (new.transferable = 0 or new.ended_at is null),
    last_seat = case when new.transferable = 0 or new.ended_at is null then max(last_seat, new.seat) else last_seat end
    where id = new.pool_id;
  delete from free_seat where pool_id = new.pool_id and seat = new.seat and (new.transferable = 0 or new.ended_at is null);
  update tally set issued = issued + 1, live = live + (new.ended_at is null) where manager_id = new.manager_id;
  insert into manager_student (manager_id, student_id, issued, live${more.columns})
    values (new.manager_id, new.student_id, 1, new.ended_at is null${more.of('new.student_id', 'new.manager_id')})
    on conflict (manager_id, student_id) do update set issued = issued + 1, live = live + excluded.live${more.again ?? ''};
  update link set issued = issued + 1, live = live + (new.ended_at is null) where id = new.link_id;
end;
`;

const sqliteTriggers = `
create trigger manager_tally after insert on manager begin
  insert into tally (manager_id) values (new.id);
end;

create trigger pool_frozen before update on pool when ${changed(frozenPoolColumns)} begin
  select raise(abort, 'a pool keeps its manager, course and kind');
end;
create trigger pool_once before insert on pool when exists (select 1 from pool where id = new.id) begin
  select raise(abort, 'a pool is never replaced');
end;
create trigger pool_kept before delete on pool begin
  select raise(abort, 'a pool is never deleted');
end;
create trigger pool_counted after insert on pool begin
  insert into manager_course (manager_id, course_id, pools) values (new.manager_id, new.course_id, 1)
    on conflict (manager_id, course_id) do update set pools = pools + 1;
  update tally set pools = pools + 1,
    courses = courses + ((select pools from manager_course where manager_id = new.manager_id and course_id = new.course_id) = 1),
    transferable_licenses = transferable_licenses + new.licenses * new.transferable,
    untransferable_licenses = untransferable_licenses + new.licenses * (1 - new.transferable)
    where manager_id = new.manager_id;
end;
create trigger pool_recounted after update of licenses on pool when new.licenses <> old.licenses begin
  update tally set
    transferable_licenses = transferable_licenses + (new.licenses - old.licenses) * new.transferable,
    untransferable_licenses = untransferable_licenses + (new.licenses - old.licenses) * (1 - new.transferable)
    where manager_id = new.manager_id;
end;

create trigger license_fits before insert on license begin
  select raise(abort, 'a license is never replaced') where exists (select 1 from license where id = new.id);
  select raise(abort, 'the pool has no such seat') where new.seat > (select licenses from pool where id = new.pool_id);
end;
create trigger license_frozen before update on license begin
  select raise(abort, 'a license keeps its seat, pool, student and start') where ${changed(frozenColumns)};
  select raise(abort, 'an ended license stays as it is') where old.ended_at is not null;
end;
create trigger license_kept before delete on license begin
  select raise(abort, 'a license is never deleted');
end;
${sqliteCounting(countsAlone)}create trigger license_ended after update of ended_at on license when new.ended_at is not null begin
  update pool set live = live - 1, held = held - new.transferable where id = new.pool_id;
  insert into free_seat (pool_id, seat) select new.pool_id, new.seat where new.transferable = 1;
  update tally set live = live - 1 where manager_id = new.manager_id;
  update manager_student set live = live - 1 where manager_id = new.manager_id and student_id = new.student_id;
  update link set live = live - 1 where id = new.link_id;
end;

create trigger manager_student_counted after insert on manager_student begin
  update tally set students = students + 1, live_students = live_students + (new.live > 0) where manager_id = new.manager_id;
end;
create trigger manager_student_recounted after update of live on manager_student when (new.live > 0) <> (old.live > 0) begin
  update tally set live_students = live_students + (new.live > 0) - (old.live > 0) where manager_id = new.manager_id;
end;

create trigger event_frozen before update on event begin
  select raise(abort, 'history is never changed');
end;
create trigger event_kept before delete on event begin
  select raise(abort, 'history is never deleted');
end;
`;

const postgresTriggers = `
create function carrel_refuse() returns trigger language plpgsql as $$
begin
  raise exception '%', tg_argv[0] using errcode = 'check_violation';
end $$;

create function carrel_manager_tally() returns trigger language plpgsql as $$
begin
  insert into tally (manager_id) select id from added;
  return null;
end $$;
create trigger manager_tally after insert on manager referencing new table as added
  for each statement execute function carrel_manager_tally();

create trigger pool_frozen before update on pool for each row when (${changed(frozenPoolColumns)})
  execute function carrel_refuse('a pool keeps its manager, course and kind');
create trigger pool_kept before delete on pool for each row execute function carrel_refuse('a pool is never deleted');
create trigger pool_not_emptied before truncate on pool execute function carrel_refuse('a pool is never deleted');

create function carrel_pool_counted() returns trigger language plpgsql as $$
begin
  insert into manager_course as m (manager_id, course_id, pools)
    select manager_id, course_id, count(*) from added group by manager_id, course_id order by 1, 2
    on conflict (manager_id, course_id) do update set pools = m.pools + excluded.pools;
  update tally t set pools = t.pools + a.pools,
    courses = (select count(*) from manager_course m where m.manager_id = t.manager_id),
    transferable_licenses = t.transferable_licenses + a.transferable,
    untransferable_licenses = t.untransferable_licenses + a.untransferable
    from (select manager_id, count(*) as pools, sum(licenses * transferable) as transferable,
      sum(licenses * (1 - transferable)) as untransferable from added group by manager_id) a
    where t.manager_id = a.manager_id;
  return null;
end $$;
create trigger pool_counted after insert on pool referencing new table as added
  for each statement execute function carrel_pool_counted();

create function carrel_pool_recounted() returns trigger language plpgsql as $$
begin
  update tally set
    transferable_licenses = transferable_licenses + (new.licenses - old.licenses) * new.transferable,
    untransferable_licenses = untransferable_licenses + (new.licenses - old.licenses) * (1 - new.transferable)
    where manager_id = new.manager_id;
  return null;
end $$;
create trigger pool_recounted after update of licenses on pool for each row when (new.licenses <> old.licenses)
  execute function carrel_pool_recounted();

create trigger license_frozen before update on license for each row when (${changed(frozenColumns)})
  execute function carrel_refuse('a license keeps its seat, pool, student and start');
create trigger license_stays_ended before update on license for each row when (old.ended_at is not null)
  execute function carrel_refuse('an ended license stays as it is');
create trigger license_kept before delete on license for each row execute function carrel_refuse('a license is never deleted');
create trigger license_not_emptied before truncate on license execute function carrel_refuse('a license is never deleted');

create function carrel_license_counted() returns trigger language plpgsql as $$
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
  update tally t set issued = t.issued + a.issued, live = t.live + a.live
    from (select manager_id, count(*) as issued, count(*) filter (where ended_at is null) as live
      from added group by manager_id) a
    where t.manager_id = a.manager_id;
  return null;
end $$;
create trigger license_counted after insert on license referencing new table as added
  for each statement execute function carrel_license_counted();

create function carrel_license_ended() returns trigger language plpgsql as $$
begin
  update pool set live = live - 1, held = held - new.transferable where id = new.pool_id;
  if new.transferable = 1 then insert into free_seat (pool_id, seat) values (new.pool_id, new.seat); end if;
  update manager_student set live = live - 1 where manager_id = new.manager_id and student_id = new.student_id;
  if new.link_id is not null then update link set live = live - 1 where id = new.link_id; end if;
  update tally set live = live - 1 where manager_id = new.manager_id;
  return null;
end $$;
create trigger license_ended after update of ended_at on license for each row when (new.ended_at is not null)
  execute function carrel_license_ended();

create function carrel_manager_student_counted() returns trigger language plpgsql as $$
begin
  update tally t set students = t.students + a.students, live_students = t.live_students + a.live
    from (select manager_id, count(*) as students, count(*) filter (where live > 0) as live from added group by manager_id) a
    where t.manager_id = a.manager_id;
  return null;
end $$;
create trigger manager_student_counted after insert on manager_student referencing new table as added
  for each statement execute function carrel_manager_student_counted();

create function carrel_manager_student_recounted() returns trigger language plpgsql as $$
begin
  update tally set live_students = live_students + (new.live > 0)::int - (old.live > 0)::int where manager_id = new.manager_id;
  return null;
end $$;
create trigger manager_student_recounted after update of live on manager_student for each row
  when ((new.live > 0) <> (old.live > 0)) execute function carrel_manager_student_recounted();

create trigger event_frozen before update on event for each row execute function carrel_refuse('history is never changed');
create trigger event_kept before delete on event for each row execute function carrel_refuse('history is never deleted');
create trigger event_not_emptied before truncate on event execute function carrel_refuse('history is never deleted');
`;

const postgresOnly = `
create unlogged table rate (manager_id bigint primary key, hits text not null);
`;

/** The licensing domain. What must never be is refused here, whoever writes. */
export const licensing: Migration = {
  name: '0001-licensing',
  sqlite: tables({ id: 'integer primary key autoincrement', int: 'integer', strict: ' strict' }) + sqliteTriggers,
  postgres:
    tables({ id: 'bigint generated by default as identity primary key', int: 'bigint', strict: '' }) +
    postgresTriggers +
    postgresOnly,
};
