import assert from 'node:assert/strict';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import { sql } from 'kysely';
import { SqliteConnection } from './sqlite.ts';
import { SharedReads } from './sqlite-reader.ts';

test('whoever reads one thing after another gets two answers in a turn of the event loop, and leaves the rest to others', async () => {
  const db = new DatabaseSync(':memory:');
  const reads = new SharedReads(db);
  const statement = db.prepare('select 1 as one');
  let turns = 0;
  let counting = setImmediate(function count() {
    turns++;
    counting = setImmediate(count);
  });
  for (let read = 0; read < 200; read++) assert.deepEqual({ ...(await reads.run(() => statement.get())) }, { one: 1 });
  clearImmediate(counting);
  db.close();
  assert.ok(turns >= 90 && turns <= 110, `200 reads took ${turns} turns`);
});

test('reads that are asked for together share a transaction, and one that fails fails alone', async () => {
  const db = new DatabaseSync(':memory:');
  const reads = new SharedReads(db);
  const answers = await Promise.allSettled([
    reads.run(() => db.isTransaction),
    reads.run(() => db.prepare('select * from nowhere').all()),
    reads.run(() => db.isTransaction),
  ]);
  assert.deepEqual(
    answers.map((answer) => (answer.status === 'fulfilled' ? answer.value : (answer.reason as Error).message)),
    [true, 'no such table: nowhere', true],
  );
  assert.equal(db.isTransaction, false);
  db.close();
});

test('whoever asks the same at the same moment has rows of their own, and nobody gets older ones', async () => {
  const db = new DatabaseSync(':memory:');
  db.exec("create table token (id text) strict; insert into token values ('a'), ('b')");
  const connection = new SqliteConnection(db);
  const { run, kysely } = connection.reading();
  const find = (id: string) => run(sql<{ id: string }>`select id from token where id = ${id}`.compile(kysely));
  const [first, second, other] = await Promise.all([find('a'), find('a'), find('b')]);
  assert.deepEqual([first, second, other], [[{ id: 'a' }], [{ id: 'a' }], [{ id: 'b' }]]);
  first?.push({ id: 'c' });
  Object.assign(first?.[0] as object, { id: 'd' });
  assert.deepEqual(second, [{ id: 'a' }]);
  const asked = find('a');
  db.exec("delete from token where id = 'a'");
  assert.deepEqual(await Promise.all([asked, find('a')]), [[], []]);
  db.exec("insert into token values ('a')");
  assert.deepEqual(await find('a'), [{ id: 'a' }]);
  db.close();
});
