import type { Migration } from '../migrate.ts';

interface Words {
  id: string;
  int: string;
  strict: string;
  /** Compared byte by byte, as SQLite always does. */
  byteOrder: string;
}

const catalogue = ({ id, int, strict, byteOrder }: Words) => `
create table manager (
  id ${id},
  name text not null,
  email text not null,
  allowed_domains text not null default '[]',
  one_per_mailbox ${int} not null default 0 check (one_per_mailbox in (0, 1)),
  language text,
  time_zone text,
  mails text not null default '{}',
  created_at ${int} not null default 0,
  suspended_at ${int},
  search_key text${byteOrder} not null default '',
  hold_hours ${int} not null default 48 check (hold_hours between 1 and 336)
)${strict};

create table course (
  id ${id},
  title text not null,
  description text not null default '',
  kind text not null default 'course' check (kind in ('course', 'subscription')),
  months ${int} not null default 36 check (months > 0),
  cover text,
  launch_method text not null default 'none' check (launch_method in ('none', 'link', 'token', 'cmi5')),
  launch_url text,
  launch_move_on text,
  activity_id text,
  certificates ${int} not null default 0 check (certificates in (0, 1)),
  archived_at ${int},
  search_key text${byteOrder} not null default '',
  check (launch_method = 'none' or launch_url is not null)
)${strict};
create unique index course_activity on course (activity_id) where activity_id is not null;
create index course_offered on course (id) where archived_at is null;
create index course_archived on course (id) where archived_at is not null;

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
  closed_at ${int},
  shrink_to ${int},
  waiting ${int} not null default 0 check (waiting >= 0),
  offered ${int} not null default 0 check (offered >= 0),
  unique (id, manager_id, course_id, transferable),
  check (end_at > start_at),
  check (held <= licenses),
  check (shrink_to is null or shrink_to between 0 and licenses - 1)
)${strict};
create index pool_of_manager on pool (manager_id, id);
create index pool_waited_for on pool (manager_id, id) where waiting > 0 or offered > 0;
create index pool_waited_for_end on pool (end_at, id) where waiting > 0 or offered > 0;
create index pool_of_course on pool (manager_id, course_id, id);
create index pool_by_course on pool (course_id, id);
create index pool_end on pool (end_at, id);

create table pool_level (
  pool_id ${int} primary key references pool (id),
  level ${int} not null check (level between 0 and 2)
)${strict};

create table free_seat (
  pool_id ${int} not null references pool (id),
  seat ${int} not null,
  primary key (pool_id, seat)
)${strict};

create table manager_course (
  manager_id ${int} not null references manager (id),
  course_id ${int} not null references course (id),
  pools ${int} not null,
  primary key (manager_id, course_id)
)${strict};
create index manager_course_of_course on manager_course (course_id, pools);

create table total (
  noun text not null check (noun in ('manager', 'course', 'archived_course', 'pool', 'student')),
  part ${int} not null,
  rows ${int} not null default 0,
  primary key (noun, part)
)${strict};
`;

/**
 * Who was merged into another student stays as a row, so that the address is nobody else's and finds the other:
 * `student_by_address`. Students are found by `search_key`, folded by the server (rules/search.ts); `folding` tells how far the keys of all
 * are made by its current version (student/refold.ts).
 */
const students = ({ id, int, strict, byteOrder }: Words) => `
create table student (
  id ${id},
  name text not null,
  email text not null,
  email_key text not null unique,
  search_key text${byteOrder} not null default '',
  mailbox text,
  merged_into ${int} references student (id),
  erased_at ${int},
  check (merged_into is null or merged_into <> id)
)${strict};
create index student_of_mailbox on student (mailbox) where mailbox is not null;
create index student_merged on student (merged_into) where merged_into is not null;

create view student_by_address as
  select found.email_key, student.id, student.name, student.email, student.search_key, student.mailbox
  from student as found join student on student.id = coalesce(found.merged_into, found.id);

create table folding (
  one ${int} primary key check (one = 1),
  version ${int} not null,
  after_id ${int}
);
insert into folding (one, version, after_id) values (1, 0, null);

create table manager_student (
  manager_id ${int} not null references manager (id),
  student_id ${int} not null references student (id),
  issued ${int} not null,
  live ${int} not null check (live >= 0 and live <= issued),
  search_key text${byteOrder} not null default '',
  changed ${int} not null default 0,
  primary key (manager_id, student_id)
)${strict};
create index manager_student_live on manager_student (manager_id, student_id) where live > 0;
create index manager_student_named on manager_student (manager_id, search_key, student_id, live);
create index manager_student_changed on manager_student (manager_id, changed, student_id);
create index manager_student_of_student on manager_student (student_id, manager_id);

create table progress (
  student_id ${int} not null references student (id),
  course_id ${int} not null references course (id),
  percent ${int} not null check (percent between 0 and 100),
  completed_at ${int},
  last_access_at ${int},
  reported_at ${int} not null,
  told_at ${int},
  changed ${int} not null default 0,
  primary key (student_id, course_id)
)${strict};
`;

/**
 * The first two unique indexes hold the limit of seats and one license per student and course. The index on students
 * leaves out what was imported for later (`ahead`), which license_alone looks after. The wide indexes answer searches
 * and counts by themselves: PostgreSQL, which plans for the manager of average size, would else read all licenses of a large one.
 */
