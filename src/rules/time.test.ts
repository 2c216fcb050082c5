import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DAY, isoTime, parseTime, startOfDay } from './time.ts';

test('a time is written to the second, on both sides of midnight and of 1970', () => {
  assert.equal(isoTime(0), '1970-01-01T00:00:00+00:00');
  assert.equal(isoTime(-1), '1969-12-31T23:59:59+00:00');
  assert.equal(isoTime(1_713_367_388), '2024-04-17T15:23:08+00:00');
  for (const day of ['0001-01-01', '1900-03-01', '2000-02-29', '2024-02-29', '2100-02-28', '9999-12-31']) {
    const midnight = startOfDay(day) ?? Number.NaN;
    assert.equal(isoTime(midnight), `${day}T00:00:00+00:00`);
    assert.equal(isoTime(midnight + DAY - 1), `${day}T23:59:59+00:00`);
  }
});

test('what is written is read as the same second, over more days than are kept', () => {
  for (let day = -12_000; day < 12_000; day++) {
    const second = day * DAY + ((day * 7919) % DAY);
    assert.equal(parseTime(isoTime(second)), second);
  }
});
