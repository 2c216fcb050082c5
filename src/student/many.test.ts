import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { makeAccount } from '../../test/support/accounts.ts';
import { type Client, onBothEngines, startApp, type TestApp } from '../../test/support/app.ts';
import { ALICE, CHARLIE, cast, DAX, OWNED, SHARED, SHARED_SQL } from '../../test/support/cast.ts';

const time = { start: '2024-02-01T00:00:00+00:00', end: '2025-01-01T00:00:00+00:00' };
const [ANA, BEN, CAY] = [1, 2, 3];
const world = () => ({
  ...cast(),
  students: ['Ana', 'Ben', 'Cay'].map((name, i) => ({ id: i + 1, name, email: `${name}@alder.example` })),
  licenses: [
    { id: 101, poolId: SHARED, studentId: ANA, ...time },
    { id: 102, poolId: SHARED_SQL, studentId: ANA, ...time, end: '2024-08-01T00:00:00+00:00' },
    { id: 103, poolId: SHARED, studentId: BEN, ...time },
    { id: 104, poolId: OWNED, studentId: CAY, ...time },
  ],
  progress: [{ studentId: BEN, courseId: DAX, percent: 10, completed: null, lastAccess: '2024-03-01T00:00:00Z' }],
});

onBothEngines('many students at once', (engine) => {
  let app: TestApp;
  let alice: Client;
  let charlie: Client;
  beforeEach(async () => {
    app = await startApp(engine, { world: world() });
    alice = await app.client(ALICE);
    charlie = await app.client(CHARLIE);
  });
  const events = async (kind: string) => (await alice.get(`/v1/events?kind=${kind}`)).body;

  test('are told with those of their licenses that match', async () => {
    const { body, headers } = await alice.get(`/v1/students/courses?courseId=${DAX}&pageSize=2`);
    const told = body.map((one: { student: object; courses: { licenseId: number }[] }) => [
      one.student,
      one.courses.map(({ licenseId }) => licenseId),
    ]);
    const who = (id: number, name: string) => ({ id, name, email: `${name}@alder.example` });
    assert.deepEqual(told, [
      [who(ANA, 'Ana'), [101]],
      [who(BEN, 'Ben'), [103]],
    ]);
    assert.equal(headers.get('x-total-count'), '3');
    assert.deepEqual((await charlie.get('/v1/students/courses?status=all')).body, []);
    assert.equal((await alice.get('/v1/students/courses?progress=x')).status, 400);
  });

  test('get another end, each by itself, and once per key', async () => {
    const edit = (key: string) =>
      alice.post(
        '/v1/licenses/edit',
        { ids: ['101', '104', '999', '102'], endDate: '2024-09-01' },
        { 'idempotency-key': key },
      );
    const end = '2024-09-01T00:00:00+00:00';
    const results = [
      { row: 1, id: '101', outcome: 'edited', code: null, end },
      { row: 2, id: '104', outcome: 'refused', code: 'license_not_editable', end: undefined },
      { row: 3, id: '999', outcome: 'refused', code: 'not_found', end: undefined },
      { row: 4, id: '102', outcome: 'edited', code: null, end },
    ];
    const outline = ({ body }: Awaited<ReturnType<typeof edit>>) =>
      body.results.map(({ detail, license, ...rest }: { detail: string; license: { end: string } | null }) => ({
        ...rest,
        end: license?.end,
      }));
    assert.deepEqual(outline(await edit('k1')), results);
    assert.deepEqual(outline(await edit('k1')), results);
    assert.equal((await events('license.end_changed')).length, 2);
    const now = await alice.post('/v1/licenses/edit', { ids: ['103'], endDate: '2024-04-01' });
    assert.equal(now.body.results[0].outcome, 'ended');
    const theirs = await charlie.post('/v1/licenses/edit', { ids: ['101'], endDate: '2024-09-09' });
    assert.equal(theirs.body.results[0].code, 'not_found');
    for (const body of [{ ids: [], endDate: '2024-09-01' }, { ids: ['101'], endDate: '2024-02-30' }, { ids: ['101'] }])
      assert.equal((await alice.post('/v1/licenses/edit', body)).status, 400);
  });

  test('are reminded of what they never opened, once a day', async () => {
    const remind = async (...ids: number[]) =>
      (await alice.post('/v1/students/remind', { ids })).body.results.map(
        ({ id, outcome, code }: Record<string, unknown>) => [id, outcome, code],
      );
    assert.deepEqual(await remind(ANA, BEN, CAY, 99, ANA), [
      [ANA, 'reminded', null],
      [BEN, 'refused', 'nothing_unopened'],
      [CAY, 'reminded', null],
      [99, 'refused', 'not_found'],
      [ANA, 'refused', 'reminded_today'],
    ]);
    const mails = await app.context.db.read.kysely
      .selectFrom('outbox')
      .select(['recipient', 'license_id'])
      .where('kind', '=', 'license_unopened')
      .orderBy('license_id')
      .execute();
    assert.deepEqual(mails, [
      { recipient: 'Ana@alder.example', license_id: 102 },
      { recipient: 'Cay@alder.example', license_id: 104 },
    ]);
    assert.equal((await events('license.unopened')).length, 2);
    app.clock.forward(24 * 60 * 60);
    assert.deepEqual(await remind(ANA), [[ANA, 'reminded', null]]);
    assert.equal((await charlie.post('/v1/students/remind', { ids: [ANA] })).body.results[0].code, 'not_found');
    assert.equal((await (await app.client(ALICE, 'read')).post('/v1/students/remind', { ids: [ANA] })).status, 403);
  });

  test('many requests at once remind a student once', async () => {
    const all = await Promise.all(Array.from({ length: 8 }, () => alice.post('/v1/students/remind', { ids: [ANA] })));
    const codes = all.map(({ body }) => body.results[0].code);
    assert.deepEqual(codes.filter((code) => code === null).length, 1, codes.join());
  });

  test('one has the name corrected, until there is an account', async () => {
    const rename = (id: number, name: unknown, client = alice) => client.patch(`/v1/student/${id}`, { name });
    const { status, body } = await rename(ANA, ' Änna Ray ');
    assert.deepEqual([status, body], [200, { id: ANA, name: 'Änna Ray', email: 'Ana@alder.example' }]);
    assert.deepEqual(
      (await alice.get('/v1/students/search?search=anna')).body.map(({ id }: { id: number }) => id),
      [ANA],
    );
    const [event] = await events('student.renamed');
    assert.deepEqual([event.before, event.after, event.student.id], [{ name: 'Ana' }, { name: 'Änna Ray' }, ANA]);
    await rename(ANA, 'Änna Ray');
    assert.equal((await events('student.renamed')).length, 1, 'nothing changed');
    for (const name of ['', 'x'.repeat(201), 'a\u0007b', 7]) assert.equal((await rename(ANA, name)).status, 400);
    assert.equal((await rename(ANA, 'Theirs', charlie)).status, 404);
    assert.equal((await rename(99, 'Nobody')).status, 404);
    await makeAccount(app, { email: 'ana@alder.example', name: 'Ana' } as never);
    assert.equal((await rename(ANA, 'Again')).body.code, 'student_has_account');
  });
});