const licenses = ({ id, int, strict }: Words) => `
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
  name text,
  paused_at ${int},
  min_held_days ${int} not null default 0 check (min_held_days >= 0),
  taken_back ${int} not null default 0,
  taken_back_since ${int} not null default 0,
  recycle_policy text not null default 'oldest' check (recycle_policy in ('oldest', 'idle', 'completed', 'unstarted')),
  when_full text not null default 'refuse' check (when_full in ('refuse', 'wait')),
  approval ${int} not null default 0 check (approval in (0, 1)),
  listed ${int} not null default 0 check (listed in (0, 1)),
  extensions ${int} not null default 1 check (extensions between 0 and 12),
  waiting ${int} not null default 0 check (waiting >= 0),
  offered ${int} not null default 0 check (offered >= 0),
  check ((validity_count is null) = (validity_unit is null))
)${strict};
create index link_of_manager on link (manager_id, id);
create index link_waited_for on link (pool_id, id) where waiting > 0;
create index link_listed on link (manager_id, id) where listed = 1 and deleted_at is null;

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
  ended_how text check (ended_how in ('revoked', 'returned', 'recycled', 'edited', 'expired', 'merged', 'erased')),
  reminded ${int} not null default 0 check (reminded in (0, 1)),
  extended ${int} not null default 0 check (extended >= 0),
  foreign key (pool_id, manager_id, course_id, transferable) references pool (id, manager_id, course_id, transferable),
  check (end_at >= start_at),
  check ((ended_at is null) = (ended_how is null))
)${strict};
create unique index license_seat on license (pool_id, seat) where transferable = 0 or ended_at is null;
create unique index license_enrolled on license (student_id, course_id) where ended_at is null and ahead = 0;
create index license_held on license (student_id, course_id) where ended_at is null;
create index license_of_manager on license (manager_id, id);
create index license_live_of_manager on license (manager_id, id, start_at, end_at) where ended_at is null;
create index license_of_pool on license (pool_id, id);
create index license_live_of_pool on license (pool_id, id, start_at, end_at) where ended_at is null;
create index license_oldest on license (pool_id, start_at, id) where ended_at is null;
create index license_due_in_pool on license (pool_id, end_at) where ended_at is null;
create index license_due on license (end_at) where ended_at is null;
create index license_due_of_manager on license (manager_id, end_at, student_id) where ended_at is null;
create index license_coming_of_manager on license (manager_id, start_at, student_id) where ended_at is null;
create index license_of_student on license (manager_id, student_id, id, start_at, end_at, ended_at, course_id);
create index license_of_link on license (link_id, start_at, id) where ended_at is null and link_id is not null;
create index license_to_remind on license (end_at) where ended_at is null and reminded = 0;

create table roster (
  id text primary key,
  manager_id ${int} not null references manager (id),
  made_at ${int} not null,
  expires_at ${int} not null,
  position ${int} not null,
  courses text not null,
  pools text not null,
  counts text not null,
  transferable ${int} not null,
  ready ${int} not null default 0 check (ready in (0, 1)),
  applied_at ${int},
  outdated_at ${int},
  check (applied_at is null or ready = 1)
)${strict};
create index roster_of_manager on roster (manager_id, made_at, id);
create index roster_expired on roster (expires_at);

create table roster_row (
  roster_id text not null references roster (id),
  place ${int} not null,
  line ${int},
  action text not null check (action in ('assign', 'revoke', 'edit', 'keep', 'refuse')),
  student_id ${int},
  email text not null,
  name text not null,
  course_id ${int},
  course text,
  pool_id ${int},
  license_id ${int},
  end_at ${int},
  end_date ${int},
  code text,
  detail text,
  primary key (roster_id, place)
)${strict && `${strict}, without rowid`};
create index roster_row_by_action on roster_row (roster_id, action, place);

create table agent_plan (
  id text primary key,
  manager_id ${int} not null references manager (id),
  action text not null check (action in ('assign', 'revoke', 'extend')),
  made_at ${int} not null,
  expires_at ${int} not null,
  maker text not null,
  request text not null,
  terms text not null,
  steps text not null,
  refused text not null,
  applied_at ${int},
  outdated_at ${int}
)${strict};
create index agent_plan_of_manager on agent_plan (manager_id, made_at);
create index agent_plan_age on agent_plan (expires_at);
`;

/** An event's `position` in the feed is its id on SQLite, whose one writer gives ids in the order of commits. */
const history = ({ id, int, strict, position }: Words & { position: string }) => `
create table event (
  id ${id},
  manager_id ${int} references manager (id),
  at ${int} not null,
  kind text not null,
  actor_kind text not null check (actor_kind in ('token', 'person', 'link', 'command', 'system', 'agent')),
  actor_id text,
  actor_label text not null,
  student_id ${int},
  course_id ${int},
  pool_id ${int},
  license_id ${int},
  link_id ${int},
  details text not null${position}
)${strict};
create index event_of_manager on event (manager_id, at, id, kind, course_id, actor_label);
create index event_of_all on event (at, id, kind, course_id, actor_label);
create index event_of_student on event (manager_id, student_id, at, id) where student_id is not null;

create table erasure (
  student_id ${int} primary key references student (id),
  at ${int} not null,
  open ${int} not null default 1 check (open in (0, 1)),
  mails text not null default '[]',
  purged_at ${int}
)${strict};
create index erasure_unpurged on erasure (at) where purged_at is null;

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
  error text,
  license_id ${int},
  answer text
)${strict};
create index outbox_due on outbox (run_at, event_id) where done_at is null and failed_at is null;
create index outbox_of_license on outbox (license_id, event_id)
  where done_at is null and failed_at is null and license_id is not null;
create index outbox_failed on outbox (failed_at) where failed_at is not null;
create index outbox_failed_of_license on outbox (license_id, created_at)
  where failed_at is not null and license_id is not null;
create index outbox_made on outbox (created_at, id);
create index outbox_failed_made on outbox (created_at, id) where failed_at is not null;
create index outbox_done on outbox (done_at) where done_at is not null;

create table webhook (
  id text primary key,
  owner text not null,
  manager_id ${int} references manager (id),
  url text not null,
  kinds text not null,
  description text not null,
  format text not null check (format in ('standard', 'slack', 'teams')),
  secret_sealed text not null,
  previous_sealed text,
  previous_until ${int},
  disabled_at ${int},
  disabled_why text,
  since_position ${int} not null,
  failing_since ${int},
  created_at ${int} not null,
  deleted_at ${int},
  check (owner = coalesce('manager:' || manager_id, 'publisher')),
  check ((disabled_at is null) = (disabled_why is null)),
  check ((previous_sealed is null) = (previous_until is null))
)${strict};
create index webhook_of_owner on webhook (owner, created_at, id) where deleted_at is null;
create index webhook_active on webhook (since_position) where disabled_at is null;

create table webhook_delivery (
  id text primary key,
  webhook_id text not null references webhook (id),
  event_id ${int} references event (id),
  message_id text not null,
  type text not null,
  created_at ${int} not null,
  run_at ${int} not null,
  attempts ${int} not null default 0,
  locked_until ${int},
  delivered_at ${int},
  failed_at ${int},
  status ${int},
  error text,
  check (delivered_at is null or failed_at is null)
)${strict};
create index webhook_delivery_listed on webhook_delivery (webhook_id, created_at, id);
create index webhook_delivery_made on webhook_delivery (created_at, id);
create index webhook_delivery_failed_made on webhook_delivery (created_at, id) where failed_at is not null;
create index webhook_delivery_waiting on webhook_delivery (webhook_id, run_at, id)
  where delivered_at is null and failed_at is null;
create index webhook_delivery_closed on webhook_delivery (coalesce(delivered_at, failed_at))
  where coalesce(delivered_at, failed_at) is not null;

create table webhook_dispatch (
  one ${int} primary key check (one = 1),
  position ${int} not null
)${strict};
insert into webhook_dispatch (one, position) values (1, 0);
`;

