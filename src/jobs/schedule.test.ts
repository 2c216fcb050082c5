import assert from 'node:assert/strict';
import { once } from 'node:events';
import { test } from 'node:test';
import { pino } from 'pino';
import { schedule } from './schedule.ts';

const log = (lines: string[]) =>
  pino({ level: 'warn' }, { write: (line: string) => void lines.push(JSON.parse(line).job) });

/** Resolves when it was called `n` times. */
function counter(n: number) {
  const { promise, resolve } = Promise.withResolvers<void>();
  let calls = 0;
  return {
    reached: promise,
    call: async () => {
      calls++;
      if (calls === n) resolve();
    },
  };
}

test('a job that fails goes on, is told of, and holds up no other', async () => {
  const lines: string[] = [];
  const [failing, working] = [counter(3), counter(3)];
  const jobs = [
    { name: 'failing', everyMs: 1, run: () => failing.call().then(() => Promise.reject(new Error('failed'))) },
    { name: 'working', everyMs: 1, run: () => working.call().then(() => false) },
  ];
  const running = schedule(jobs, log(lines));
  await Promise.all([failing.reached, working.reached]);
  await running.stop();
  assert.deepEqual([...new Set(lines)], ['failing']);
});

test('rounds of a job do not overlap; stopping waits for the round in flight, and none follows', async () => {
  const events = new EventTarget();
  let [open, most, rounds] = [0, 0, 0];
  const { promise: gate, resolve: finish } = Promise.withResolvers<void>();
  const run = async () => {
    rounds++;
    most = Math.max(most, ++open);
    events.dispatchEvent(new Event('began'));
    await gate;
    open--;
    return true;
  };
  const began = once(events, 'began');
  const running = schedule([{ name: 'slow', everyMs: 1, run }], log([]));
  await began;
  const stopped = running.stop();
  finish();
  await stopped;
  assert.deepEqual([open, most, rounds], [0, 1, 1]);
});
