import type { Migration } from '../migrate.ts';

const index = 'create index notice_of_pool on notice (pool_id, kind, period);';

/** Of which pools somebody was told is asked in every round. */
export const notices: Migration = { name: '0026-notices', sqlite: index, postgres: index };
