import type { Benchmark } from './support/measure.ts';
import { measureReads } from './support/reads.ts';

export default {
  title: 'Reading a license, SQLite',
  notes: `Of the server’s time, a quarter goes to the answer on its way to the socket, as in the floor; 14 % to the two statements, for the
token and for the license; 6 to the line of the log; 4 to JSON; 3 to collecting garbage. The rest is HTTP and hooks, a little here and there.
A line of the log made without pino, and a nursery of 16 MiB, brought it from 0.46 and 0.48 to 0.54, 0.54 and 0.54 (docs/decisions/0035-lines-of-requests.md and
0022-small-heap.md). Before that: lines of the log are handed to the system in portions of 64 KiB, where 16 took 5 % of the time, and a query is filled in without a copy of
a frozen object: together 1.045 times as many reads (14 alternating turns). An id of a request is a number after the start of the process, not a
random one: 1.047 times as many (24 alternating turns). Reads that arrive together share a read transaction
(src/db/sqlite-reader.ts). Three processes are measured, each after eight seconds of load: it takes about six until all that is busy is compiled, and one process is up to a tenth faster than
another. What the machine does in system calls moves the ratio, for the floor does little else:
on an AMD EPYC, whose floor answered 71,400 a second, the code of 2026-11-28 came to 0.54; on an Intel Xeon, whose floor answers 90,900, it and the present code read
as much as each other in alternating turns (37,000 to 39,900 a second against 37,800 to 39,700, eight turns of 2 s).`,
  run: (options) => measureReads(options),
} satisfies Benchmark;
