import assert from 'node:assert/strict';
import { test } from 'node:test';
import { orderedId } from './ordered-id.ts';

test('ids of later moments sort behind, and those of one moment differ', () => {
  const day = Date.parse('2024-04-19T06:36:10Z');
  const ids = [0, 1, 60_000, 86_400_000, 50 * 365 * 86_400_000].map((after) => orderedId(day + after));
  assert.deepEqual(ids.toSorted(), ids);
  for (const id of ids) assert.match(id, /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  assert.equal(orderedId(day).slice(0, 13), '018ef511-d390');
  assert.equal(new Set(Array.from({ length: 10_000 }, () => orderedId(day))).size, 10_000);
});
