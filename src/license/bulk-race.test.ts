/** Batches that meet each other, over two servers where the engine allows it: exact seats, and nobody is told of it. */
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import type { ImportFile } from '#import/schema.ts';
import { type Answer, type Client, onBothEngines, startApp, type TestApp } from '../../test/support/app.ts';
import { inspect } from '../db/inspect.ts';

const [ALICE, CHARLIE, DAX, SQL] = [1, 2, 10, 11];
const [ONE, TWO, OTHER, SMALL, CHARLIES] = [21, 22, 23, 24, 31];

const pool = (id: number, managerId: number, courseId: number, licenses: number) => ({
  ...{ id, managerId, courseId, licenses, transferable: true },
  ...{ start: '2024-01-01T00:00:00+00:00', end: '2025-01-01T00:00:00+00:00' },
});
const world = (): ImportFile => ({
  managers: [
    { id: ALICE, name: 'Alder', email: 'alice@alder.example', allowedDomains: ['alder.example'] },
    { id: CHARLIE, name: 'Cedar', email: 'charlie@cedar.example', allowedDomains: ['alder.example'] },
  ],
  courses: [DAX, SQL].map((id) => ({ id, title: `Course ${id}` })),
  pools: [
    pool(ONE, ALICE, DAX, 500),
    pool(TWO, ALICE, DAX, 500),
    pool(OTHER, ALICE, SQL, 500),
    pool(SMALL, ALICE, SQL, 40),
    pool(CHARLIES, CHARLIE, DAX, 500),
  ],
  students: [],
  licenses: [],
  progress: [],
});

onBothEngines('batches at once', (engine) => {
  let app: TestApp;
  let alice: Client;
  let elsewhere: Client;
  let charlie: Client;

  before(async () => {
    app = await startApp(engine, { world: world() });
    const { databaseUrl: url, dataDir } = app.context.config;
    const second = engine === 'postgres' ? await startApp(engine, { database: { url, dataDir } }) : app;
    [alice, elsewhere, charlie] = await Promise.all([app.client(ALICE), second.client(ALICE), second.client(CHARLIE)]);
  });

  const people = (of: string, count: number) =>
    Array.from({ length: count }, (_, n) => ({ email: `${of}${n}@alder.example` }));
  const bulk = (client: Client, poolId: number, rows: object[], more = {}) =>
    client.post(`/v1/pool/${poolId}/bulk`, { rows, ...more });
  const codes = (answers: Answer[]) => {
    const count: Record<string, number> = {};
    for (const { status, body } of answers) {
      assert.equal(status, 200, JSON.stringify(body).slice(0, 200));
      for (const { code, outcome } of body.results) count[code ?? outcome] = (count[code ?? outcome] ?? 0) + 1;
    }
    return count;
  };
  const sound = async () => assert.deepEqual(await inspect(app.context.db), []);

  test('of the same people, in any order, for one pool, for two, and by two managers: each gets one license', async () => {
    const rows = people('same', 150);
    const answers = await Promise.all([
      bulk(alice, ONE, rows),
      bulk(elsewhere, ONE, rows.toReversed()),
      bulk(elsewhere, TWO, rows),
      bulk(alice, TWO, rows.toReversed()),
      bulk(charlie, CHARLIES, rows.toReversed()),
    ]);
    assert.deepEqual(codes(answers), { assigned: 150, already_enrolled: 600 });
    await sound();
  });

  test('for the last licenses give them once, and with taking back none is lost', async () => {
    const answers = await Promise.all([bulk(alice, SMALL, people('a', 60)), bulk(elsewhere, SMALL, people('b', 60))]);
    assert.deepEqual(codes(answers), { assigned: 40, no_available_licenses: 80 });
    app.clock.forward(86_400);
    const again = await Promise.all([
      bulk(alice, SMALL, people('c', 30), { recycle: true }),
      bulk(elsewhere, SMALL, people('d', 30), { recycle: true }),
      bulk(alice, OTHER, people('a', 60).toReversed()),
      bulk(elsewhere, OTHER, people('b', 60)),
    ]);
    assert.ok((codes(again).assigned ?? 0) > 60, JSON.stringify(codes(again)));
    assert.equal((await alice.get(`/v1/pool/${SMALL}`)).body.availableLicenses, 0);
    await sound();
  });

  test('of revocations and changes beside assignments: each license is changed once', async () => {
    const given = await Promise.all([bulk(alice, OTHER, people('e', 100)), bulk(alice, ONE, people('f', 100))]);
    const ids = given.flatMap(({ body }) => body.results.map(({ license }: { license: { id: number } }) => license.id));
    const answers = await Promise.all([
      alice.post('/v1/licenses/revoke', { ids }),
      elsewhere.post('/v1/licenses/revoke', { ids: ids.toReversed(), mode: 'each' }),
      elsewhere.post('/v1/licenses/edit', { ids, endDate: '2024-08-01' }),
    ]);
    const count = codes(answers);
    assert.equal(count.revoked, 200);
    assert.equal((count.edited ?? 0) + (count.license_inactive ?? 0), 400);
    const busy = await Promise.all([bulk(alice, TWO, people('e', 100)), bulk(elsewhere, OTHER, people('f', 100))]);
    assert.deepEqual(codes(busy), { assigned: 200 });
    await sound();
  });
});
