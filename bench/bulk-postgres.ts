import { measureBulk } from './support/bulk.ts';
import type { Benchmark } from './support/measure.ts';
import { withPostgres } from './support/postgres.ts';

export default {
  title: 'Many licenses in one request, PostgreSQL',
  notes: '',
  run: (options) => withPostgres((postgres) => measureBulk(options, postgres)),
} satisfies Benchmark;
