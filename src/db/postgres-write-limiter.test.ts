import assert from 'node:assert/strict';
import { availableParallelism } from 'node:os';
import { describe, test } from 'node:test';
import { WriteLimiter } from './postgres-write-limiter.ts';

/** Two at a time, whatever the machine is busy with. */
const LIMITS = { besideReads: 2, slotTimeoutMs: 60_000 };

/** Changes that end when they are told to. */
function changes(limiter: WriteLimiter) {
  const begun: number[] = [];
  const ends = new Map<number, () => void>();
  const make = (number: number) =>
    limiter.run(() => {
      begun.push(number);
      return new Promise<number>((resolve) => ends.set(number, () => resolve(number)));
    });
  return { begun, make, end: (number: number) => ends.get(number)?.() };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

describe('the limit of changes beside reads', () => {
  test('all are made at once while nobody reads', async () => {
    const { begun, make, end } = changes(new WriteLimiter(() => false, LIMITS));
    const made = [1, 2, 3, 4, 5].map(make);
    await settled();
    assert.deepEqual(begun, [1, 2, 3, 4, 5]);
    for (const number of begun) end(number);
    assert.deepEqual(await Promise.all(made), [1, 2, 3, 4, 5]);
  });

  test('two are made at once beside a crowd of reads, the others in their order', async () => {
    const { begun, make, end } = changes(new WriteLimiter(() => true, LIMITS));
    const made = [1, 2, 3, 4].map(make);
    await settled();
    assert.deepEqual(begun, [1, 2]);
    end(2);
    await settled();
    assert.deepEqual(begun, [1, 2, 3]);
    end(1);
    await settled();
    assert.deepEqual(begun, [1, 2, 3, 4]);
    end(3);
    end(4);
    assert.deepEqual(await Promise.all(made), [1, 2, 3, 4]);
  });

  test('as many are made at once beside reads as there are processors', async () => {
    const { begun, make, end } = changes(new WriteLimiter(() => true, { slotTimeoutMs: 60_000 }));
    const processors = availableParallelism();
    const made = Array.from({ length: processors + 1 }, (_, number) => make(number));
    await settled();
    assert.equal(begun.length, processors);
    end(0);
    await settled();
    assert.equal(begun.length, processors + 1);
    for (const number of begun) end(number);
    await Promise.all(made);
  });

  test('one that fails gives its turn to the next', async () => {
    const limiter = new WriteLimiter(() => true, LIMITS);
    const fail = () => limiter.run(() => Promise.reject(new Error('refused')));
    const answers = await Promise.allSettled([fail(), fail(), fail(), limiter.run(async () => 'made')]);
    assert.deepEqual(
      answers.map(({ status }) => status),
      ['rejected', 'rejected', 'rejected', 'fulfilled'],
    );
  });

  test('those that take long, as for a lock, keep nobody waiting for ever', async () => {
    const limiter = new WriteLimiter(() => true, { besideReads: 2 });
    const { make, end } = changes(limiter);
    const slow = [make(1), make(2)];
    assert.equal(await limiter.run(async () => 'made'), 'made');
    end(1);
    end(2);
    await Promise.all(slow);
    const { begun, make: makeMore } = changes(limiter);
    for (const number of [1, 2, 3]) void makeMore(number);
    await settled();
    assert.deepEqual(begun, [1, 2], 'a turn that was given away is not given twice');
  });
});
