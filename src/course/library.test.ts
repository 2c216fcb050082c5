import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { type Client, onBothEngines, startApp, type TestApp } from '../../test/support/app.ts';
import { ALICE, CHARLIE, cast, DAX, FUTURE, OWNED, PAST, SHARED, SHARED_SQL, SQL } from '../../test/support/cast.ts';

onBothEngines('the library', (engine) => {
  let app: TestApp;
  let alice: Client;

  before(async () => {
    app = await startApp(engine, { world: cast() });
    alice = await app.client(ALICE);
    for (const pool of [SHARED, OWNED])
      await alice.post(`/v1/pool/${pool}/license`, { email: `p${pool}@alder.example` });
  });

  test('a course shows its licenses by kind and by pool', async () => {
    const { status, body, headers } = await alice.get('/v1/library');
    assert.equal(status, 200);
    assert.equal(headers.get('x-total-count'), '2');
    const [dax, sql] = body;
    assert.deepEqual([dax.id, dax.title, sql.id], [String(DAX), 'Mastering DAX', String(SQL)]);
    assert.deepEqual(dax.transferable, { licenses: 3, assigned: 1, available: 2 }, 'of the running pool only');
    assert.deepEqual(dax.untransferable, { licenses: 2, assigned: 1, available: 1 });
    assert.equal(sql.untransferable, null);
    assert.deepEqual(dax.pools[0], {
      id: SHARED,
      transferable: true,
      licenses: 3,
      assigned: 1,
      available: 2,
      start: '2024-01-01T00:00:00+00:00',
      end: '2025-01-01T00:00:00+00:00',
      order: 'A-1',
      state: 'running',
    });
    const states = dax.pools.map(({ id, state, available }: { id: number; state: string; available: number }) => [
      id,
      state,
      available,
    ]);
    assert.deepEqual(states, [
      [SHARED, 'running', 2],
      [OWNED, 'running', 1],
      [PAST, 'ended', 0],
      [FUTURE, 'future', 0],
    ]);
    assert.deepEqual(
      sql.pools.map(({ id }: { id: number }) => id),
      [SHARED_SQL],
    );
  });

  test('courses are found by title and read in pages', async () => {
    const ids = async (query: string) =>
      (await alice.get(`/v1/library?${query}`)).body.map(({ id }: { id: string }) => Number(id));
    assert.deepEqual(await ids('search=WRITING'), [SQL]);
    assert.deepEqual(await ids('search=d%C3%A1x'), [DAX]);
    assert.deepEqual(await ids('search=nothing'), []);
    assert.deepEqual(await ids('page=2&pageSize=1'), [SQL]);
  });

  test('it is the manager’s own', async () => {
    const [theirs, ...more] = (await (await app.client(CHARLIE)).get('/v1/library')).body;
    assert.deepEqual([theirs.transferable.licenses, theirs.pools.length, more], [2, 1, []]);
    assert.equal((await app.withToken('').get('/v1/library')).status, 401);
    assert.equal((await alice.get('/v1/library?page=x')).status, 400);
  });
});
