import type { Migration } from '../migrate.ts';

const steps = ({ int, strict }: { int: string; strict: string }) => `
alter table outbox add column license_id ${int};
update outbox set license_id = (select license_id from event where event.id = outbox.event_id);
drop index outbox_due;
create index outbox_due on outbox (run_at, event_id) where done_at is null and failed_at is null;
create index outbox_of_license on outbox (license_id, event_id)
  where done_at is null and failed_at is null and license_id is not null;
create index outbox_failed on outbox (failed_at) where failed_at is not null;
drop index outbox_closed;
create index outbox_done on outbox (done_at) where done_at is not null;

create table instance (
  one ${int} primary key check (one = 1),
  id text not null,
  place text not null,
  paused_at ${int},
  paused_why text,
  check ((paused_at is null) = (paused_why is null))
)${strict};

alter table license add column reminded ${int} not null default 0 check (reminded in (0, 1));
create index license_to_remind on license (end_at) where ended_at is null and reminded = 0;
`;

/** Mails in order per license, the place the database lives in, and reminders that are sent once. */
export const outbox: Migration = {
  name: '0003-outbox',
  sqlite: steps({ int: 'integer', strict: ' strict' }),
  postgres: steps({ int: 'bigint', strict: '' }),
};
