import type { Migration } from '../migrate.ts';

const transaction = `pg_current_xact_id()::text::bigint`;

const postgres = `
drop trigger license_ended on license;
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
  insert into free_seat (pool_id, seat) select pool_id, seat from unnest(ended) where transferable = 1;
  update link l set live = l.live - e.live
    from (select link_id, count(*) as live from unnest(ended) where link_id is not null group by link_id) e
    where l.id = e.link_id;
  with e as (
    select manager_id, student_id, count(*) as live from unnest(ended) group by manager_id, student_id
  ), theirs as (
    update manager_student m set live = m.live - e.live, changed = ${transaction} from e
      where m.manager_id = e.manager_id and m.student_id = e.student_id returning m.manager_id, m.student_id, m.live
  ), sums as (
    select manager_id, sum(e.live) as live, count(*) filter (where theirs.live = 0) as live_students
      from e join theirs using (manager_id, student_id) group by manager_id
  )
  update license_tally t set live = t.live - sums.live, live_students = t.live_students - sums.live_students
    from sums where t.manager_id = sums.manager_id and t.part = carrel_part();
  return query select id from unnest(ended);
end $$;
`;

/**
 * * Many licenses that end together are counted as sums, as those that are added together are
 * (docs/decisions/0032-counted-by-row.md): a row of totals that one transaction changes once for each of them is found slower and slower.
 */
export const endedTogether: Migration = { name: '0003-ended-together', sqlite: '', postgres };
