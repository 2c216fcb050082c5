import assert from 'node:assert/strict';
import { test } from 'node:test';
import { onBothEngines, startApp } from '../../test/support/app.ts';
import { ALICE, cast, SHARED } from '../../test/support/cast.ts';
import { inspect } from '../db/inspect.ts';
import { refoldStudents } from './refold.ts';

const people = ['Łukasz Groß', 'Øystein', 'Σίσυφος', 'Plain'].map((name, i) => ({
  ...{ id: i + 1, name, email: `p${i + 1}@alder.example` },
}));

onBothEngines('search keys of an earlier version', (engine) => {
  test('are made anew once, and never over a newer name', async () => {
    const time = { start: '2024-01-01T00:00:00Z', end: '2025-01-01T00:00:00Z' };
    const pools = cast().pools.map((pool) => ({ ...pool, licenses: 9 }));
    const licenses = people.map(({ id }) => ({ id, poolId: SHARED, studentId: id, ...time }));
    const app = await startApp(engine, { world: { ...cast(), pools, students: people, licenses } });
    const alice = await app.client(ALICE);
    const found = async (search: string) =>
      (await alice.get(`/v1/students/search?${new URLSearchParams({ search })}`)).body.map(
        ({ id }: { id: number }) => id,
      );
    const old = people.map(
      ({ id, name, email }) => `update student set search_key = '${name.toLowerCase()} ${email}' where id = ${id};`,
    );
    await app.context.db.write((tx) => tx.script(old.join('\n')));
    assert.deepEqual(await found('lukasz'), []);
    while (await refoldStudents(app.context.db));
    assert.deepEqual(await found('lukasz gross'), [1]);
    assert.deepEqual(await found('oyst'), [2]);
    assert.deepEqual(await found('ΣΊΣΥΦΟΣ'), [3]);
    assert.deepEqual(await found('plain'), [4]);
    assert.deepEqual(await found(''), [1, 2, 4, 3], 'in the order of names');
    assert.deepEqual(await inspect(app.context.db), []);
    await app.context.db.write((tx) => tx.script("update student set search_key = 'kept' where id = 4"));
    assert.equal(await refoldStudents(app.context.db), false);
    assert.deepEqual(await found('kept'), [4], 'nothing is looked at again');
  });
});
