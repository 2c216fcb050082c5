import type { Benchmark } from './support/measure.ts';
import { withPostgres } from './support/postgres.ts';
import { measureReads } from './support/reads.ts';

export default {
  title: 'Reading a license, PostgreSQL',
  notes: `Of the server’s time, a fifth goes to asking PostgreSQL: half of that to writing to its sockets. Reading rows takes 8 %, garbage 7, the
line of the log 5. The two statements, for the token and for the license, are prepared once per connection. A tenth went to the copy that \`pg\` makes of
a plain query object; it now gets a \`Query\` (docs/decisions/0031-fewer-round-trips.md).`,
  run: (options) => withPostgres((postgres) => measureReads(options, postgres)),
} satisfies Benchmark;
