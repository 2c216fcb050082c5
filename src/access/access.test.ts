/** Whether somebody may watch: one and many, right after a change, and progress that the publisher reports. */
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { type Client, onBothEngines, startApp, type TestApp } from '../../test/support/app.ts';
import { ALICE, CHARLIE, CHARLIES, cast, DAX, SHARED, SHARED_SQL, SQL } from '../../test/support/cast.ts';

onBothEngines('access', (engine) => {
  let app: TestApp;
  let second: TestApp;
  let alice: Client;
  let publisher: Client;
  let reading: Client;
  const ann = { email: 'ann@alder.example', id: 0, license: 0 };

  before(async () => {
    app = await startApp(engine, { world: cast() });
    const { databaseUrl: url, dataDir } = app.context.config;
    second = engine === 'postgres' ? await startApp(engine, { database: { url, dataDir } }) : app;
    alice = await app.client(ALICE);
    publisher = await app.publisher();
    reading = await second.publisher('read');
    const { body } = await alice.post(`/v1/pool/${SHARED}/license`, { email: ann.email, name: 'Ann' });
    Object.assign(ann, { id: body.student.id, license: body.id });
  });

  const ask = (query: string, client = publisher) => client.get(`/v1/access?${query}`);
  const none = (courseId: string, student: object | null = null) => ({
    ...{ courseId, student, access: false, licenseId: null, managerId: null, until: null },
  });

  test('is found by address or id', async () => {
    const student = { id: ann.id, name: 'Ann', email: ann.email };
    const held = {
      ...{ courseId: String(DAX), student, access: true, licenseId: ann.license, managerId: String(ALICE) },
      until: '2025-01-01T00:00:00+00:00',
    };
    assert.deepEqual((await ask(`courseId=${DAX}&email=${ann.email}`)).body, held);
    assert.deepEqual((await ask(`courseId=${DAX}&email=ANN@Alder.Example`)).body, held);
    assert.deepEqual((await ask(`courseId=${DAX}&studentId=${ann.id}`, reading)).body, held);
    assert.deepEqual((await ask(`courseId=${SQL}&studentId=${ann.id}`)).body, none(String(SQL), student));
    for (const [query, courseId] of [
      [`courseId=${DAX}&email=nobody@alder.example`, String(DAX)],
      [`courseId=${DAX}&email=nothing`, String(DAX)],
      [`courseId=${DAX}&studentId=987654`, String(DAX)],
    ])
      assert.deepEqual((await ask(query as string)).body, none(courseId as string));
    assert.deepEqual((await ask(`courseId=nine&studentId=${ann.id}`)).body, none('nine', student));
    for (const query of [
      `courseId=${DAX}`,
      `studentId=${ann.id}`,
      `courseId=${DAX}&studentId=x`,
      `courseId=${DAX}&studentId=1&email=a@b.example`,
      '',
    ])
      assert.equal((await ask(query)).status, 400, query);
    assert.equal((await ask(`courseId=${DAX}&studentId=${ann.id}`, app.withToken(''))).status, 401);
  });

  test('of a thousand is answered in their order, also to who may only read', async () => {
    const charlie = await app.client(CHARLIE);
    const { body: bob } = await charlie.post(`/v1/pool/${CHARLIES}/license`, { email: 'bob@cedar.example' });
    const checks = Array.from({ length: 1000 }, (_, n) =>
      n === 3
        ? { courseId: String(DAX), email: 'BOB@cedar.example' }
        : n === 700
          ? { courseId: String(DAX), studentId: ann.id }
          : n === 701
            ? { courseId: String(SQL), email: ann.email }
            : { courseId: String(DAX), email: `nobody.${n}.${'x'.repeat(50)}@alder.example` },
    );
    const { status, body } = await reading.post('/v1/access', { checks });
    assert.equal(status, 200);
    const found = body.results.flatMap(
      ({ access, licenseId, student }: { access: boolean; licenseId: number; student: unknown }, place: number) =>
        access || student ? [[place, access, licenseId]] : [],
    );
    assert.deepEqual(found, [
      [3, true, bob.id],
      [700, true, ann.license],
      [701, false, null],
    ]);
    assert.deepEqual(body.results[700], (await ask(`courseId=${DAX}&studentId=${ann.id}`)).body);
    const refused = await publisher.post('/v1/access', {
      checks: [checks[0], { courseId: '1' }, { ...checks[700], email: 'x' }],
    });
    assert.deepEqual(
      [refused.status, refused.body.errors.map(({ pointer }: { pointer: string }) => pointer)],
      [400, ['/checks/1', '/checks/2']],
    );
    assert.equal((await publisher.post('/v1/access', { checks: [...checks, checks[0]] })).status, 400);
    assert.equal((await publisher.post('/v1/access', { checks: [] })).status, 400);
  });

  test('ends with the license, at once and in every process', async () => {
    for (let turn = 0; turn < 10; turn++) {
      const { body } = await alice.post(`/v1/pool/${SHARED_SQL}/license`, { email: ann.email });
      const asked = () =>
        Promise.all([ask(`courseId=${SQL}&studentId=${ann.id}`, reading), ask(`courseId=${SQL}&email=${ann.email}`)]);
      assert.deepEqual(
        (await asked()).map((answer) => answer.body.access),
        [true, true],
      );
      await alice.delete(`/v1/license/${body.id}`);
      assert.deepEqual(
        (await asked()).map((answer) => answer.body.access),
        [false, false],
      );
      const { body: many } = await reading.post('/v1/access', {
        checks: [{ courseId: String(SQL), studentId: ann.id }],
      });
      assert.equal(many.results[0].access, false);
    }
  });

  test('and progress: a thousand reports, all or nothing', async () => {
    const courseId = String(DAX);
    const report = (...reports: object[]) => publisher.post('/v1/progress', { reports });
    const known = async () => {
      const [course] = (await alice.get(`/v1/students/${ann.id}/courses`)).body.filter(
        (one: { id: string; courseId?: string; course?: { id: string } }) =>
          [one.id, one.courseId, one.course?.id].includes(courseId),
      );
      return [course.progress, course.completed];
    };
    const first = await report(
      { studentId: ann.id, courseId, percent: 50, reportedAt: '2024-04-10T00:00:00Z' },
      { email: ann.email, courseId, percent: 60, reportedAt: '2024-04-11T00:00:00Z' },
      { email: ann.email, courseId, percent: 20, reportedAt: '2024-04-09T00:00:00Z' },
    );
    assert.deepEqual([first.status, first.body], [200, { taken: 2, older: 1 }], first.text);
    assert.deepEqual(await known(), [60, null]);
    const bad = await report(
      { studentId: ann.id, courseId, percent: 99 },
      { studentId: 987_654, courseId },
      { courseId: '4711', email: ann.email },
    );
    assert.deepEqual(
      [bad.status, bad.body.errors.map(({ pointer }: { pointer: string }) => pointer)],
      [400, ['/reports/1/studentId', '/reports/2/courseId']],
    );
    assert.deepEqual(await known(), [60, null]);
    const completed = {
      studentId: ann.id,
      courseId,
      completed: '2024-04-12T00:00:00Z',
      reportedAt: '2024-04-12T00:00:00Z',
    };
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => report(completed, { ...completed, completed: '2024-04-13T00:00:00Z' })),
    );
    assert.ok(answers.every(({ body }) => body.taken === 2));
    assert.deepEqual(await known(), [100, '2024-04-12T00:00:00+00:00']);
    const events = (await alice.get(`/v1/events?kind=progress.completed`)).body;
    assert.equal(events.length, 1);
    const dry = await publisher.post('/v1/progress?dryRun=true', {
      reports: [{ ...completed, percent: 1, reportedAt: '2024-04-14T00:00:00Z' }],
    });
    assert.deepEqual([dry.status, dry.headers.get('dry-run'), (await known())[0]], [200, 'true', 100]);
    assert.equal((await reading.post('/v1/progress', { reports: [completed] })).status, 403);
    assert.equal((await report(...Array.from({ length: 1001 }, () => completed))).status, 400);
  });
});
