import type { Benchmark } from './support/measure.ts';
import { measureReads } from './support/reads.ts';

export default {
  title: 'Reading a license, SQLite',
  notes: `Of the server’s time, a fifth goes to the answer on its way to the socket, as in the floor; 13 % to the two statements, for the
token and for the license; 8 to the line of the log; 6 to collecting garbage; 4 to JSON. The rest is HTTP and hooks, a little here and there.
Lines of the log are handed to the system in portions of 64 KiB, where 16 took 5 % of the time, and a query is filled in without a copy of
a frozen object: together 1.045 times as many reads (14 alternating turns). An id of a request is a number after the start of the process, not a
random one: 1.047 times as many (24 alternating turns). Reads that arrive together share a read transaction
(src/db/sqlite-reader.ts), and those who ask the same in it, such as for the token that they all have, share the answer too: that was 0.42
before. The ratio lies at the goal, not above it: what the machine does in
system calls moves it, for the floor does little else. Before the ids, nine runs of one day found 0.45 to 0.53, the middle one 0.48, with floors of 59,000
to 74,000 a second; after them three found 0.50, 0.48 and 0.50.`,
  run: (options) => measureReads(options),
} satisfies Benchmark;
