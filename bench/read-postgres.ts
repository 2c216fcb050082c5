import type { Benchmark } from './support/measure.ts';
import { withPostgres } from './support/postgres.ts';
import { measureReads } from './support/reads.ts';

export default {
  title: 'Reading a license, PostgreSQL',
  notes: `Of the server’s time, 22 % goes to asking PostgreSQL: 11 to writing to its sockets, 4 to the copy that \`pg\` makes of what each query
wants. Reading rows takes 8 %, garbage 7, the line of the log 6. The two statements, for the token and for the license, are prepared
once per connection.`,
  run: (options) => withPostgres((postgres) => measureReads(options, postgres)),
} satisfies Benchmark;
