import type { Migration } from '../migrate.ts';

const column = 'alter table idempotency add column headers text';

/** The headers that belong to an answer that is given again. */
export const keptHeaders: Migration = { name: '0021-kept-headers', sqlite: column, postgres: column };
