import type { Migration } from '../migrate.ts';

const KINDS = `('token', 'person', 'link', 'command', 'system', 'agent')`;

const plans = (int: string, strict: string) => `
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

/** SQLite changes no constraint: the column is made anew, for which history has to hold still. */
const sqlite = `
drop trigger event_frozen;
alter table event add column actor_kind_now text not null default 'system' check (actor_kind_now in ${KINDS});
update event set actor_kind_now = actor_kind;
alter table event drop column actor_kind;
alter table event rename column actor_kind_now to actor_kind;
create trigger event_frozen before update on event begin
  select raise(abort, 'history is never changed');
end;
`;

const postgres = `
alter table event drop constraint event_actor_kind_check;
alter table event add constraint event_actor_kind_check check (actor_kind in ${KINDS});
`;

/** What agents do is told as such, and what they propose is kept until somebody has it applied. */
export const agents: Migration = {
  name: '0004-agents',
  sqlite: sqlite + plans('integer', ' strict'),
  postgres: postgres + plans('bigint', ''),
};
