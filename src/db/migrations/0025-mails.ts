import type { Migration } from '../migrate.ts';

const steps = ({ int, strict }: { int: string; strict: string }) => `
alter table person add column language text;
alter table person add column time_zone text;
alter table manager add column language text;
alter table manager add column time_zone text;
alter table manager add column mails text not null default '{}';
alter table member add column mails text not null default '{}';

create table notice (
  member_id text not null references member (id) on delete cascade,
  kind text not null,
  pool_id ${int} not null,
  period text not null,
  made_at ${int} not null,
  primary key (member_id, kind, pool_id, period)
)${strict};
create index notice_age on notice (made_at);

create table pool_level (
  pool_id ${int} primary key references pool (id),
  level ${int} not null check (level between 0 and 2)
)${strict};
insert into pool_level (pool_id, level)
  select id, case when held >= licenses then 2 else 1 end from pool where held * 10 >= licenses * 9;

create index pool_end on pool (end_at, id);
`;

const sqlite = `${steps({ int: 'integer', strict: ' strict' })}
create trigger license_moved after update of end_at on license
  when new.end_at <> old.end_at and new.ended_at is null and new.reminded = 1 begin
  update license set reminded = 0 where id = new.id;
end;
`;

const postgres = `${steps({ int: 'bigint', strict: '' })}
create function carrel_license_moved() returns trigger language plpgsql as $$
begin
  new.reminded := 0;
  return new;
end $$;
create trigger license_moved before update of end_at on license for each row
  when (new.end_at <> old.end_at and new.ended_at is null and new.reminded = 1) execute function carrel_license_moved();
`;

/**
 * In which language people are written to, which mails members want, of what they were told, and one rule for all ways
 * to move the end of a license: its student is reminded anew. The pools that are full already are no news.
 */
export const mails: Migration = { name: '0025-mails', sqlite, postgres };