const callers = ({ int, strict }: Words) => `
create table token (
  id text primary key,
  owner text not null,
  manager_id ${int} references manager (id),
  name text not null,
  hash text not null,
  last_ten text not null,
  permission text not null check (permission in ('read', 'write')),
  created_at ${int} not null,
  last_used_at ${int},
  maker text,
  maker_id text,
  made_with text,
  check (owner = coalesce('manager:' || manager_id, 'publisher'))
)${strict};
create index token_of_owner on token (owner, created_at, id);
create index token_of_maker on token (maker_id) where maker_id is not null;

create table idempotency (
  owner text not null,
  key text not null,
  fingerprint text not null,
  status ${int} not null,
  body text not null,
  created_at ${int} not null,
  headers text,
  primary key (owner, key)
)${strict};
create index idempotency_age on idempotency (created_at);

create table quota (
  subject text primary key,
  used ${int} not null,
  since ${int} not null
)${strict};
create index quota_age on quota (since);

create table secret_key (
  fingerprint text primary key,
  current ${int} not null check (current in (0, 1)),
  sealed text,
  since ${int} not null,
  check ((current = 1) = (sealed is null))
)${strict};
create unique index secret_key_current on secret_key (current) where current = 1;

create table instance (
  one ${int} primary key check (one = 1),
  id text not null,
  place text not null,
  paused_at ${int},
  paused_why text,
  check ((paused_at is null) = (paused_why is null))
)${strict};
`;

const tables = (words: Words, position = ''): string =>
  catalogue(words) + students(words) + licenses(words) + history({ ...words, position }) + callers(words);

const frozenColumns = [
  'id',
  'pool_id',
  'manager_id',
  'course_id',
  'transferable',
  'seat',
  'link_id',
  'ahead',
  'start_at',
];
const frozenPoolColumns = ['id', 'manager_id', 'course_id', 'transferable'];
const changed = (columns: string[]) => columns.map((c) => `old.${c} is distinct from new.${c}`).join(' or ');

const wholeLicense = [...frozenColumns, 'end_at', 'ended_at', 'ended_how', 'reminded', 'extended'];
const frozenEvent = [
  ...['id', 'manager_id', 'at', 'kind', 'actor_kind', 'actor_id'],
  ...['course_id', 'pool_id', 'license_id', 'link_id'],
];
/** What of an event may name people. */
const namingEvent = ['actor_label', 'details'];

/** What is a student's goes to another one only where the student was merged into that one. */
const givenToAnother = `old.student_id is distinct from new.student_id and not exists (select 1 from student
  where id = old.student_id and merged_into = new.student_id)`;

/** Only in the transaction that erases a student: none is committed while an erasure is open. */
const isErasing = 'exists (select 1 from erasure where open = 1)';
const erasureReopened =
  'old.student_id is distinct from new.student_id or old.at is distinct from new.at or new.open > old.open';

const comesBack = `(old.merged_into is not null and new.merged_into is null) or old.erased_at is distinct from new.erased_at
  and old.erased_at is not null`;
const mergedIntoNobody = `new.merged_into is not null and new.merged_into is distinct from old.merged_into
  and not exists (select 1 from student where id = new.merged_into and merged_into is null and erased_at is null)`;

/**
 * How many seats are held of a pool that gets fewer: what decides is who holds them, not what the counters say. A pool
 * that shrinks as its seats come back is not counted each time: its counter holds it.
 */
const heldNow = `((select count(*) from license where pool_id = new.id and (transferable = 0 or ended_at is null))
    + (select count(*) from waiting where pool_id = new.id and state = 'offered'))`;
const isMadeSmaller = 'new.licenses < old.licenses and (old.shrink_to is null or new.licenses < old.shrink_to)';

/** What was imported for later may not overlap with anything, and where it has begun, nothing begins beside it. */
const heldAlready = `student_id = new.student_id and course_id = new.course_id and ended_at is null
  and ((new.ahead = 1 and start_at < new.end_at and new.start_at < end_at)
    or (ahead = 1 and start_at <= new.start_at and new.start_at < end_at))`;

const nameOf = (studentId: string) => `(select search_key from student where id = ${studentId})`;

/** The same on PostgreSQL, where a student may be merged or erased while a license of theirs is being made: then that is done anew. */
const nameOfPresent = (studentId: string) =>
  `(select case when merged_into is null and erased_at is null then search_key else carrel_gone() end from student where id = ${studentId})`;

