import type { Migration } from '../migrate.ts';

/** The seats above those that a pool is to have: what decides is who holds them, not what the counters say. */
const heldAbove = 'pool_id = new.id and seat > new.licenses and (transferable = 0 or ended_at is null)';

/**
 * The unique index on what a student holds of a course leaves out what was imported for later (`ahead`). That may not
 * overlap with anything, and where it has begun, nothing begins beside it.
 */
const heldAlready = `student_id = new.student_id and course_id = new.course_id and ended_at is null
  and ((new.ahead = 1 and start_at < new.end_at and new.start_at < end_at)
    or (ahead = 1 and start_at <= new.start_at and new.start_at < end_at))`;

/** Here a connection may have foreign keys switched off, and may replace rows without a trigger on delete. */
const sqlite = `
create trigger pool_shrunk before update of licenses on pool when new.licenses < old.licenses begin
  select raise(abort, 'the pool has seats above that are held') where exists (select 1 from license where ${heldAbove});
end;
create trigger license_fits_pool before insert on license begin
  select raise(abort, 'FOREIGN KEY constraint failed: a license fits its pool') where not exists (select 1 from pool
    where id = new.pool_id and manager_id = new.manager_id and course_id = new.course_id and transferable = new.transferable);
end;
create trigger license_alone before insert on license when new.ended_at is null begin
  select raise(abort, 'UNIQUE constraint failed: license.student_id, license.course_id')
    where exists (select 1 from license where ${heldAlready});
end;
create trigger student_once before insert on student when exists (select 1 from student where id = new.id) begin
  select raise(abort, 'a student is never replaced');
end;
create trigger student_frozen before update of id on student when old.id is distinct from new.id begin
  select raise(abort, 'a student keeps the id');
end;
`;

const postgres = `
create function carrel_pool_shrunk() returns trigger language plpgsql as $$
begin
  if exists (select 1 from license where ${heldAbove}) then
    raise exception 'the pool has seats above that are held' using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger pool_shrunk before update of licenses on pool for each row when (new.licenses < old.licenses)
  execute function carrel_pool_shrunk();

create function carrel_license_alone() returns trigger language plpgsql as $$
begin
  if exists (select 1 from license where ${heldAlready}) then
    raise exception 'the student holds the course in that time already'
      using errcode = 'unique_violation', constraint = 'license_enrolled';
  end if;
  return new;
end $$;
create trigger license_alone before insert on license for each row when (new.ended_at is null)
  execute function carrel_license_alone();
`;

/** Closes what was left open to statements of others: whoever writes, the seats stay what they are. */
export const holes: Migration = { name: '0007-holes', sqlite, postgres };
