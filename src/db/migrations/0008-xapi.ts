import type { Migration } from '../migrate.ts';

interface Words {
  int: string;
  strict: string;
  /** For tables that are their own index. */
  clustered: string;
  /** Compared byte by byte, as SQLite always does. */
  byteOrder: string;
}

/**
 * `xapi_key` has a row for each filter that a statement answers to (rules/xapi/keys.ts); `seq` is the order in which
 * statements were stored. Contents of documents and attachments are base64, so that every tool that copies rows copies them.
 */
const store = ({ int, strict, clustered, byteOrder }: Words) => `
create table xapi_credential (
  id text primary key,
  name text not null,
  secret_hash text not null,
  created_at ${int} not null
)${strict};

create table xapi_statement (
  seq ${int} primary key,
  id text${byteOrder} not null unique,
  stored ${int} not null,
  body text not null,
  meaning text not null,
  refers text${byteOrder},
  voids ${int} not null default 0 check (voids in (0, 1)),
  voided ${int} not null default 0 check (voided in (0, 1)),
  credential_id text not null
)${strict};
create index xapi_statement_stored on xapi_statement (stored, seq);
create index xapi_statement_live on xapi_statement (seq) where voided = 0;
create index xapi_statement_refers on xapi_statement (refers) where refers is not null;

create table xapi_key (
  key text${byteOrder} not null,
  seq ${int} not null references xapi_statement (seq) on delete cascade,
  primary key (key, seq)
)${clustered};
create index xapi_key_of_statement on xapi_key (seq);

create table xapi_attachment (
  sha2 text${byteOrder} primary key,
  size ${int} not null,
  content text not null
)${strict};

create table xapi_statement_attachment (
  seq ${int} not null references xapi_statement (seq) on delete cascade,
  sha2 text${byteOrder} not null references xapi_attachment (sha2),
  primary key (seq, sha2)
)${clustered};
create index xapi_attachment_use on xapi_statement_attachment (sha2);

create table xapi_activity (
  id text${byteOrder} primary key,
  definition text not null
)${strict};

create table xapi_document (
  scope text${byteOrder} not null,
  registration text${byteOrder} not null,
  id text${byteOrder} not null,
  kind text not null check (kind in ('state', 'activity', 'agent')),
  agent_key text${byteOrder},
  content_type text not null,
  content text not null,
  etag text not null,
  modified ${int} not null,
  primary key (scope, registration, id)
)${strict};
create index xapi_document_agent on xapi_document (agent_key) where agent_key is not null;

create table xapi_registration (
  license_id ${int} primary key references license (id) on delete cascade,
  id text${byteOrder} not null unique,
  completed ${int} not null default 0 check (completed in (0, 1)),
  passed ${int} not null default 0 check (passed in (0, 1)),
  satisfied ${int} not null default 0 check (satisfied in (0, 1))
)${strict};

create table xapi_session (
  id text${byteOrder} primary key,
  license_id ${int} not null references xapi_registration (license_id) on delete cascade,
  student_id ${int} not null,
  activity_id text not null,
  launch_url text not null,
  move_on text not null,
  fetch_hash text unique,
  secret_hash text,
  said text not null default '[]',
  launched_at ${int} not null,
  last_at ${int} not null,
  ended_at ${int}
)${strict};
create index xapi_session_open on xapi_session (license_id) where ended_at is null;
create index xapi_session_idle on xapi_session (last_at) where ended_at is null;
`;

export const xapi: Migration = {
  name: '0008-xapi',
  sqlite: store({ int: 'integer', strict: ' strict', clustered: ' strict, without rowid', byteOrder: '' }),
  postgres: store({ int: 'bigint', strict: '', clustered: '', byteOrder: ' collate "C"' }),
};