/** A connection may replace rows without a trigger on delete, or switch foreign keys off: the triggers look for both themselves. */
const sqliteGuards = `
create trigger pool_frozen before update on pool when ${changed(frozenPoolColumns)} begin
  select raise(abort, 'a pool keeps its manager, course and kind');
end;
create trigger pool_once before insert on pool when exists (select 1 from pool where id = new.id) begin
  select raise(abort, 'a pool is never replaced');
end;
create trigger pool_kept before delete on pool begin
  select raise(abort, 'a pool is never deleted');
end;
create trigger pool_made_smaller before update of licenses on pool when ${isMadeSmaller} begin
  select raise(abort, 'more seats of the pool are held') where ${heldNow} > new.licenses;
end;

create trigger license_fits before insert on license begin
  select raise(abort, 'a license is never replaced') where exists (select 1 from license where id = new.id);
  select raise(abort, 'the pool has no such seat')
    where new.seat > (select max(licenses, last_seat) from pool where id = new.pool_id);
end;
create trigger license_replaces_none before insert on license begin
  select raise(abort, 'UNIQUE constraint failed: license.pool_id, license.seat')
    where (new.transferable = 0 or new.ended_at is null) and exists (select 1 from license
      where pool_id = new.pool_id and seat = new.seat and (transferable = 0 or ended_at is null));
  select raise(abort, 'UNIQUE constraint failed: license.student_id, license.course_id')
    where new.ended_at is null and new.ahead = 0 and exists (select 1 from license
      where student_id = new.student_id and course_id = new.course_id and ended_at is null and ahead = 0);
end;
create trigger license_fits_pool before insert on license begin
  select raise(abort, 'FOREIGN KEY constraint failed: a license fits its pool') where not exists (select 1 from pool
    where id = new.pool_id and manager_id = new.manager_id and course_id = new.course_id and transferable = new.transferable);
end;
create trigger license_alone before insert on license when new.ended_at is null begin
  select raise(abort, 'UNIQUE constraint failed: license.student_id, license.course_id')
    where exists (select 1 from license where ${heldAlready});
end;
create trigger license_frozen before update on license begin
  select raise(abort, 'a license keeps its seat, pool, student and start') where ${changed(frozenColumns)} or (${givenToAnother});
  select raise(abort, 'an ended license stays as it is') where old.ended_at is not null and (${changed(wholeLicense)});
end;
create trigger license_given_alone before update of student_id on license when new.ended_at is null begin
  select raise(abort, 'UNIQUE constraint failed: license.student_id, license.course_id')
    where exists (select 1 from license where id <> new.id and ${heldAlready});
end;
create trigger license_of_nobody before insert on license begin
  select raise(abort, 'a student who was merged or erased gets no license') where exists (select 1 from student
    where id = new.student_id and (merged_into is not null or erased_at is not null));
end;
create trigger license_kept before delete on license begin
  select raise(abort, 'a license is never deleted');
end;

create trigger student_once before insert on student when exists (select 1 from student where id = new.id) begin
  select raise(abort, 'a student is never replaced');
end;
create trigger student_frozen before update of id on student when old.id is distinct from new.id begin
  select raise(abort, 'a student keeps the id');
end;
create trigger student_gone before update of merged_into, erased_at on student begin
  select raise(abort, 'who was merged or erased stays so') where ${comesBack};
  select raise(abort, 'a student is merged into one who is there') where ${mergedIntoNobody};
end;
create trigger erasure_narrow before update on erasure when ${erasureReopened} begin
  select raise(abort, 'an erasure is closed for good');
end;
create trigger erasure_closed before update of open on erasure
  when new.open = 0 and not exists (select 1 from student where id = new.student_id and erased_at is not null) begin
  select raise(abort, 'an erasure is closed once its student is erased');
end;

create trigger event_frozen before update on event begin
  select raise(abort, 'history is never changed') where ${changed(frozenEvent)} or (${givenToAnother})
    or ((${changed(namingEvent)}) and not ${isErasing});
end;
create trigger event_kept before delete on event begin
  select raise(abort, 'history is never deleted');
end;
create trigger event_once before insert on event when exists (select 1 from event where id = new.id) begin
  select raise(abort, 'history is never changed');
end;
`;

/** Whether a student is one no more: merged into another, or erased. */
const goes = `(old.merged_into is null and old.erased_at is null) and (new.merged_into is not null or new.erased_at is not null)`;

/** Changes of the students of a manager are numbered: one more than the latest. */
const nextOf = (managerId: string) =>
  `(select coalesce(max(k.changed), 0) + 1 from manager_student k where k.manager_id = ${managerId})`;

const sqliteMark = (studentId: string) =>
  `update manager_student set changed = ${nextOf('manager_student.manager_id')} where student_id = ${studentId};`;

/** What a shrinking pool has once the seats that came back are taken away: each one that is held stays. */
const left = { sqlite: 'max(shrink_to, held)', postgres: 'greatest(shrink_to, held)' };

/**
 * Takes the seats that came back away from a pool that shrinks, and tells history so: here, because every way to end a
 * license comes by. A license that is recycled hands its seat on.
 */
export const sqliteShrink = (pool: string, at: string, when: string) => {
  const shrinks = `id = ${pool} and shrink_to is not null and held < licenses and ${when}`;
  return `insert into event (manager_id, at, kind, actor_kind, actor_label, course_id, pool_id, details)
    select manager_id, ${at}, 'pool.shrunk', 'system', 'Carrel', course_id, id, json_object(
      'before', json_object('licenses', licenses, 'shrinkTo', shrink_to),
      'after', json_object('licenses', ${left.sqlite}, 'shrinkTo', nullif(shrink_to, ${left.sqlite}))) from pool where ${shrinks};
  update pool set licenses = ${left.sqlite}, shrink_to = nullif(shrink_to, ${left.sqlite}) where ${shrinks};`;
};

