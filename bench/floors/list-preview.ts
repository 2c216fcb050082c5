/**
 * How long the preview of a list keeps everybody else waiting: `node bench/floors/list-preview.ts`. The longest turn is
 * told in processor time, which a busy machine does not change, and the delay of the event loop as it was.
 */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import { previewBulk } from '../../src/license/bulk-preview.ts';
import { isoTime } from '../../src/rules/time.ts';
import { startApp } from '../../test/support/app.ts';

const SIZE = 1024 * 1024 - 200;
const fill = (text: string, before = '') => before + text.repeat(Math.ceil(SIZE / text.length)).slice(0, SIZE - 20);
const people = (row: (n: number) => string) =>
  `email,name\n${Array.from({ length: 5000 }, (_, n) => row(n)).join('\n')}`;

const lists: Record<string, string> = {
  '5,000 people of 200 domains': people((n) => `person${n}@company${n % 200}.example,Person ${n}`),
  'unknown domains': people((n) => `person${n}@elsewhere${n}.example,Person ${n}`),
  'international domains': people((n) => `person${n}@bücher${n}.example,Person ${n}`),
  'long domains': people((n) => `p${n}@${'ü'.repeat(90)}.example,Person`),
  'one long domain': `a@${'ü'.repeat(SIZE / 2 - 10)}`,
  'one long name': `email,name\na@company1.example,${'a\u0316\u0301\u0316'.repeat(SIZE / 8)}`,
  'quotation marks': fill('"'),
  'open quotation marks': fill('a@b.example,"x""y\n', 'email,name\n'),
  'marks on lines of their own': fill('"\n'),
  cells: fill('"a",'),
  'addresses in one line': fill('a@b.example;'),
  brackets: fill('<@'),
  'empty lines': fill('\n'),
};

const cpuMs = ({ user, system }: { user: number; system: number }) => (user + system) / 1000;

/** Does the work, and answers the longest turn of the event loop meanwhile and the whole, in ms of processor time. */
async function measure(work: () => Promise<unknown>): Promise<{ longest: number; total: number }> {
  let [longest, ended, last] = [0, false, process.threadCpuUsage()];
  const look = () => {
    longest = Math.max(longest, cpuMs(process.threadCpuUsage(last)));
    last = process.threadCpuUsage();
    if (!ended) setImmediate(look);
  };
  const start = process.threadCpuUsage();
  look();
  await work();
  ended = true;
  await pause(5);
  return { longest, total: cpuMs(process.threadCpuUsage(start)) };
}

const app = await startApp('sqlite');
const now = Math.floor(app.clock.ms / 1000);
const allowedDomains = Array.from({ length: 200 }, (_, n) => `company${n}.example`);
const span = { start: isoTime(now - 86_400), end: isoTime(now + 86_400) };
await app.load({
  managers: [{ id: 1, name: 'Alder', email: 'alice@alder.example', allowedDomains }],
  courses: [{ id: 1, title: 'Course' }],
  pools: [{ id: 1, managerId: 1, courseId: 1, transferable: true, licenses: 10_000, ...span }],
});
const delay = monitorEventLoopDelay({ resolution: 1 });
for (const [name, csv] of Object.entries(lists)) {
  delay.reset();
  delay.enable();
  const asked = { managerId: 1, poolId: 1, csv, as: null, recycle: null };
  const { longest, total } = await measure(() => previewBulk(app.context.db.read, asked, now).catch(() => null));
  delay.disable();
  const waited = (delay.max / 1e6).toFixed(0);
  console.log(
    `${name}: longest turn ${longest.toFixed(0)} ms, whole ${total.toFixed(0)} ms, loop delayed ${waited} ms at most`,
  );
}
process.exit(0);
