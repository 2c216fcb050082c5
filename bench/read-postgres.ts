import type { Benchmark } from './support/measure.ts';
import { withPostgres } from './support/postgres.ts';
import { measureReads } from './support/reads.ts';

export default {
  title: 'Reading a license, PostgreSQL',
  notes: '',
  run: (options) => withPostgres((postgres) => measureReads(options, postgres)),
} satisfies Benchmark;
