import { measureReads } from './support/reads.ts';
import type { Benchmark } from './support/measure.ts';

export default {
  title: 'Reading a license, SQLite',
  notes: '',
  run: () => measureReads(),
} satisfies Benchmark;
