import type { Benchmark } from './support/measure.ts';
import { measureAccess } from './support/reads.ts';

export default {
  title: 'Asking for access, SQLite',
  notes: `On the way of every play, so it is to be as fast as reading a license: one statement for the token, one that finds the student and, by an
index, the license that is active. On one process, in turns of 2 s with reads of a license, it took 34 to 37 µs of processor time, those 33 to 46.`,
  run: (options) => measureAccess(options),
} satisfies Benchmark;
