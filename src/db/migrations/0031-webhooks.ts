import type { Migration } from '../migrate.ts';

const steps = ({ int, strict }: { int: string; strict: string }) => `
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

/** Webhooks, their deliveries, and up to where in the event feed deliveries have been made. */
export const webhooks: Migration = {
  name: '0031-webhooks',
  sqlite: steps({ int: 'integer', strict: ' strict' }),
  postgres: steps({ int: 'bigint', strict: '' }),
};
