import type { Migration } from '../migrate.ts';

const steps = ({ int, strict }: { int: string; strict: string }) => `
create table secret_key (
  fingerprint text primary key,
  current ${int} not null check (current in (0, 1)),
  sealed text,
  since ${int} not null,
  check ((current = 1) = (sealed is null))
)${strict};
create unique index secret_key_current on secret_key (current) where current = 1;
alter table token add column made_with text;
`;

/** By which keys the database was served, and by which each token was signed. */
export const secretKeys: Migration = {
  name: '0019-secret-keys',
  sqlite: steps({ int: 'integer', strict: ' strict' }),
  postgres: steps({ int: 'bigint', strict: '' }),
};
