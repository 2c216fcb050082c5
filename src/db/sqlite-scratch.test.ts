import assert from 'node:assert/strict';
import { test } from 'node:test';
import { onBothEngines, startApp } from '../../test/support/app.ts';
import { Scratch } from './sqlite-scratch.ts';

const few = () => new Scratch('pragma max_page_count = 8; create table t (place integer primary key, x text)');
const fill = (scratch: Scratch) => {
  for (let n = 0; n < 100; n++) scratch.run('insert into t (x) values (?)', 'x'.repeat(1000));
};

test('rows are read while others are written, and a loop that is left early holds nothing up', () => {
  using scratch = new Scratch('create table t (x integer primary key); create table u (x integer primary key)');
  for (const x of [1, 2, 3]) scratch.run('insert into t values (?)', x);
  for (const { x } of scratch.rows<{ x: number }>('select x from t order by x')) {
    scratch.run('insert into u values (?)', x * 10);
    if (x === 2) break;
  }
  scratch.script('drop table t');
  assert.deepEqual(
    [...scratch.rows<{ x: number }>('select x from u order by x')].map(({ x }) => x),
    [10, 20],
  );
  assert.equal(scratch.row<{ x: number }>('select max(x) as x from u')?.x, 20);
});

onBothEngines('temporary data that finds no room', (engine) => {
  test('is told, and does not stop the database', async () => {
    const app = await startApp(engine);
    const { db } = app.context;
    await assert.rejects(
      db.write(async () => {
        using scratch = few();
        fill(scratch);
      }),
      (error: Error) =>
        error.message === 'the file for temporary data: database or disk is full' && !('errcode' in error),
    );
    await db.write((tx) => tx.kysely.insertInto('course').values({ title: 'Still there' }).execute());
  });
});
