/** What holds of a transaction on both engines, and how it is sent to PostgreSQL. */
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { sql } from 'kysely';
import type pg from 'pg';
import { onBothEngines, startApp, type TestApp } from '../../test/support/app.ts';
import { cast } from '../../test/support/cast.ts';
import type { Queries } from './database.ts';
import { type OpenTransaction, transact } from './postgres-transaction.ts';
import { prepare } from './prepare.ts';

onBothEngines('a statement', (engine) => {
  test('is planned by PostgreSQL once, without its values', { skip: engine === 'sqlite' }, async () => {
    const { context } = await startApp(engine, { world: cast() });
    const course = prepare((db, p: { id: number }) => db.selectFrom('course').select('title').where('id', '=', p.id));
    const plans = await context.db.write(async (tx) => {
      for (const id of [1, 2, 3]) await course(tx, { id });
      const { rows } = await sql`select generic_plans, custom_plans from pg_prepared_statements
        where statement like 'select "title" from "course"%'`.execute(tx.kysely);
      return rows;
    });
    assert.deepEqual(plans, [{ generic_plans: 3, custom_plans: 0 }]);
  });
});

onBothEngines('a transaction', (engine) => {
  let app: TestApp;
  before(async () => {
    app = await startApp(engine, { world: cast() });
  });

  const titles = async () => {
    const rows = await app.context.db.read.kysely.selectFrom('course').select('title').orderBy('id').execute();
    return rows.map(({ title }) => title);
  };
  const insert = prepare((db, p: { title: string | null }) =>
    db.insertInto('course').values({ title: p.title as string }),
  );

  test('is committed with what was left to run', async () => {
    const before = await titles();
    const answer = await app.context.db.write(async (tx) => {
      void insert(tx.deferred, { title: 'First' });
      void insert(tx.deferred, { title: 'Second' });
      return 'done';
    });
    assert.equal(answer, 'done');
    assert.deepEqual(await titles(), [...before, 'First', 'Second']);
  });

  test('fails whole, with its reason, where what was left to run fails', async () => {
    const before = await titles();
    const written = app.context.db.write(async (tx) => {
      await insert(tx, { title: 'Third' });
      void insert(tx.deferred, { title: null });
      void insert(tx.deferred, { title: 'Fourth' });
      return 'done';
    });
    await assert.rejects(written, /null|NOT NULL/i);
    assert.deepEqual(await titles(), before);
    await app.context.db.write(async (tx) => void insert(tx.deferred, { title: 'Fifth' }));
    assert.deepEqual(await titles(), [...before, 'Fifth']);
  });

  test('that is given up leaves nothing that was left to run', async () => {
    const before = await titles();
    const written = app.context.db.write(async (tx) => {
      void insert(tx.deferred, { title: 'Sixth' });
      throw new Error('given up');
    });
    await assert.rejects(written, /given up/);
    assert.deepEqual(await titles(), before);
  });

  test('leaves no statement to run that is not prepared: it would be sent after the commit', async () => {
    const written = app.context.db.write(async (tx) => {
      await tx.deferred.kysely.insertInto('course').values({ title: 'Eighth' }).execute();
    });
    await assert.rejects(written, /only prepared statements/);
  });

  test('reads what it has written', async () => {
    const count = await app.context.db.write(async (tx) => {
      void insert(tx.deferred, { title: 'Seventh' });
      const { rows } = await sql<{ n: number }>`select count(*) as n from course where title = 'Seventh'`.execute(
        tx.kysely,
      );
      return Number(rows[0]?.n);
    });
    assert.equal(count, 1);
  });
});

/** A connection that notes what it is sent, and answers when it is told to. */
function connection() {
  const sent: string[] = [];
  const answers: { resolve: (answer: unknown) => void; reject: (error: Error) => void }[] = [];
  const client = {
    connection: { stream: { writableCorked: 0, cork() {}, uncork() {} } },
    query: ({ text, callback }: { text: string; callback(error: Error | undefined, answer?: unknown): void }) => {
      sent.push(text);
      answers.push({ resolve: (answer) => callback(undefined, answer), reject: callback });
    },
    on() {},
    off() {},
  } as unknown as pg.PoolClient;
  return { client, sent, answers };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));
