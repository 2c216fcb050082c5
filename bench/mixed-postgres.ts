import type { Benchmark } from './support/measure.ts';
import { measureMixed } from './support/mixed.ts';
import { withPostgres } from './support/postgres.ts';

export default {
  title: 'Reading while others assign, PostgreSQL',
  notes: `PostgreSQL shares the two cores with the server and the load. Seven assignments side by side left reads a third of what they are
alone; beside a crowd of reads, two are made at a time (docs/decisions/0031-fewer-round-trips.md).`,
  run: (options) => withPostgres((postgres) => measureMixed(options, postgres)),
} satisfies Benchmark;
