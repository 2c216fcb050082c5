import { measureGrowth } from './support/growth.ts';
import type { Benchmark } from './support/measure.ts';
import { withPostgres } from './support/postgres.ts';

export default {
  title: 'Growth, PostgreSQL',
  notes: `Statements are planned once per connection, without their values. Before, PostgreSQL planned \`GET /v1/licenses?includeInactive=true\` anew
with each use in the large database, not in the small one, which made it 1.6 times as slow (docs/decisions/0029-plans-by-index.md).
\`GET /v1/students\` of the large manager took 5.9 times as long before the bounds in \`activeTotal\` (src/student/list.ts): PostgreSQL took one
bound of time for a third of all licenses. Each is measured in many short turns, because what the machine does beside comes and goes.`,
  run: (options) => withPostgres((postgres) => measureGrowth(options, postgres)),
} satisfies Benchmark;
