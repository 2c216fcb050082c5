import type { Migration } from '../migrate.ts';

/**
 * SQLite's `insert or replace` deletes the rows in its way, and on a connection without `recursive_triggers`, such as
 * that of its shell, no trigger on delete sees it. These look before, in the words of the indexes they stand for.
 */
const looksBefore = `
create trigger license_replaces_none before insert on license begin
  select raise(abort, 'UNIQUE constraint failed: license.pool_id, license.seat')
    where (new.transferable = 0 or new.ended_at is null) and exists (select 1 from license
      where pool_id = new.pool_id and seat = new.seat and (transferable = 0 or ended_at is null));
  select raise(abort, 'UNIQUE constraint failed: license.student_id, license.course_id')
    where new.ended_at is null and new.ahead = 0 and exists (select 1 from license
      where student_id = new.student_id and course_id = new.course_id and ended_at is null and ahead = 0);
end;
create trigger event_once before insert on event when exists (select 1 from event where id = new.id) begin
  select raise(abort, 'history is never changed');
end;
`;

/** Licenses and history cannot be replaced on any connection. PostgreSQL has no such statement. */
export const replacements: Migration = { name: '0006-replacements', sqlite: looksBefore, postgres: '' };
