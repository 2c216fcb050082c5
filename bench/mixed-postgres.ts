import type { Benchmark } from './support/measure.ts';
import { measureMixed } from './support/mixed.ts';
import { withPostgres } from './support/postgres.ts';

export default {
  title: 'Reading while others assign, PostgreSQL',
  notes: `Of the server’s time, 26 % goes to asking PostgreSQL, 15 of it to writing to its sockets; 7 to garbage, 5 each to the log and to the
mails of the assignments. PostgreSQL shares the two cores with the server and the load: the more assignments come through since the
totals are kept in parts, the less is left for reads.`,
  run: (options) => withPostgres((postgres) => measureMixed(options, postgres)),
} satisfies Benchmark;