const sqliteCounting = `
create table tally (
  manager_id integer primary key references manager (id),
  pools integer not null default 0,
  courses integer not null default 0,
  transferable_licenses integer not null default 0,
  untransferable_licenses integer not null default 0,
  issued integer not null default 0,
  live integer not null default 0 check (live >= 0),
  held integer not null default 0 check (held >= 0),
  students integer not null default 0,
  live_students integer not null default 0 check (live_students >= 0)
) strict;
insert into total (noun, part) values ('manager', 0), ('course', 0), ('archived_course', 0), ('pool', 0), ('student', 0);
create trigger manager_tally after insert on manager begin
  insert into tally (manager_id) values (new.id);
  update total set rows = rows + 1 where noun = 'manager' and part = 0;
end;
create trigger course_counted after insert on course begin
  update total set rows = rows + 1 where noun = 'course' and part = 0;
end;
create trigger course_archived after update of archived_at on course
  when (old.archived_at is null) <> (new.archived_at is null) begin
  update total set rows = rows + (new.archived_at is not null) - (old.archived_at is not null)
    where noun = 'archived_course' and part = 0;
end;

create trigger pool_counted after insert on pool begin
  insert into manager_course (manager_id, course_id, pools) values (new.manager_id, new.course_id, 1)
    on conflict (manager_id, course_id) do update set pools = pools + 1;
  update tally set pools = pools + 1,
    courses = courses + ((select pools from manager_course where manager_id = new.manager_id and course_id = new.course_id) = 1),
    transferable_licenses = transferable_licenses + new.licenses * new.transferable,
    untransferable_licenses = untransferable_licenses + new.licenses * (1 - new.transferable)
    where manager_id = new.manager_id;
  update total set rows = rows + 1 where noun = 'pool' and part = 0;
end;
create trigger pool_recounted after update of licenses on pool when new.licenses <> old.licenses begin
  update tally set
    transferable_licenses = transferable_licenses + (new.licenses - old.licenses) * new.transferable,
    untransferable_licenses = untransferable_licenses + (new.licenses - old.licenses) * (1 - new.transferable)
    where manager_id = new.manager_id;
end;

create trigger license_counted after insert on license begin
  update pool set issued = issued + 1, live = live + (new.ended_at is null),
    held = held + (new.transferable = 0 or new.ended_at is null),
    last_seat = case when new.transferable = 0 or new.ended_at is null then max(last_seat, new.seat) else last_seat end
    where id = new.pool_id;
  delete from free_seat where pool_id = new.pool_id and seat = new.seat and (new.transferable = 0 or new.ended_at is null);
  update tally set issued = issued + 1, live = live + (new.ended_at is null),
    held = held + (new.transferable = 0 or new.ended_at is null) where manager_id = new.manager_id;
  insert into manager_student (manager_id, student_id, issued, live, search_key, changed)
    values (new.manager_id, new.student_id, 1, new.ended_at is null, ${nameOf('new.student_id')}, ${nextOf('new.manager_id')})
    on conflict (manager_id, student_id) do update set issued = issued + 1, live = live + excluded.live, changed = excluded.changed;
  update link set issued = issued + 1, live = live + (new.ended_at is null) where id = new.link_id;
end;
create trigger license_ended after update of ended_at on license when new.ended_at is not null begin
  update pool set live = live - 1, held = held - new.transferable where id = new.pool_id;
  insert into free_seat (pool_id, seat) select new.pool_id, new.seat where new.transferable = 1;
  update tally set live = live - 1, held = held - new.transferable where manager_id = new.manager_id;
  ${sqliteShrink('new.pool_id', 'new.ended_at', "new.ended_how <> 'recycled'")}
  update manager_student set live = live - 1, changed = ${nextOf('new.manager_id')}
    where manager_id = new.manager_id and student_id = new.student_id;
  update link set live = live - 1 where id = new.link_id;
end;
create trigger license_end_moved after update of end_at on license
  when new.ended_at is null and new.end_at <> old.end_at begin
  update manager_student set changed = ${nextOf('new.manager_id')}
    where manager_id = new.manager_id and student_id = new.student_id;
end;
create trigger license_moved after update of end_at on license
  when new.end_at <> old.end_at and new.ended_at is null and new.reminded = 1 begin
  update license set reminded = 0 where id = new.id;
end;

create trigger manager_student_counted after insert on manager_student begin
  update tally set students = students + 1, live_students = live_students + (new.live > 0) where manager_id = new.manager_id;
end;
create trigger manager_student_recounted after update of live on manager_student when (new.live > 0) <> (old.live > 0) begin
  update tally set live_students = live_students + (new.live > 0) - (old.live > 0) where manager_id = new.manager_id;
end;
create trigger manager_student_uncounted after delete on manager_student begin
  update tally set students = students - 1, live_students = live_students - (old.live > 0) where manager_id = old.manager_id;
end;
create trigger license_given after update of student_id on license when old.student_id <> new.student_id begin
  insert into manager_student (manager_id, student_id, issued, live, search_key, changed)
    values (new.manager_id, new.student_id, 1, new.ended_at is null, ${nameOf('new.student_id')}, ${nextOf('new.manager_id')})
    on conflict (manager_id, student_id) do update set issued = issued + 1, live = live + excluded.live, changed = excluded.changed;
  update manager_student set issued = issued - 1, live = live - (new.ended_at is null)
    where manager_id = new.manager_id and student_id = old.student_id;
  delete from manager_student where manager_id = new.manager_id and student_id = old.student_id and issued = 0;
end;
create trigger student_counted after insert on student begin
  update total set rows = rows + 1 where noun = 'student' and part = 0;
end;
create trigger student_uncounted after update of merged_into, erased_at on student when ${goes} begin
  update total set rows = rows - 1 where noun = 'student' and part = 0;
end;
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

create index event_in_feed on event (manager_id, id);
`;

const postgresGuards = `
create function carrel_refuse() returns trigger language plpgsql as $$
begin
  raise exception '%', tg_argv[0] using errcode = 'check_violation';
end $$;

create trigger pool_frozen before update on pool for each row when (${changed(frozenPoolColumns)})
  execute function carrel_refuse('a pool keeps its manager, course and kind');
create trigger pool_kept before delete on pool for each row execute function carrel_refuse('a pool is never deleted');
create trigger pool_not_emptied before truncate on pool execute function carrel_refuse('a pool is never deleted');

create function carrel_pool_made_smaller() returns trigger language plpgsql as $$
begin
  if ${heldNow} > new.licenses then
    raise exception 'more seats of the pool are held' using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger pool_made_smaller before update of licenses on pool for each row when (${isMadeSmaller})
  execute function carrel_pool_made_smaller();

create function carrel_license_alone() returns trigger language plpgsql as $$
declare
  gone boolean;
begin
  select merged_into is not null or erased_at is not null into gone from student where id = new.student_id for key share;
  if gone then perform carrel_gone(); end if;
  if exists (select 1 from license where ${heldAlready}) then
    raise exception 'the student holds the course in that time already'
      using errcode = 'unique_violation', constraint = 'license_enrolled';
  end if;
  return new;
end $$;
create trigger license_alone before insert on license for each row when (new.ended_at is null)
  execute function carrel_license_alone();

create trigger license_frozen before update on license for each row when (${changed(frozenColumns)})
  execute function carrel_refuse('a license keeps its seat, pool, student and start');
create trigger license_stays_ended before update on license for each row when (old.ended_at is not null and (${changed(wholeLicense)}))
  execute function carrel_refuse('an ended license stays as it is');
create function carrel_license_may_be_given() returns trigger language plpgsql as $$
begin
  if ${givenToAnother} then
    raise exception 'a license keeps its seat, pool, student and start' using errcode = 'check_violation';
  end if;
  if new.ended_at is null and exists (select 1 from license where id <> new.id and ${heldAlready}) then
    raise exception 'the student holds the course in that time already'
      using errcode = 'unique_violation', constraint = 'license_enrolled';
  end if;
  return new;
end $$;
create trigger license_may_be_given before update of student_id on license for each row
  when (old.student_id is distinct from new.student_id) execute function carrel_license_may_be_given();

create function carrel_student_gone() returns trigger language plpgsql as $$
begin
  if ${comesBack} then
    raise exception 'who was merged or erased stays so' using errcode = 'check_violation';
  end if;
  if ${mergedIntoNobody} then
    raise exception 'a student is merged into one who is there' using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger student_gone before update of merged_into, erased_at on student for each row execute function carrel_student_gone();

create trigger erasure_narrow before update on erasure for each row when (${erasureReopened})
  execute function carrel_refuse('an erasure is closed for good');
create function carrel_erasure_closed() returns trigger language plpgsql as $$
begin
  if not exists (select 1 from student where id = new.student_id and erased_at is not null) then
    raise exception 'an erasure is closed once its student is erased' using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger erasure_closed before update of open on erasure for each row when (new.open = 0)
  execute function carrel_erasure_closed();
create trigger license_kept before delete on license for each row execute function carrel_refuse('a license is never deleted');
create trigger license_not_emptied before truncate on license execute function carrel_refuse('a license is never deleted');

create function carrel_event_frozen() returns trigger language plpgsql as $$
begin
  if ${changed(frozenEvent)} or (old.position is not null and old.position is distinct from new.position)
    or (${givenToAnother}) or ((${changed(namingEvent)}) and not ${isErasing}) then
    raise exception 'history is never changed' using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger event_frozen before update on event for each row
  when (old.position is not null or (to_jsonb(old) - 'position') is distinct from (to_jsonb(new) - 'position'))
  execute function carrel_event_frozen();
create trigger event_kept before delete on event for each row execute function carrel_refuse('history is never deleted');
create trigger event_not_emptied before truncate on event execute function carrel_refuse('history is never deleted');
`;

