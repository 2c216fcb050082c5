import { measureGrowth } from './support/growth.ts';
import type { Benchmark } from './support/measure.ts';
import { withPostgres } from './support/postgres.ts';

export default {
  title: 'Growth, PostgreSQL',
  notes: `\`GET /v1/students\` of the large manager took 5.9 times as long before the bounds in \`activeTotal\` (src/student/list.ts): after five
runs PostgreSQL plans a statement without its values, and took one bound of time for a third of all licenses. \`GET /v1/courses\` of
a small manager took 1.9 times as long, because it was planned anew each time, until the licenses that are due got such bounds
too (src/db/dialect.ts). Everything is asked some hundred times before it is measured:
a new connection plans its first five runs of a statement.`,
  run: (options) => withPostgres((postgres) => measureGrowth(options, postgres)),
} satisfies Benchmark;
