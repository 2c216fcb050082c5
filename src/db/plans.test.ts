/** What PostgreSQL reads for a license manager who has very much, where the average one has very little. */
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { type CompiledQuery, sql } from 'kysely';
import pg from 'pg';
import { onBothEngines, startApp, type TestApp } from '../../test/support/app.ts';
import { getCourse } from '../course/course.ts';
import { StudentCache } from '../student/columns-cache.ts';
import { listStudents, studentsById } from '../student/list.ts';
import { searchStudents } from '../student/search.ts';
import type { Queries } from './database.ts';

const time = { start: '2024-01-01T00:00:00+00:00', end: '2025-01-01T00:00:00+00:00' };
const NOW = 1_713_508_570; // 2024-04-19T06:36:10+00:00
const LARGE = 1;
/** Rows: less than the pools, students or licenses of the large manager. */
const FEW = 150;
const series = <T>(from: number, count: number, make: (id: number) => T): T[] =>
  Array.from({ length: count }, (_, i) => make(from + i));

/** A manager with 200 pools in 100 courses and 2,000 students, and 300 managers with one pool and two students. */
function world() {
  const small = { from: 2, count: 300 };
  const ofSmall = { pool: 1000, student: 10_000, license: 10_000 };
  return {
    managers: series(1, 1 + small.count, (id) => ({
      id,
      name: `Manager ${id}`,
      email: 'm@x.example',
      allowedDomains: [],
    })),
    courses: series(1, 100, (id) => ({ id, title: `Course ${id}` })),
    pools: [
      ...series(1, 200, (id) => ({
        id,
        managerId: LARGE,
        courseId: 1 + (id % 100),
        transferable: true,
        licenses: 50,
        ...time,
      })),
      ...series(small.from, small.count, (id) => ({
        id: ofSmall.pool + id,
        managerId: id,
        courseId: 1,
        transferable: true,
        licenses: 5,
        ...time,
      })),
    ],
    students: [
      ...series(1, 2000, (id) => ({ id, name: `Student ${id}`, email: `s.${id}@x.example` })),
      ...series(ofSmall.student, 2 * small.count, (id) => ({ id, name: `Student ${id}`, email: `s.${id}@x.example` })),
    ],
    licenses: [
      ...series(0, 4000, (i) => ({
        id: 1 + i,
        poolId: 1 + (((i % 2000) + (i < 2000 ? 0 : 50)) % 200),
        studentId: 1 + (i % 2000),
        ...time,
      })),
      ...series(ofSmall.license, 2 * small.count, (id) => ({
        id,
        poolId: ofSmall.pool + small.from + Math.floor((id - ofSmall.license) / 2),
        studentId: id - ofSmall.license + ofSmall.student,
        ...time,
      })),
    ],
  };
}

interface Node {
  'Relation Name'?: string;
  'Actual Rows': number;
  'Actual Loops': number;
  'Rows Removed by Filter'?: number;
  'Shared Hit Blocks': number;
  'Shared Read Blocks': number;
  Plans?: Node[];
}

/** The rows of tables that a plan came by. */
function rowsRead(node: Node): number {
  const own = node['Relation Name']
    ? (node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0)) * node['Actual Loops']
    : 0;
  return own + (node.Plans ?? []).reduce((sum, plan) => sum + rowsRead(plan), 0);
}

onBothEngines('a large license manager among small ones', (engine) => {
  let app: TestApp;
  const skip = engine === 'sqlite';
  before(async () => {
    if (skip) return;
    app = await startApp(engine, { world: world() });
    const client = new pg.Client({ connectionString: app.context.config.databaseUrl });
    await client.connect();
    await client.query('vacuum analyze');
    await client.end();
  });

  /** What each statement of `work` reads, planned as the server plans. */
  async function plansOf(work: (queries: Queries) => Promise<unknown>): Promise<Node[]> {
    const { db } = app.context;
    const asked: CompiledQuery[] = [];
    const run: Queries['run'] = (query) => {
      asked.push(query);
      return db.read.run(query);
    };
    await work({ engine, kysely: db.read.kysely, run });
    return db.write(async (tx) => {
      const plans: Node[] = [];
      for (const { sql: text, parameters } of asked) {
        const values = parameters.map((value) => (typeof value === 'string' ? `'${value}'` : String(value))).join(', ');
        await tx.script(`prepare asked as ${text}`);
        const { rows } = await sql
          .raw<{ 'QUERY PLAN': { Plan: Node }[] }>(`explain (analyze, buffers, format json) execute asked (${values})`)
          .execute(tx.kysely);
        await tx.script('deallocate asked');
        plans.push(rows[0]?.['QUERY PLAN'][0]?.Plan as Node);
      }
      return plans;
    });
  }

  const slice = { limit: 10, offset: 0 };
  const scope = { managerId: LARGE, includeInactive: false };
  const everybody = { managerId: LARGE, text: '', status: 'active' as const };
  const byName = { sort: 'name' as const, descending: false };
  const cases: Record<string, (queries: Queries) => Promise<unknown>> = {
    'its courses': (db) => getCourse(db, LARGE, 7, NOW),
    'a student of it': (db) => studentsById(db, LARGE, [700], { all: false, now: NOW }),
    'its students': (db) => listStudents(db, scope, slice, NOW),
    'the last of its students': (db) => listStudents(db, scope, { limit: 10, offset: 1990 }, NOW),
    'its students by name': (db) => searchStudents(db, new StudentCache(db), everybody, byName, slice, NOW),
    'the last of them by name': (db) =>
      searchStudents(db, new StudentCache(db), everybody, byName, { limit: 10, offset: 1990 }, NOW),
    'all who ever were, from the end': (db) =>
      searchStudents(
        db,
        new StudentCache(db),
        { ...everybody, status: 'all' },
        { ...byName, descending: true },
        slice,
        NOW,
      ),
  };
  for (const [what, work] of Object.entries(cases)) {
    test(`does not have all read for ${what}`, { skip }, async () => {
      for (const plan of await plansOf(work)) assert.ok(rowsRead(plan) <= FEW, JSON.stringify(plan, null, 1));
    });
  }

  test('has its students counted without reading them', { skip }, async () => {
    const [count] = await plansOf((db) => listStudents(db, scope, slice, NOW));
    assert.ok(count && count['Shared Hit Blocks'] + count['Shared Read Blocks'] <= 20, JSON.stringify(count, null, 1));
  });
});