/**
 * PostgreSQL gives ids before the commit, so a lower one may come to light after a higher one. A position is given
 * to what was committed, by one process at a time (docs/decisions/0060-event-feed.md).
 */
const postgresFeed = `
create unique index event_position on event (position) where position is not null;
create index event_in_feed on event (manager_id, position) where position is not null;
create index event_without_position on event (id) where position is null;
`;

/** More than the connections of a few processes that write at once. */
const PARTS = 16;

/**
 * One row of totals would let a single assignment of a license manager at a time come to the disk: a row that was
 * changed is locked until then. So each connection counts in a part of its own: the one that Carrel gives it, others by
 * the number of their process. A part by itself may be negative: a license is often ended by another connection than the one that gave it.
 */
const postgresTotals = `
create table pool_tally (
  manager_id bigint primary key references manager (id),
  pools bigint not null default 0,
  courses bigint not null default 0,
  transferable_licenses bigint not null default 0,
  untransferable_licenses bigint not null default 0
);
create table license_tally (
  manager_id bigint not null references manager (id),
  part bigint not null check (part between 0 and ${PARTS - 1}),
  issued bigint not null default 0,
  live bigint not null default 0,
  held bigint not null default 0,
  students bigint not null default 0,
  live_students bigint not null default 0,
  primary key (manager_id, part)
) with (fillfactor = 50);
insert into total (noun, part)
  select noun, part from unnest(array['manager', 'course', 'archived_course', 'pool', 'student']) noun, generate_series(0, ${PARTS - 1}) part;

create view tally as
  select p.manager_id, p.pools, p.courses, p.transferable_licenses, p.untransferable_licenses,
    l.issued, l.live, l.held, l.students, l.live_students
  from pool_tally p cross join lateral (
    select sum(issued)::bigint as issued, sum(live)::bigint as live, sum(held)::bigint as held, sum(students)::bigint as students,
      sum(live_students)::bigint as live_students from license_tally where manager_id = p.manager_id
  ) l;

create function carrel_part() returns bigint language sql stable as $$
  select coalesce(nullif(current_setting('carrel.part', true), '')::bigint, pg_backend_pid()) % ${PARTS}
$$;

create function carrel_manager_tally() returns trigger language plpgsql as $$
begin
  insert into pool_tally (manager_id) select id from added;
  insert into license_tally (manager_id, part) select id, part from added, generate_series(0, ${PARTS - 1}) part;
  update total set rows = rows + (select count(*) from added) where noun = 'manager' and part = carrel_part();
  return null;
end $$;
create trigger manager_tally after insert on manager referencing new table as added
  for each statement execute function carrel_manager_tally();

create function carrel_course_counted() returns trigger language plpgsql as $$
begin
  update total set rows = rows + (select count(*) from added) where noun = 'course' and part = carrel_part();
  return null;
end $$;
create trigger course_counted after insert on course referencing new table as added
  for each statement execute function carrel_course_counted();

create function carrel_course_archived() returns trigger language plpgsql as $$
begin
  update total set rows = rows + (new.archived_at is not null)::int - (old.archived_at is not null)::int
    where noun = 'archived_course' and part = carrel_part();
  return null;
end $$;
create trigger course_archived after update of archived_at on course for each row
  when ((old.archived_at is null) <> (new.archived_at is null)) execute function carrel_course_archived();

create function carrel_pool_counted() returns trigger language plpgsql as $$
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
  update total set rows = rows + (select count(*) from added) where noun = 'pool' and part = carrel_part();
  return null;
end $$;
create trigger pool_counted after insert on pool referencing new table as added
  for each statement execute function carrel_pool_counted();

create function carrel_pool_recounted() returns trigger language plpgsql as $$
begin
  update pool_tally set
    transferable_licenses = transferable_licenses + (new.licenses - old.licenses) * new.transferable,
    untransferable_licenses = untransferable_licenses + (new.licenses - old.licenses) * (1 - new.transferable)
    where manager_id = new.manager_id;
  return null;
end $$;
create trigger pool_recounted after update of licenses on pool for each row when (new.licenses <> old.licenses)
  execute function carrel_pool_recounted();
`;

/**
 * Changes of students are told by the number of the transaction: what is committed later may have a lower one. Progress
 * keeps its own, so that a long report of it holds no row that an assignment needs.
 */
const transaction = 'pg_current_xact_id()::text::bigint';

const licenseColumns =
  'id, pool_id, manager_id, course_id, transferable, seat, student_id, ahead, start_at, end_at, ended_at, ended_how';

/**
 * Licenses are counted one by one, which for one license takes half of what counting a set of them does. Many at once,
 * as of an import, go through carrel_add_licenses, which counts them together: a row of totals that one transaction
 * changes a million times is found slower and slower (docs/decisions/0032-counted-by-row.md).
 */
