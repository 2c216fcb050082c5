import type { Migration } from '../migrate.ts';
import { sqliteShrink } from './0001-licensing.ts';

interface Words {
  id: string;
  int: string;
  strict: string;
}

const LIVE = "('waiting', 'offered')";

/** The seat of an offer is held: by waiting_seat against other offers, by triggers against licenses. */
const tables = ({ id, int, strict }: Words) => `
create table waiting (
  id ${id},
  pool_id ${int} not null references pool (id),
  manager_id ${int} not null references manager (id),
  course_id ${int} not null references course (id),
  student_id ${int} not null references student (id),
  link_id ${int} references link (id),
  end_date ${int},
  state text not null check (state in ('waiting', 'offered', 'accepted', 'lapsed', 'left', 'removed', 'closed')),
  since ${int} not null,
  changed_at ${int} not null,
  seat ${int} check (seat >= 1),
  offered_until ${int},
  license_id ${int},
  check ((state = 'offered') = (seat is not null)),
  check ((state = 'offered') = (offered_until is not null)),
  check ((state = 'accepted') = (license_id is not null))
)${strict};
create unique index waiting_live on waiting (pool_id, student_id) where state in ${LIVE};
create unique index waiting_offered on waiting (student_id, course_id) where state = 'offered';
create unique index waiting_seat on waiting (pool_id, seat) where seat is not null;
create index waiting_queue on waiting (pool_id, link_id, id) where state = 'waiting';
create index waiting_place on waiting (pool_id, id) where state = 'waiting';
create index waiting_lapse on waiting (offered_until) where state = 'offered';
create index waiting_lapse_of_pool on waiting (pool_id, offered_until) where state = 'offered';
create index waiting_of_course on waiting (student_id, course_id, id) where state in ${LIVE};
create index waiting_of_student on waiting (student_id, id);
create index waiting_of_link on waiting (link_id, id) where state in ${LIVE} and link_id is not null;
create index waiting_of_manager on waiting (manager_id, since, id) where state in ${LIVE};
create index waiting_in_pool on waiting (pool_id, since, id) where state in ${LIVE};
create index waiting_changed on waiting (manager_id, state, changed_at, id);

create table request (
  id ${id},
  manager_id ${int} not null references manager (id),
  link_id ${int} not null references link (id),
  pool_id ${int} not null references pool (id),
  course_id ${int} not null references course (id),
  student_id ${int} not null references student (id),
  message text,
  state text not null check (state in ('requested', 'approved', 'declined', 'withdrawn', 'expired')),
  since ${int} not null,
  decided_at ${int},
  decided_by text,
  reason text,
  license_id ${int},
  waiting_id ${int},
  check ((state = 'requested') = (decided_at is null))
)${strict};
create unique index request_open on request (link_id, student_id) where state = 'requested';
create index request_of_course on request (student_id, course_id) where state = 'requested';
create index request_of_student on request (student_id, id);
create index request_of_waiting on request (waiting_id) where waiting_id is not null;
create index request_in_pool on request (pool_id, id) where state = 'requested';
create index request_age on request (since) where state = 'requested';
create index request_of_manager on request (manager_id, id);
create index request_by_state on request (manager_id, state, id);
`;

const frozen = ['id', 'pool_id', 'manager_id', 'course_id', 'link_id', 'since']
  .map((name) => `old.${name} is distinct from new.${name}`)
  .join(' or ');
const reseated = 'old.state = new.state and old.seat is distinct from new.seat';
const reopened = `old.state not in ${LIVE} and old.state <> new.state`;

/** A license that holds the seat of an offer. */
const seatTaken = `select 1 from license where pool_id = new.pool_id and seat = new.seat
  and (transferable = 0 or ended_at is null)`;
const enrolled = `select 1 from license where student_id = new.student_id and course_id = new.course_id
  and ended_at is null and start_at <= new.since and end_at > new.since`;

