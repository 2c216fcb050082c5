import { measureBulk } from './support/bulk.ts';
import type { Benchmark } from './support/measure.ts';
import { withPostgres } from './support/postgres.ts';

export default {
  title: 'Many licenses in one request, PostgreSQL',
  notes: `A request writes its rows in parts of 50, each in a transaction of its own, by set statements (docs/decisions/0080-batches-as-sets.md); a
roster is one transaction (0081-rosters-as-sets.md). The mails of what was measured are sent meanwhile, and take their share of the processor. On
PostgreSQL licenses that come or end together are counted as sums.`,
  run: (options) => withPostgres((postgres) => measureBulk(options, postgres)),
} satisfies Benchmark;
