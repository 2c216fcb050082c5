import type { Benchmark } from './support/measure.ts';
import { measureReads } from './support/reads.ts';

export default {
  title: 'Reading a license, SQLite',
  notes: `Of the server’s time, a fifth goes to the answer on its way to the socket, as in the floor; 14 % to the two statements, for the
token and for the license; 5 each to handing portions of lines of the log to the system and to collecting garbage; 4 to JSON. The rest
is HTTP and hooks, a little here and there. Reads that arrive together share a read transaction (src/db/sqlite-reader.ts), and those
who ask the same in it, such as for the token that they all have, share the answer too: that was 0.42 before on the same machine.
On a machine where system calls took twice as long, before that change, the ratio was 0.59: the floor does little else.`,
  run: (options) => measureReads(options),
} satisfies Benchmark;