const one = (condition: string, engine: 'sqlite' | 'postgres') =>
  engine === 'sqlite' ? `(${condition})` : `(${condition})::int`;

/** The counters of pool and link, moved by one entry that changed its state. */
const moved = (engine: 'sqlite' | 'postgres') => {
  const is = (row: 'old' | 'new', state: string) => one(`${row}.state = '${state}'`, engine);
  const largest = engine === 'sqlite' ? 'max' : 'greatest';
  return `
  update pool set waiting = waiting + ${is('new', 'waiting')} - ${is('old', 'waiting')},
    offered = offered + ${is('new', 'offered')} - ${is('old', 'offered')},
    held = held + ${is('new', 'offered')} - ${is('old', 'offered')},
    last_seat = case when new.state = 'offered' then ${largest}(last_seat, new.seat) else last_seat end
    where id = new.pool_id;
  update link set waiting = waiting + ${is('new', 'waiting')} - ${is('old', 'waiting')},
    offered = offered + ${is('new', 'offered')} - ${is('old', 'offered')} where id = new.link_id;
  update ${engine === 'sqlite' ? 'tally' : 'license_tally'} set held = held + ${is('new', 'offered')} - ${is('old', 'offered')}
    where manager_id = new.manager_id${engine === 'sqlite' ? '' : ' and part = carrel_part()'};
  delete from free_seat where pool_id = new.pool_id and seat = new.seat and new.state = 'offered';
  insert into free_seat (pool_id, seat) select old.pool_id, old.seat where old.state = 'offered';`;
};

const added = `
  update pool set waiting = waiting + 1 where id = new.pool_id;
  update link set waiting = waiting + 1 where id = new.link_id;`;

/** No seat is held beyond the end of its pool. */
const cut = `update waiting set offered_until = new.end_at
    where pool_id = new.id and state = 'offered' and offered_until > new.end_at;`;

/** A request that came to a place on the list tells of the license that came of that. */
const answered = 'update request set license_id = new.license_id where waiting_id = new.id;';

const sqliteGuards = `
create trigger waiting_begins before insert on waiting begin
  select raise(abort, 'an entry begins by waiting') where new.state <> 'waiting';
  select raise(abort, 'an entry is never replaced') where exists (select 1 from waiting where id = new.id);
  select raise(abort, 'UNIQUE constraint failed: waiting.pool_id, waiting.student_id') where exists (select 1 from waiting
    where pool_id = new.pool_id and student_id = new.student_id and state in ${LIVE});
  select raise(abort, 'the student has the course') where exists (${enrolled});
end;
create trigger waiting_frozen before update on waiting begin
  select raise(abort, 'an entry keeps its pool and its place') where ${frozen};
  select raise(abort, 'an offer keeps its seat') where ${reseated};
  select raise(abort, 'an entry that is over stays as it is') where ${reopened};
end;
create trigger waiting_holds before update of seat on waiting when new.seat is not null begin
  select raise(abort, 'UNIQUE constraint failed: waiting.pool_id, waiting.seat') where exists (${seatTaken});
  select raise(abort, 'the pool has no such seat')
    where new.seat > (select max(licenses, last_seat) from pool where id = new.pool_id);
end;
create trigger waiting_kept before delete on waiting when old.state in ${LIVE} begin
  select raise(abort, 'a live entry is closed before it is deleted');
end;
create trigger waiting_added after insert on waiting begin ${added}
end;
create trigger waiting_moved after update of state on waiting when old.state <> new.state begin ${moved('sqlite')}
  ${sqliteShrink('new.pool_id', 'new.changed_at', "old.state = 'offered' and new.state <> 'accepted'")}
end;
create trigger pool_ends_earlier after update of end_at on pool when new.end_at < old.end_at begin
  ${cut}
end;
create trigger request_answered after update of license_id on waiting when new.license_id is not null begin
  ${answered}
end;
create trigger license_beside_offers before insert on license begin
  select raise(abort, 'UNIQUE constraint failed: license.pool_id, license.seat')
    where (new.transferable = 0 or new.ended_at is null)
      and exists (select 1 from waiting where pool_id = new.pool_id and seat = new.seat);
  select raise(abort, 'UNIQUE constraint failed: the student waits for the course')
    where new.ended_at is null and new.ahead = 0 and exists (select 1 from waiting
      where student_id = new.student_id and course_id = new.course_id and state in ${LIVE});
end;
`;