const postgresCounting = `
create function carrel_gone() returns text language plpgsql as $$
begin
  raise exception 'the student was merged or erased meanwhile' using errcode = 'serialization_failure';
end $$;

create function carrel_license_counted() returns trigger language plpgsql as $$
declare
  alive bigint := (new.ended_at is null)::int;
  holds bigint := (new.transferable = 0 or new.ended_at is null)::int;
  offers bigint;
  theirs record;
begin
  update pool set issued = issued + 1, live = live + alive, held = held + holds,
    last_seat = case when holds = 1 then greatest(last_seat, new.seat) else last_seat end
    where id = new.pool_id and new.seat <= greatest(licenses, last_seat) returning offered into offers;
  if not found then
    raise exception 'the pool has no such seat' using errcode = 'check_violation';
  end if;
  if holds = 1 and offers > 0
    and exists (select 1 from waiting where pool_id = new.pool_id and seat = new.seat) then
    raise exception 'the seat is held for somebody' using errcode = 'unique_violation', constraint = 'waiting_seat';
  end if;
  if alive = 1 and new.ahead = 0 and exists (select 1 from waiting where student_id = new.student_id
    and course_id = new.course_id and state in ('waiting', 'offered')) then
    raise exception 'the student waits for the course' using errcode = 'unique_violation', constraint = 'waiting_enrolled';
  end if;
  if holds = 1 then delete from free_seat where pool_id = new.pool_id and seat = new.seat; end if;
  if new.link_id is not null then
    update link set issued = issued + 1, live = live + alive where id = new.link_id;
  end if;
  insert into manager_student as m (manager_id, student_id, issued, live, search_key, changed)
    values (new.manager_id, new.student_id, 1, alive, ${nameOfPresent('new.student_id')}, ${transaction})
    on conflict (manager_id, student_id) do update set issued = m.issued + 1, live = m.live + alive, changed = excluded.changed
    returning m.issued, m.live into theirs;
  update license_tally set issued = issued + 1, live = live + alive, held = held + holds,
    students = students + (theirs.issued = 1)::int, live_students = live_students + (alive = 1 and theirs.live = 1)::int
    where manager_id = new.manager_id and part = carrel_part();
  return null;
end $$;
create trigger license_counted after insert on license for each row
  when (current_setting('carrel.together', true) is distinct from 'on') execute function carrel_license_counted();

create function carrel_add_licenses(records json) returns void language plpgsql as $$
declare
  added license[];
begin
  perform set_config('carrel.together', 'on', true);
  with inserted as (
    insert into license (${licenseColumns}) select ${licenseColumns} from json_populate_recordset(null::license, records)
      returning license as one
  )
  select array_agg(one) into added from inserted;
  perform set_config('carrel.together', '', true);

  if exists (select 1 from unnest(added) a join pool p on p.id = a.pool_id where a.seat > greatest(p.licenses, p.last_seat)) then
    raise exception 'the pool has no such seat' using errcode = 'check_violation';
  end if;
  update pool p set issued = p.issued + a.issued, live = p.live + a.live, held = p.held + a.held,
    last_seat = greatest(p.last_seat, a.last_seat)
    from (select pool_id, count(*) as issued, count(*) filter (where ended_at is null) as live,
      count(*) filter (where transferable = 0 or ended_at is null) as held,
      coalesce(max(seat) filter (where transferable = 0 or ended_at is null), 0) as last_seat
      from unnest(added) group by pool_id) a
    where p.id = a.pool_id;
  if exists (select 1 from unnest(added) a join waiting w on w.pool_id = a.pool_id and w.seat = a.seat
    where a.transferable = 0 or a.ended_at is null) then
    raise exception 'the seat is held for somebody' using errcode = 'unique_violation', constraint = 'waiting_seat';
  end if;
  if exists (select 1 from unnest(added) a join waiting w on w.student_id = a.student_id and w.course_id = a.course_id
    and w.state in ('waiting', 'offered') where a.ended_at is null and a.ahead = 0) then
    raise exception 'the student waits for the course' using errcode = 'unique_violation', constraint = 'waiting_enrolled';
  end if;
  delete from free_seat f using unnest(added) a
    where f.pool_id = a.pool_id and f.seat = a.seat and (a.transferable = 0 or a.ended_at is null);
  with a as (
    select manager_id, student_id, count(*) as issued, count(*) filter (where ended_at is null) as live,
      count(*) filter (where transferable = 0 or ended_at is null) as held
      from unnest(added) group by manager_id, student_id order by manager_id, student_id
  ), theirs as (
    insert into manager_student as m (manager_id, student_id, issued, live, search_key, changed)
      select manager_id, student_id, issued, live, ${nameOfPresent('a.student_id')}, ${transaction} from a
      on conflict (manager_id, student_id) do update set issued = m.issued + excluded.issued, live = m.live + excluded.live, changed = excluded.changed
      returning m.manager_id, m.student_id, m.issued, m.live
  ), sums as (
    select manager_id, sum(a.issued) as issued, sum(a.live) as live, sum(a.held) as held, count(*) filter (where theirs.issued = a.issued) as students,
      count(*) filter (where a.live > 0 and theirs.live = a.live) as live_students
      from a join theirs using (manager_id, student_id) group by manager_id
  )
  update license_tally t set issued = t.issued + sums.issued, live = t.live + sums.live, held = t.held + sums.held,
    students = t.students + sums.students, live_students = t.live_students + sums.live_students
    from sums where t.manager_id = sums.manager_id and t.part = carrel_part();
end $$;

create function carrel_shrink_pool(pool_id bigint, moment bigint) returns void language plpgsql as $$
declare
  was pool;
  fewer bigint;
begin
  select * into was from pool where id = pool_id;
  fewer := greatest(was.shrink_to, was.held);
  if was.shrink_to is null or fewer >= was.licenses then return; end if;
  update pool set licenses = fewer, shrink_to = nullif(shrink_to, fewer) where id = pool_id;
  insert into event (manager_id, at, kind, actor_kind, actor_label, course_id, pool_id, details)
    values (was.manager_id, moment, 'pool.shrunk', 'system', 'Carrel', was.course_id, was.id, json_build_object(
      'before', json_build_object('licenses', was.licenses, 'shrinkTo', was.shrink_to),
      'after', json_build_object('licenses', fewer, 'shrinkTo', nullif(was.shrink_to, fewer)))::text);
end $$;

create function carrel_license_ended() returns trigger language plpgsql as $$
declare
  alive bigint;
  shrinking bigint;
begin
  update pool set live = live - 1, held = held - new.transferable where id = new.pool_id returning shrink_to into shrinking;
  if shrinking is not null and new.ended_how <> 'recycled' then
    perform carrel_shrink_pool(new.pool_id, new.ended_at);
  end if;
  if new.transferable = 1 then insert into free_seat (pool_id, seat) values (new.pool_id, new.seat); end if;
  if new.link_id is not null then update link set live = live - 1 where id = new.link_id; end if;
  update manager_student set live = live - 1, changed = ${transaction}
    where manager_id = new.manager_id and student_id = new.student_id returning live into alive;
  update license_tally set live = live - 1, held = held - new.transferable, live_students = live_students - (alive = 0)::int
    where manager_id = new.manager_id and part = carrel_part();
  return null;
end $$;
create trigger license_ended after update of ended_at on license for each row
  when (new.ended_at is not null and current_setting('carrel.together', true) is distinct from 'on')
  execute function carrel_license_ended();

create function carrel_end_licenses(ids json, moment bigint, why text) returns setof bigint language plpgsql as $$
declare
  ended license[];
begin
  perform set_config('carrel.together', 'on', true);
  with done as (
    update license set end_at = case when why = 'expired' then end_at else moment end, ended_at = moment, ended_how = why
      where id = any(array(select value::bigint from json_array_elements_text(ids))) and ended_at is null
      returning license as one
  )
  select array_agg(one) into ended from done;
  perform set_config('carrel.together', '', true);
  if ended is null then return; end if;

  update pool p set live = p.live - e.live, held = p.held - e.held
    from (select pool_id, count(*) as live, sum(transferable) as held from unnest(ended) group by pool_id) e
    where p.id = e.pool_id;
  if why <> 'recycled' then
    perform carrel_shrink_pool(pool_id, moment) from (select distinct pool_id from unnest(ended)) e;
  end if;
  insert into free_seat (pool_id, seat) select pool_id, seat from unnest(ended) where transferable = 1;
  update link l set live = l.live - e.live
    from (select link_id, count(*) as live from unnest(ended) where link_id is not null group by link_id) e
    where l.id = e.link_id;
  with e as (
    select manager_id, student_id, count(*) as live, sum(transferable) as held from unnest(ended) group by manager_id, student_id
  ), theirs as (
    update manager_student m set live = m.live - e.live, changed = ${transaction} from e
      where m.manager_id = e.manager_id and m.student_id = e.student_id returning m.manager_id, m.student_id, m.live
  ), sums as (
    select manager_id, sum(e.live) as live, sum(e.held) as held, count(*) filter (where theirs.live = 0) as live_students
      from e join theirs using (manager_id, student_id) group by manager_id
  )
  update license_tally t set live = t.live - sums.live, held = t.held - sums.held, live_students = t.live_students - sums.live_students
    from sums where t.manager_id = sums.manager_id and t.part = carrel_part();
  return query select id from unnest(ended);
end $$;
`;

