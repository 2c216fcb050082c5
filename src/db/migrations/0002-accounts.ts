import type { Migration } from '../migrate.ts';

/** The first five tables are Better Auth's, as its `compileMigrations()` prints them, with `publisher` added. */
const tables = ({ int, flag, moment, strict }: { int: string; flag: string; moment: string; strict: string }) => `
create table person (
  id text primary key,
  name text not null,
  email text not null unique,
  email_verified ${flag} not null,
  image text,
  created_at ${moment} not null,
  updated_at ${moment} not null,
  two_factor_enabled ${flag},
  publisher ${int} not null default 0 check (publisher in (0, 1))
)${strict};

create table session (
  id text primary key,
  expires_at ${moment} not null,
  token text not null unique,
  created_at ${moment} not null,
  updated_at ${moment} not null,
  ip_address text,
  user_agent text,
  user_id text not null references person (id) on delete cascade
)${strict};
create index session_of_person on session (user_id);
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
create index verification_age on verification (expires_at);

create table two_factor (
  id text primary key,
  secret text not null,
  backup_codes text not null,
  user_id text not null references person (id) on delete cascade,
  verified ${flag},
  failed_verification_count ${int},
  locked_until ${moment}
)${strict};
create index two_factor_of_person on two_factor (user_id);

create table member (
  id text primary key,
  manager_id ${int} not null references manager (id),
  email text not null,
  role text not null check (role in ('owner', 'manager', 'viewer')),
  person_id text references person (id),
  code_hash text unique,
  code_expires_at ${int},
  since ${int} not null,
  unique (manager_id, email),
  check ((person_id is null) = (code_hash is not null))
)${strict};
create index member_of_person on member (person_id);
create index member_by_address on member (email);

create table attempt (
  subject text primary key,
  failures ${int} not null,
  last_at ${int} not null
)${strict};
create index attempt_age on attempt (last_at);
`;

/** People, how they sign in, and which license managers they work for. */
export const accounts: Migration = {
  name: '0002-accounts',
  sqlite: tables({ int: 'integer', flag: 'integer', moment: 'text', strict: ' strict' }),
  postgres: tables({ int: 'bigint', flag: 'boolean', moment: 'timestamptz', strict: '' }),
};