/**
 * Whoever joins holds the student: an assignment that inserts a license at the same time, whose foreign key holds it too,
 * is seen, or sees the entry (0001-licensing, carrel_license_counted).
 */
const postgresGuards = `
create function carrel_waiting_begins() returns trigger language plpgsql as $$
begin
  if new.state <> 'waiting' then
    raise exception 'an entry begins by waiting' using errcode = 'check_violation';
  end if;
  perform 1 from student where id = new.student_id for update;
  if exists (${enrolled}) then
    raise exception 'the student has the course' using errcode = 'unique_violation', constraint = 'license_enrolled';
  end if;
  return new;
end $$;
create trigger waiting_begins before insert on waiting for each row execute function carrel_waiting_begins();
create trigger waiting_frozen before update on waiting for each row when (${frozen})
  execute function carrel_refuse('an entry keeps its pool and its place');
create trigger waiting_keeps_seat before update on waiting for each row when (${reseated})
  execute function carrel_refuse('an offer keeps its seat');
create trigger waiting_stays_over before update on waiting for each row when (${reopened})
  execute function carrel_refuse('an entry that is over stays as it is');
create trigger waiting_kept before delete on waiting for each row when (old.state in ${LIVE})
  execute function carrel_refuse('a live entry is closed before it is deleted');
create trigger waiting_not_emptied before truncate on waiting execute function carrel_refuse('a live entry is closed before it is deleted');

create function carrel_waiting_added() returns trigger language plpgsql as $$
begin ${added}
  return null;
end $$;
create trigger waiting_added after insert on waiting for each row execute function carrel_waiting_added();

create function carrel_waiting_moved() returns trigger language plpgsql as $$
declare
  seats bigint := (select greatest(licenses, last_seat) from pool where id = new.pool_id);
begin ${moved('postgres')}
  if new.seat is not null then
    if exists (${seatTaken}) then
      raise exception 'the seat is held' using errcode = 'unique_violation', constraint = 'license_seat';
    end if;
    if new.seat > seats then
      raise exception 'the pool has no such seat' using errcode = 'check_violation';
    end if;
  end if;
  if old.state = 'offered' and new.state <> 'accepted' then perform carrel_shrink_pool(new.pool_id, new.changed_at); end if;
  return null;
end $$;
create trigger waiting_moved after update of state on waiting for each row when (old.state <> new.state)
  execute function carrel_waiting_moved();

create function carrel_request_answered() returns trigger language plpgsql as $$
begin
  ${answered}
  return null;
end $$;
create trigger request_answered after update of license_id on waiting for each row when (new.license_id is not null)
  execute function carrel_request_answered();

create function carrel_pool_ends_earlier() returns trigger language plpgsql as $$
begin
  ${cut}
  return null;
end $$;
create trigger pool_ends_earlier after update of end_at on pool for each row when (new.end_at < old.end_at)
  execute function carrel_pool_ends_earlier();
`;

/** Who waits for a pool, and what is held for them; requests for what a link gives after approval. */
export const waiting: Migration = {
  name: '0006-waiting',
  sqlite: tables({ id: 'integer primary key autoincrement', int: 'integer', strict: ' strict' }) + sqliteGuards,
  postgres:
    tables({ id: 'bigint generated by default as identity primary key', int: 'bigint', strict: '' }) + postgresGuards,
};
