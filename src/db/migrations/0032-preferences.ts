import type { Migration } from '../migrate.ts';

const steps = (int: string) => `
alter table person add column language_chosen ${int} not null default 0 check (language_chosen in (0, 1));
alter table person add column time_zone_chosen ${int} not null default 0 check (time_zone_chosen in (0, 1));
`;

/** Whether somebody chose how they are written to, or their browser told it. */
export const preferences: Migration = { name: '0032-preferences', sqlite: steps('integer'), postgres: steps('bigint') };
