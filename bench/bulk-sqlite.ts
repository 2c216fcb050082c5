import { measureBulk } from './support/bulk.ts';
import type { Benchmark } from './support/measure.ts';

export default {
  title: 'Many licenses in one request, SQLite',
  notes: `A request writes its rows in parts of 50, each in a transaction of its own, by set statements (docs/decisions/0080-batches-as-sets.md); a
roster is one transaction (0081-rosters-as-sets.md). The mails of what was measured are sent meanwhile, and take their share of the processor. On SQLite
up to 50 rows go in one statement (0084-many-rows-in-one-statement.md): SQLite copies what a statement changes, and copies it once.`,
  run: (options) => measureBulk(options),
} satisfies Benchmark;
