import type { Migration } from '../migrate.ts';

/** The bytes of a cover are base64, so that every tool that copies rows copies them. */
const tables = (int: string, strict: string) => `
create table cover (
  course_id ${int} primary key references course (id),
  name text not null unique,
  type text not null check (type in ('image/png', 'image/jpeg', 'image/webp')),
  content text not null,
  made_at ${int} not null
)${strict};

create table renewal (
  pool_id ${int} primary key references pool (id),
  next_pool_id ${int} not null unique references pool (id),
  made_at ${int} not null,
  given_up_to ${int} not null default 0,
  done_at ${int}
)${strict};
create index renewal_open on renewal (pool_id) where done_at is null;
`;

/** What the publisher's API keeps besides. */
export const publisher: Migration = {
  name: '0003-publisher',
  sqlite: tables('integer', ' strict'),
  postgres: tables('bigint', ''),
};
