import { measureGrowth } from './support/growth.ts';
import type { Benchmark } from './support/measure.ts';
import { withPostgres } from './support/postgres.ts';

export default {
  title: 'Growth, PostgreSQL',
  notes: `Statements are planned once per connection, without their values. Before, PostgreSQL planned \`GET /v1/licenses?includeInactive=true\` anew
with each use in the large database, not in the small one, which made it 1.6 times as slow (docs/decisions/0029-plans-by-index.md).
\`GET /v1/students\` of the large manager took 5.9 times as long before the bounds in \`waiting\` (src/student/ids.ts): PostgreSQL took one
bound of time for a third of all licenses. \`GET /v1/course/{id}\` of the large manager took 1.3 to 1.5 times as long at 5,000,000: all its 200
pools were read for the two of the course, because the average manager has few (docs/decisions/0033-large-among-small.md, which tells more of that
kind). \`GET /v1/students/search\` took 21 times as long before the names stood in an index with the manager (docs/decisions/0034-names-in-order.md). Each is
measured in many short turns, because what the machine does beside comes and goes; still, of six runs at 5,000,000 one had assignments of the
small manager at 1.52.`,
  run: (options) => withPostgres((postgres) => measureGrowth(options, postgres)),
} satisfies Benchmark;
