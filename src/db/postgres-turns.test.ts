import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Turns } from './postgres-turns.ts';

/** Changes that end when they are told to. */
function changes(turns: Turns) {
  const begun: number[] = [];
  const ends = new Map<number, () => void>();
  const make = (number: number) =>
    turns.run(() => {
      begun.push(number);
      return new Promise<number>((resolve) => ends.set(number, () => resolve(number)));
    });
  return { begun, make, end: (number: number) => ends.get(number)?.() };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

describe('turns of changes', () => {
  test('all are made at once while nobody reads', async () => {
    const { begun, make, end } = changes(new Turns(() => false));
    const made = [1, 2, 3, 4, 5].map(make);
    await settled();
    assert.deepEqual(begun, [1, 2, 3, 4, 5]);
    for (const number of begun) end(number);
    assert.deepEqual(await Promise.all(made), [1, 2, 3, 4, 5]);
  });

  test('two are made at once beside a crowd of reads, the others in their order', async () => {
    const { begun, make, end } = changes(new Turns(() => true));
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

  test('one that fails gives its turn to the next', async () => {
    const turns = new Turns(() => true);
    const fail = () => turns.run(() => Promise.reject(new Error('refused')));
    const answers = await Promise.allSettled([fail(), fail(), fail(), turns.run(async () => 'made')]);
    assert.deepEqual(
      answers.map(({ status }) => status),
      ['rejected', 'rejected', 'rejected', 'fulfilled'],
    );
  });

  test('those that take long, as for a lock, keep nobody waiting for ever', async () => {
    const turns = new Turns(() => true);
    const { make, end } = changes(turns);
    const slow = [make(1), make(2)];
    assert.equal(await turns.run(async () => 'made'), 'made');
    end(1);
    end(2);
    await Promise.all(slow);
    const { begun, make: makeMore } = changes(turns);
    for (const number of [1, 2, 3]) void makeMore(number);
    await settled();
    assert.deepEqual(begun, [1, 2], 'a turn that was given away is not given twice');
  });
});
