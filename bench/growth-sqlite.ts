import { measureGrowth } from './support/growth.ts';
import type { Benchmark } from './support/measure.ts';

export default {
  title: 'Growth, SQLite',
  notes: `The small manager in the large database is what matters most, and costs the same there. Counts are kept by triggers in
\`tally\`, in the transaction of every change, and \`carrel check\` compares them with what they count. Everything
is asked some hundred times before it is measured, because the first touch of a page is no growth; and before each block of changes
the server has sent the mails of the block before: beside them an assignment took twice as long, now here, now there.`,
  run: (options) => measureGrowth(options),
} satisfies Benchmark;
