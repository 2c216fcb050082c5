import type { Benchmark } from './support/measure.ts';
import { measureReads } from './support/reads.ts';

export default {
  title: 'Reading a license, SQLite',
  notes: `Of the server’s time, a fifth goes to the answer on its way to the socket, as in the floor; 14 % to the line of the log, 9 of it to
handing portions of lines to the system (larger portions cost more: V8 joins their strings); 11 % to the two statements, for the token
and for the license; 3 % each to the dates, to JSON and to collecting garbage. The rest is HTTP and hooks, a little here and there.
Before, each statement began a read transaction of its own, which cost as much again (src/db/sqlite-reader.ts), and each line of the
log was a write, a third of all time (src/log.ts).`,
  run: (options) => measureReads(options),
} satisfies Benchmark;
