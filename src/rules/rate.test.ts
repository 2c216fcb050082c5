import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decideRate } from './rate.ts';

test('a request that is counted at any fraction of a millisecond is told to leave the window in 60 seconds', () => {
  for (const now of [6172.835, 300_000.001, 1_900_000_000_000.3]) {
    assert.equal(decideRate([], now, 5).verdict.resetSeconds, 60, String(now));
  }
});
