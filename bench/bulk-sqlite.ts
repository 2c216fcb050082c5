import { measureBulk } from './support/bulk.ts';
import type { Benchmark } from './support/measure.ts';

export default {
  title: 'Many licenses in one request, SQLite',
  notes: '',
  run: (options) => measureBulk(options),
} satisfies Benchmark;
