import type { Benchmark } from './support/measure.ts';
import { measureMixed } from './support/mixed.ts';
import { withPostgres } from './support/postgres.ts';

export default {
  title: 'Reading while others assign, PostgreSQL',
  notes: '',
  run: (options) => withPostgres((postgres) => measureMixed(options, postgres)),
} satisfies Benchmark;
