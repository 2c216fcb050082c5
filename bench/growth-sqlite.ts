import { measureGrowth } from './support/growth.ts';
import type { Benchmark } from './support/measure.ts';

export default {
  title: 'Growth, SQLite',
  notes: `The small manager in the large database is what matters most, and costs the same there. Counts are kept by triggers in
\`tally\`, in the transaction of every change, and \`carrel check\` compares them with what they count. What grows a little for the
large manager is the depth of indexes and what is in memory: 40 requests to 100,000 rows are mostly first touches of a page.`,
  run: (options) => measureGrowth(options),
} satisfies Benchmark;
