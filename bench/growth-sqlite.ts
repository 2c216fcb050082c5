import { measureGrowth } from './support/growth.ts';
import type { Benchmark } from './support/measure.ts';

export default {
  title: 'Growth, SQLite',
  notes: '',
  run: (options) => measureGrowth(options),
} satisfies Benchmark;