const postgresGiving = `
create function carrel_license_given() returns trigger language plpgsql as $$
declare
  alive bigint := (new.ended_at is null)::int;
  theirs record;
  rest record;
begin
  insert into manager_student as m (manager_id, student_id, issued, live, search_key, changed)
    values (new.manager_id, new.student_id, 1, alive, ${nameOfPresent('new.student_id')}, ${transaction})
    on conflict (manager_id, student_id) do update set issued = m.issued + 1, live = m.live + alive, changed = excluded.changed
    returning m.issued, m.live into theirs;
  update manager_student set issued = issued - 1, live = live - alive, changed = ${transaction}
    where manager_id = new.manager_id and student_id = old.student_id returning issued, live into rest;
  delete from manager_student where manager_id = new.manager_id and student_id = old.student_id and issued = 0;
  update license_tally set students = students + (theirs.issued = 1)::int - (rest.issued = 0)::int,
    live_students = live_students + (alive = 1 and theirs.live = 1)::int - (alive = 1 and rest.live = 0)::int
    where manager_id = new.manager_id and part = carrel_part();
  return null;
end $$;
create trigger license_given after update of student_id on license for each row
  when (old.student_id <> new.student_id) execute function carrel_license_given();

create function carrel_students_counted() returns trigger language plpgsql as $$
begin
  update total set rows = rows + (select count(*) from added) where noun = 'student' and part = carrel_part();
  return null;
end $$;
create trigger student_counted after insert on student referencing new table as added
  for each statement execute function carrel_students_counted();
create function carrel_student_uncounted() returns trigger language plpgsql as $$
begin
  update total set rows = rows - 1 where noun = 'student' and part = carrel_part();
  return null;
end $$;
create trigger student_uncounted after update of merged_into, erased_at on student for each row
  when (${goes}) execute function carrel_student_uncounted();
`;

const postgresChanges = `
create function carrel_license_end_moved() returns trigger language plpgsql as $$
begin
  update manager_student set changed = ${transaction} where manager_id = new.manager_id and student_id = new.student_id;
  return null;
end $$;
create trigger license_end_moved after update of end_at on license for each row
  when (new.ended_at is null and new.end_at <> old.end_at) execute function carrel_license_end_moved();

create function carrel_license_moved() returns trigger language plpgsql as $$
begin
  new.reminded := 0;
  return new;
end $$;
create trigger license_moved before update of end_at on license for each row
  when (new.end_at <> old.end_at and new.ended_at is null and new.reminded = 1) execute function carrel_license_moved();

create function carrel_student_renamed() returns trigger language plpgsql as $$
begin
  update manager_student set search_key = new.search_key, changed = ${transaction} where student_id = new.id;
  return null;
end $$;
create trigger student_renamed after update of search_key on student for each row
  when (old.search_key <> new.search_key) execute function carrel_student_renamed();

create function carrel_progress_changed() returns trigger language plpgsql as $$
begin
  new.changed := ${transaction};
  return new;
end $$;
create trigger progress_changed before insert or update on progress for each row execute function carrel_progress_changed();
create index progress_changed on progress (changed);
`;

/** What was asked for lately, shared by all processes; lost with a crash, as it may be. */
const postgresRates = 'create unlogged table rate (owner text primary key, hits text not null);\n';

/** The licensing domain. What must never be is refused here, whoever writes. Frozen: later steps change it. */
export const licensing: Migration = {
  name: '0001-licensing',
  sqlite:
    tables({ id: 'integer primary key autoincrement', int: 'integer', strict: ' strict', byteOrder: '' }) +
    sqliteGuards +
    sqliteCounting,
  postgres:
    tables(
      {
        id: 'bigint generated by default as identity primary key',
        ...{ int: 'bigint', strict: '', byteOrder: ' collate "C"' },
      },
      ',\n  position bigint',
    ) +
    postgresGuards +
    postgresFeed +
    postgresTotals +
    postgresCounting +
    postgresGiving +
    postgresChanges +
    postgresRates,
};
