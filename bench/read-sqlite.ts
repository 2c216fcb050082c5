import type { Benchmark } from './support/measure.ts';
import { measureReads } from './support/reads.ts';

export default {
  title: 'Reading a license, SQLite',
  notes: '',
  run: (options) => measureReads(options),
} satisfies Benchmark;
