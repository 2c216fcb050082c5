import type { Migration } from '../migrate.ts';

const table = (int: string) => `
create table folding (
  one ${int} primary key check (one = 1),
  version ${int} not null,
  after_id ${int}
);
insert into folding (one, version, after_id) values (1, 0, null);
`;

/**
 * How far the search keys of students are made by the folding of this version of Carrel (student/refold.ts): no SQL
 * of either engine folds as the application does.
 */
export const folding: Migration = { name: '0024-folding', sqlite: table('integer'), postgres: table('bigint') };
