import { measureGrowth } from './support/growth.ts';
import type { Benchmark } from './support/measure.ts';
import { withPostgres } from './support/postgres.ts';

export default {
  title: 'Growth, PostgreSQL',
  notes: '',
  run: (options) => withPostgres((postgres) => measureGrowth(options, postgres)),
} satisfies Benchmark;
