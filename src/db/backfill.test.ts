/** What steps of the schema work out for records of before. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { emptyDatabase, onBothEngines } from '../../test/support/app.ts';
import { otherMailbox } from '../rules/mailbox.ts';
import { connect } from './connect.ts';
import { migrate, migrations } from './migrate.ts';

const before = (name: string) =>
  migrations.slice(
    0,
    migrations.findIndex((step) => step.name === name),
  );

const addresses = [
  'ann@alder.example',
  'ann+1@alder.example',
  'ann+a+b@alder.example',
  '+tag@alder.example',
  'a.n.n+x@gmail.com',
  'a.n.n@gmail.com',
  'ann@googlemail.com',
  'a.nn@proton.me',
  'ann@proton.me',
  'a.nn@alder.example',
];

onBothEngines('records of before', (engine) => {
  test('students get the address of their mailbox as new ones do, and tokens the maker that history names', async () => {
    const { url, dispose } = await emptyDatabase(engine);
    const db = connect({ url, poolSize: 2, onFatal: () => {} });
    await migrate(db, 1, before('0017-help'));
    const students = addresses.map((email, i) => `(${i + 1}, 'X', '${email}', '${email}', 'x')`);
    const token = (id: string, name: string, at: number) => `('${id}', 1, '${name}', '${id}', 'x', 'read', ${at})`;
    const made = (actor: string, name: string, at: number) =>
      `(1, ${at}, 'token.created', 'person', '${actor}', '${actor}', '{"after":{"name":"${name}"}}')`;
    await db.write((tx) =>
      tx.script(`
insert into manager (id, name, email, allowed_domains) values (1, 'Alder', 'alice@alder.example', '[]');
insert into student (id, name, email, email_key, search_key) values ${students.join(', ')};
insert into token (id, manager_id, name, hash, last_ten, permission, created_at)
  values ${[token('t1', 'HR', 5), token('t2', 'HR', 6), token('t3', 'old', 7)].join(', ')};
insert into event (manager_id, at, kind, actor_kind, actor_id, actor_label, details)
  values ${[made('olga', 'HR', 5), made('olga', 'HR', 6), made('pat', 'HR', 6)].join(', ')};`),
    );
    await migrate(db, 2);
    const kept = await db.read.kysely.selectFrom('student').select(['email_key', 'mailbox']).orderBy('id').execute();
    assert.deepEqual(
      kept.map(({ mailbox }) => mailbox),
      addresses.map(otherMailbox),
    );
    const tokens = await db.read.kysely.selectFrom('token').select(['maker', 'maker_id']).orderBy('id').execute();
    assert.deepEqual(
      tokens.map(({ maker, maker_id }) => [maker, maker_id]),
      [
        ['olga', 'olga'],
        [null, null],
        [null, null],
      ],
      'two makers of one second are told apart by nobody',
    );
    await db.close();
    await dispose();
  });
});
