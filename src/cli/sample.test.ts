import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { ImportFile } from '../import/schema.ts';
import { domainAllowed, parseEmail } from '../rules/email.ts';
import { parseName } from '../rules/name.ts';
import { parseTime } from '../rules/time.ts';
import { sampleWorld } from './sample.ts';

const moments = ['2026-11-24T10:15:30Z', '2024-02-29T00:00:00Z', '2027-12-31T23:59:59Z', '2030-06-15T05:00:01Z'];

type World = ReturnType<typeof sampleWorld>;

const byId = <T extends { id: number }>(records: T[]): Map<number, T> =>
  new Map(records.map((each) => [each.id, each]));

function time(text: string): number {
  const seconds = parseTime(text);
  assert.ok(seconds !== null, `${text} is no date-time with an offset`);
  return seconds;
}

function found<T>(record: T | undefined): T {
  assert.ok(record, 'refers to a record that is not there');
  return record;
}

/** The licenses with their records, and the time in which each held its seat. */
function expand(world: World) {
  const pools = byId(world.pools);
  const students = byId(world.students);
  const managers = byId(world.managers);
  return world.licenses.map((license) => {
    const pool = found(pools.get(license.poolId));
    const revoked = license.revoked ? time(license.revoked) : null;
    const [start, end] = [time(license.start), time(license.end)];
    const student = found(students.get(license.studentId));
    return {
      license,
      pool,
      student,
      manager: found(managers.get(pool.managerId)),
      start,
      end,
      revoked,
      ended: revoked ?? end,
    };
  });
}

type Entry = ReturnType<typeof expand>[number];

function stateOf({ start, ended, revoked }: Entry, now: number): string {
  if (start > now) return 'coming';
  if (ended > now) return 'active';
  return revoked === null ? 'expired' : 'revoked';
}

test('the same moment makes the same world, whatever was made before', () => {
  const [first, second] = moments.map((moment) => new Date(moment)) as [Date, Date];
  const world = sampleWorld(first);
  assert.notDeepEqual(sampleWorld(second), world);
  assert.deepEqual(sampleWorld(first), world);
});

for (const moment of moments) {
  describe(`the sample world of ${moment}`, () => {
    const now = Date.parse(moment) / 1000;
    const world = sampleWorld(new Date(moment));
    const entries = expand(world);

    test('has the shape of an import file', () => {
      const ajv = new Ajv({ allErrors: true });
      addFormats.default(ajv);
      const valid = ajv.validate(ImportFile, world);
      assert.ok(valid, ajv.errorsText());
    });

    test('has every id and every address once', () => {
      for (const list of [world.managers, world.courses, world.pools, world.students, world.licenses]) {
        assert.equal(byId<{ id: number }>(list).size, list.length);
      }
      const keys = world.students.map(({ email }) => parseEmail(email)?.key);
      assert.ok(keys.every(Boolean) && new Set(keys).size === keys.length);
      assert.ok(world.students.every(({ name }) => parseName(name) === name));
    });

    test('keeps every license inside the time of its pool, and revokes only transferable ones, in their time', () => {
      for (const { license, pool, start, end, revoked } of entries) {
        assert.ok(start < end && start >= time(pool.start) && end <= time(pool.end), JSON.stringify({ license, pool }));
        if (revoked === null) continue;
        assert.ok(
          pool.transferable && start < revoked && revoked < end && revoked <= now,
          JSON.stringify({ license, pool }),
        );
      }
    });

    test('gives no pool more licenses than it has, at any time', () => {
      for (const pool of world.pools) {
        const own = entries.filter((entry) => entry.pool === pool);
        const most = pool.transferable ? mostAtOnce(own, now) : own.length;
        assert.ok(most <= pool.licenses, `pool ${pool.id}: ${most} of ${pool.licenses}`);
      }
    });

    test('gives no student two licenses of a course at once, nor while one is still to come', () => {
      const groups = Map.groupBy(entries, ({ student, pool }) => `${student.id}:${pool.courseId}`);
      for (const group of groups.values()) {
        assert.ok(mostAtOnce(group, now) === 1);
        assert.ok(group.filter(({ ended }) => ended > now).length <= 1);
      }
      assert.ok(
        [...groups.values()].some((group) => group.length > 1),
        'somebody came back to a course',
      );
    });

    test('gives transferable licenses only to allowed domains', () => {
      const domainOf = ({ student }: Entry) => parseEmail(student.email)?.domain ?? '';
      for (const entry of entries.filter(({ pool }) => pool.transferable)) {
        assert.ok(domainAllowed(domainOf(entry), entry.manager.allowedDomains), entry.student.email);
      }
      assert.ok(entries.some((entry) => !domainAllowed(domainOf(entry), entry.manager.allowedDomains)));
    });

    test('reports progress once for a student and course, within the time of access', () => {
      const seen = new Set<string>();
      for (const report of world.progress) {
        const key = `${report.studentId}:${report.courseId}`;
        const own = entries.filter(({ student, pool }) => `${student.id}:${pool.courseId}` === key);
        const last = time(found(report.lastAccess ?? undefined));
        assert.ok(!seen.has(key) && own.some(({ start }) => start <= last) && last <= now, JSON.stringify(report));
        assert.ok(
          own.some(({ ended }) => last <= ended),
          JSON.stringify(report),
        );
        assert.equal(report.completed !== null, report.percent === 100);
        assert.ok(report.completed === null || time(report.completed) <= last);
        seen.add(key);
      }
    });

    test('shows every state that a manager meets', () => {
      assert.ok(world.students.length >= 160 && world.courses.length >= 7 && world.managers.length === 3);
      const states = Object.groupBy(entries, (entry) => stateOf(entry, now));
      for (const state of ['active', 'expired', 'revoked', 'coming'])
        assert.ok((states[state]?.length ?? 0) >= 5, state);
      for (const { id } of world.managers) {
        const own = world.pools.filter(({ managerId }) => managerId === id);
        assert.ok(
          own.some(({ end }) => time(end) <= now),
          'a pool has ended',
        );
        assert.ok(
          own.some(({ start, end }) => time(start) <= now && now < time(end)),
          'a pool is running',
        );
        assert.ok(
          own.some(({ start }) => now < time(start)),
          'a pool has not begun',
        );
        assert.deepEqual(new Set(own.map(({ transferable }) => transferable)), new Set([true, false]));
        assert.ok(own.every(({ order }) => order));
      }
      const stages = new Set(world.progress.map(({ percent }) => (percent % 100 === 0 ? percent : 'part')));
      assert.deepEqual(stages, new Set([0, 100, 'part']));
      assert.ok(world.progress.length < entries.length, 'somebody never opened the course');
    });
  });
}

/** The most licenses that hold a seat together: each does from its start to its end, one still to come from now on. */
function mostAtOnce(entries: Entry[], now: number): number {
  const spans = entries.map(({ start, ended }) => ({ from: Math.min(start, now), ended }));
  return Math.max(
    0,
    ...spans.map(({ from }) => spans.filter((other) => other.from <= from && from < other.ended).length),
  );
}
