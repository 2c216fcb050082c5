import type { Migration } from '../migrate.ts';

const steps = ({ int, strict, byteOrder }: { int: string; strict: string; byteOrder: string }) => `
alter table two_factor add column last_step ${int};

create table device (
  id text primary key,
  person_id text not null references person (id) on delete cascade,
  secret_hash text not null,
  browser text not null,
  created_at ${int} not null,
  last_used_at ${int} not null,
  trusted_until ${int},
  unique (person_id, secret_hash)
)${strict};
create index device_age on device (last_used_at);

create table security_event (
  id text primary key,
  person_id text not null references person (id) on delete cascade,
  at ${int} not null,
  kind text not null,
  browser text not null,
  network_hash text not null,
  keep_until ${int} not null
)${strict};
create index security_event_of_person on security_event (person_id, at, id);
create index security_event_age on security_event (keep_until);

create index verification_by_value on verification (value${byteOrder});
`;

/** Browsers that people signed in with, what happened to an account, and the last code of a second factor that was used. */
export const devices: Migration = {
  name: '0015-devices',
  sqlite: steps({ int: 'integer', strict: ' strict', byteOrder: '' }),
  postgres: steps({ int: 'bigint', strict: '', byteOrder: ' collate "C"' }),
};
