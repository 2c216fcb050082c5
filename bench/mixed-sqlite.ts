import type { Benchmark } from './support/measure.ts';
import { measureMixed } from './support/mixed.ts';

export default {
  title: 'Reading while others assign, SQLite',
  notes: `Of the server’s time, 19 % goes to statements, half of them reads, 9 to commits, during which nothing else runs, 7 to the log, 5 to the
mails of the assignments. While a batch of assignments is written, reads get a turn after every 0.2 ms
(docs/decisions/0030-turns-for-reads.md).`,
  run: (options) => measureMixed(options),
} satisfies Benchmark;