const run = (queries: Queries, text: string) => queries.run(sql.raw(text).compile(queries.kysely));

test('what only reads goes out with “begin”, what writes when it was answered, and the rest with “commit”', async () => {
  const { client, sent, answers } = connection();
  const work = async (tx: OpenTransaction) => {
    await run(tx, 'select 1');
    await run(tx, 'update a');
    void run(tx.deferred, 'insert b');
  };
  const done = transact(client, work, () => assert.fail('the connection is in doubt'));
  const answer = async (command = '') => {
    answers.shift()?.resolve({ rows: [], rowCount: 0, command });
    await turn();
  };
  await turn();
  assert.deepEqual(sent, ['begin', 'select 1']);
  await answer();
  await answer();
  assert.deepEqual(sent.slice(2), ['update a']);
  await answer();
  assert.deepEqual(sent.slice(3), ['insert b', 'commit']);
  await answer();
  await answer('COMMIT');
  await done;
});

test('nothing is written where “begin” fails', async () => {
  const { client, sent, answers } = connection();
  const doubts: unknown[] = [];
  const work = async (tx: OpenTransaction) => {
    const read = run(tx, 'select 1');
    const written = run(tx, 'update a');
    await Promise.all([read, written, run(tx, 'select 2')]);
  };
  const done = transact(client, work, (error) => doubts.push(error));
  answers[0]?.reject(new Error('no'));
  answers[1]?.resolve({ rows: [] });
  await turn();
  answers[2]?.resolve({ rows: [] });
  await assert.rejects(done, /no/);
  assert.deepEqual(sent, ['begin', 'select 1', 'rollback']);
});

test('what PostgreSQL refuses because of an earlier failure fails for the reason of that one', async () => {
  const { client, answers } = connection();
  const deep = async (tx: OpenTransaction) => {
    const read = async () => await run(tx, 'select 1');
    return await read();
  };
  const work = (tx: OpenTransaction) => Promise.all([deep(tx), run(tx, 'select 2')]);
  const done = transact(client, work, () => {});
  answers[0]?.resolve({ rows: [] });
  await turn();
  answers[1]?.reject(new Error('the true reason'));
  answers[2]?.reject(new Error('current transaction is aborted'));
  await turn();
  answers[3]?.resolve({ rows: [] });
  await assert.rejects(done, /the true reason/);
});

test('what was left to run goes out before “commit”, also where nothing was asked before', async () => {
  const { client, sent, answers } = connection();
  const work = async (tx: OpenTransaction) => {
    void run(tx.deferred, 'insert a');
    void run(tx.deferred, 'select 1');
    void run(tx.deferred, 'insert b');
  };
  const done = transact(client, work, () => {});
  answers[0]?.resolve({ rows: [], command: 'BEGIN' });
  await turn();
  assert.deepEqual(sent, ['begin', 'insert a', 'select 1', 'insert b', 'commit']);
  for (const answer of answers.slice(1)) answer.resolve({ rows: [], command: 'COMMIT' });
  await done;
});

test('a commit whose answer never came is told as unavailable, and its connection is not used again', async () => {
  const { client, answers } = connection();
  const doubts: unknown[] = [];
  const work = async (tx: OpenTransaction) => void run(tx.deferred, 'insert a');
  const done = transact(client, work, (error) => doubts.push(error));
  answers[0]?.resolve({ rows: [], command: 'BEGIN' });
  await turn();
  answers[1]?.resolve({ rows: [], command: 'INSERT' });
  answers[2]?.reject(new Error('Connection terminated unexpectedly'));
  await assert.rejects(done, { code: 'unavailable' });
  assert.equal(doubts.filter((error) => error !== null).length, 1);
});
