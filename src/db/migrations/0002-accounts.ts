import type { Migration } from '../migrate.ts';

interface Words {
  int: string;
  flag: string;
  moment: string;
  strict: string;
  /** Compared byte by byte, as SQLite always does. */
  byteOrder: string;
}

/** Five of the tables are Better Auth's, as its `compileMigrations()` prints them, with columns added. */
const people = ({ int, flag, moment, strict, byteOrder }: Words) => `
create table person (
  id text primary key,
  name text not null,
  email text not null unique,
  email_verified ${flag} not null,
  image text,
  created_at ${moment} not null,
  updated_at ${moment} not null,
  two_factor_enabled ${flag},
  publisher ${int} not null default 0 check (publisher in (0, 1)),
  staff_role text not null default 'owner' check (staff_role in ('owner', 'staff', 'viewer')),
  disabled_at ${int},
  last_sign_in_at ${int},
  language text,
  time_zone text,
  language_chosen ${int} not null default 0 check (language_chosen in (0, 1)),
  time_zone_chosen ${int} not null default 0 check (time_zone_chosen in (0, 1))
)${strict};
create index person_staff on person (id) where publisher = 1;

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

create table session (
  id text primary key,
  expires_at ${moment} not null,
  token text not null unique,
  created_at ${moment} not null,
  updated_at ${moment} not null,
  ip_address text,
  user_agent text,
  user_id text not null references person (id) on delete cascade,
  device_id text references device (id) on delete set null
)${strict};
create index session_of_person on session (user_id);
create index session_of_device on session (device_id);
create index session_age on session (expires_at);

create table credential (
  id text primary key,
  account_id text not null,
  provider_id text not null,
  user_id text not null references person (id) on delete cascade,
  access_token text,
  refresh_token text,
  id_token text,
  access_token_expires_at ${moment},
  refresh_token_expires_at ${moment},
  scope text,
  password text,
  created_at ${moment} not null,
  updated_at ${moment} not null,
  unique (provider_id, account_id)
)${strict};
create index credential_of_person on credential (user_id);

create table verification (
  id text primary key,
  identifier text not null,
  value text not null,
  expires_at ${moment} not null,
  created_at ${moment} not null,
  updated_at ${moment} not null
)${strict};
create index verification_by_identifier on verification (identifier);
create index verification_by_value on verification (value${byteOrder});
create index verification_age on verification (expires_at);

create table two_factor (
  id text primary key,
  secret text not null,
  backup_codes text not null,
  user_id text not null references person (id) on delete cascade,
  verified ${flag},
  failed_verification_count ${int},
  locked_until ${moment},
  last_step ${int}
)${strict};
create index two_factor_of_person on two_factor (user_id);

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

create table attempt (
  subject text primary key,
  failures ${int} not null,
  last_at ${int} not null
)${strict};
create index attempt_age on attempt (last_at);
`;

const members = ({ int, strict }: Words) => `
create table member (
  id text primary key,
  manager_id ${int} not null references manager (id),
  email text not null,
  role text not null check (role in ('owner', 'manager', 'viewer')),
  person_id text references person (id),
  code_hash text unique,
  code_expires_at ${int},
  since ${int} not null,
  mail_id text,
  mails text not null default '{}',
  unique (manager_id, email),
  check ((person_id is null) = (code_hash is not null))
)${strict};
create index member_of_person on member (person_id);
create index member_by_address on member (email);

create table notice (
  member_id text not null references member (id) on delete cascade,
  kind text not null,
  pool_id ${int} not null,
  period text not null,
  made_at ${int} not null,
  primary key (member_id, kind, pool_id, period)
)${strict};
create index notice_age on notice (made_at);
create index notice_of_pool on notice (pool_id, kind, period);
`;

const tables = (words: Words): string => people(words) + members(words);

/** People, how they sign in, for which license managers they work, and of what they were told. Frozen: later steps change it. */
export const accounts: Migration = {
  name: '0002-accounts',
  sqlite: tables({ int: 'integer', flag: 'integer', moment: 'text', strict: ' strict', byteOrder: '' }),
  postgres: tables({ int: 'bigint', flag: 'boolean', moment: 'timestamptz', strict: '', byteOrder: ' collate "C"' }),
};
