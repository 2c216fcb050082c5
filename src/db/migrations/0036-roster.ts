import type { Migration } from '../migrate.ts';

const steps = ({ int, strict }: { int: string; strict: string }) => `
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
)${strict ? ' strict, without rowid' : ''};
create index roster_row_by_action on roster_row (roster_id, action, place);
`;

/** Plans of rosters, which change nothing until they are applied. */
export const roster: Migration = {
  name: '0036-roster',
  sqlite: steps({ int: 'integer', strict: ' strict' }),
  postgres: steps({ int: 'bigint', strict: '' }),
};
