import type { Benchmark } from './support/measure.ts';
import { measureMixed } from './support/mixed.ts';

export default {
  title: 'Reading while others assign, SQLite',
  notes: '',
  run: (options) => measureMixed(options),
} satisfies Benchmark;
