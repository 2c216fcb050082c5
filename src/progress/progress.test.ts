/** Progress from wherever it comes: which report counts, and what history tells of it. */
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { signedIn } from '../../test/support/accounts.ts';
import { type Client, onBothEngines, startApp, type TestApp } from '../../test/support/app.ts';
import { ALICE, CHARLIE, cast, DAX, SHARED, SQL } from '../../test/support/cast.ts';

const NOW = '2024-04-19T06:36:10+00:00';
const REPORTS = '/api/app/publisher/progress';

onBothEngines('progress', (engine) => {
  let app: TestApp;
  let alice: Client;
  let staff: Awaited<ReturnType<typeof signedIn>>;
  let next = 0;

  /** The sessions of the staff end after a while. */
  const enter = async () => {
    staff = await signedIn(app, { email: `staff${next++}@publisher.example`, publisher: true });
  };
  const later = async (seconds: number) => {
    app.clock.forward(seconds);
    await enter();
  };

  before(async () => {
    app = await startApp(engine, { world: cast() });
    alice = await app.client(ALICE);
    await enter();
  });

  /** Somebody new with a license of Alice's, which is given back first where nothing is left. */
  const someone = async () => {
    const email = `person${next++}@alder.example`;
    const held = (await alice.get('/v1/licenses?pageSize=100')).body;
    for (const { id, poolId } of held) if (poolId === String(SHARED)) await alice.delete(`/v1/license/${id}`);
    const { status, body, text } = await alice.post(`/v1/pool/${SHARED}/license`, { email });
    assert.equal(status, 200, text);
    return { email, id: body.student.id as number, license: body.id as number };
  };
  const report = (email: string, ...reports: object[]) =>
    staff.post(
      REPORTS,
      reports.map((one) => ({ email, courseId: DAX, ...one })),
    );
  const known = async ({ id }: { id: number }) => {
    const [course] = (await alice.get(`/v1/students/${id}/courses`)).body;
    return [course.progress, course.completed, course.lastAccess];
  };
  const told = async (student: number, client = alice) =>
    (await client.get('/v1/events?pageSize=100')).body
      .filter(
        (event: { student: { id: number } | null; kind: string }) =>
          event.student?.id === student && event.kind.startsWith('progress.'),
      )
      .reverse();
  const kinds = (events: { kind: string }[]) => events.map(({ kind }) => kind);

  test('is that of the newest report, for all that it says', async () => {
    const { email, id } = await someone();
    await report(email, { percent: 40, lastAccess: '2024-04-18T10:00:00Z', reportedAt: '2024-04-18T10:00:00Z' });
    const late = await report(email, {
      percent: 90,
      lastAccess: '2024-04-18T11:00:00Z',
      reportedAt: '2024-04-18T09:00:00Z',
    });
    assert.deepEqual(late.body, { taken: 0 });
    assert.deepEqual(await known({ id }), [40, null, '2024-04-18T10:00:00+00:00']);
    await report(email, { percent: 20, reportedAt: '2024-04-18T12:00:00Z' });
    assert.deepEqual(await known({ id }), [20, null, '2024-04-18T10:00:00+00:00']);
    await report(email, { percent: 21, reportedAt: '2024-04-18T12:00:00Z' });
    assert.deepEqual(
      await known({ id }),
      [21, null, '2024-04-18T10:00:00+00:00'],
      'of the same second, the one that comes later',
    );
  });

  test('keeps the first completion, in whatever order reports come', async () => {
    const one = await someone();
    await report(one.email, { percent: 100, reportedAt: '2024-04-10T00:00:00Z' });
    assert.deepEqual(await known(one), [100, '2024-04-10T00:00:00+00:00', null]);
    await report(one.email, { percent: 30, reportedAt: '2024-04-12T00:00:00Z' });
    await report(one.email, { percent: 100, completed: '2024-04-13T00:00:00Z', reportedAt: '2024-04-13T00:00:00Z' });
    assert.deepEqual(await known(one), [100, '2024-04-10T00:00:00+00:00', null]);
    const other = await someone();
    await report(other.email, { percent: 30, reportedAt: '2024-04-12T00:00:00Z' });
    assert.deepEqual((await report(other.email, { percent: 100, reportedAt: '2024-04-10T00:00:00Z' })).body, {
      taken: 0,
    });
    assert.deepEqual(await known(other), [30, '2024-04-10T00:00:00+00:00', null]);
    const third = await someone();
    await report(third.email, { percent: 100, completed: null, reportedAt: '2024-04-10T00:00:00Z' });
    assert.deepEqual(await known(third), [100, null, null], 'who says that nothing is completed is believed');
  });

  test('has no time after now', async () => {
    const { email, id } = await someone();
    const future = '2031-01-01T00:00:00Z';
    await report(email, { percent: 10, reportedAt: future, lastAccess: future });
    assert.deepEqual(await known({ id }), [10, null, NOW]);
    await report(email, { percent: 12 });
    assert.deepEqual(await known({ id }), [12, null, NOW], 'nobody is shut out by a clock that is wrong');
  });

  test('is told once an hour, and a completion always', async () => {
    const { email, id, license } = await someone();
    app.clock.set('2024-04-19T06:36:10+00:00');
    for (const percent of [10, 20, 30]) await report(email, { percent });
    assert.deepEqual(kinds(await told(id)), ['progress.reported']);
    await report(email, { percent: 100 });
    await report(email, { percent: 100 });
    const [, completed] = await told(id);
    assert.deepEqual(kinds(await told(id)), ['progress.reported', 'progress.completed']);
    assert.deepEqual(
      [completed.after, completed.before.percent, completed.poolId, completed.licenseId, completed.course.id],
      [{ percent: 100, completed: NOW, lastAccess: null }, 30, SHARED, license, String(DAX)],
    );
    await later(3599);
    await report(email, { percent: 50 });
    assert.equal((await told(id)).length, 2);
    await later(1);
    await report(email, { percent: 60 });
    assert.deepEqual(kinds(await told(id)).at(-1), 'progress.reported');
    assert.deepEqual(await told(id, await app.client(CHARLIE)), []);
    await alice.delete(`/v1/license/${license}`);
    await later(3600);
    await report(email, { percent: 70 });
    assert.equal((await told(id)).length, 3, 'who holds no license any more is told of to the publisher');
    assert.deepEqual((await known({ id }).catch(() => null)) !== null, true);
    app.clock.set(NOW);
    await enter();
  });

  test('that is completed by many at once is completed once', async () => {
    const { email, id } = await someone();
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, n) => report(email, { percent: 100, completed: `2024-04-1${n % 9}T00:00:00Z` })),
    );
    assert.deepEqual(
      answers.map(({ status, text }) => (status === 200 ? 200 : text)),
      answers.map(() => 200),
    );
    assert.equal(kinds(await told(id)).filter((kind) => kind === 'progress.completed').length, 1);
  });

  test('of an import is told like any other, but not that of people who come with it', async () => {
    const { id } = await someone();
    await app.load({
      students: [{ id: 7001, name: 'New', email: 'new@alder.example' }],
      progress: [
        { studentId: 7001, courseId: DAX, percent: 100, completed: '2024-04-01T00:00:00Z' },
        { studentId: id, courseId: DAX, percent: 100, completed: '2024-04-01T00:00:00Z' },
        { studentId: id, courseId: SQL, percent: 5, completed: null },
      ],
    });
    assert.deepEqual(kinds(await told(id)), ['progress.completed']);
    const { rows } = {
      rows: await app.context.db.read.kysely
        .selectFrom('event')
        .select(['kind', 'manager_id'])
        .where('student_id', '=', 7001)
        .execute(),
    };
    assert.deepEqual(rows, []);
  });

  test('that is not right is refused by its place, and nothing is taken', async () => {
    const { email, id } = await someone();
    for (const [wrong, pointer] of [
      [{ percent: 101 }, '/1/percent'],
      [{ percent: -1 }, '/1/percent'],
      [{ percent: Number.NaN }, '/1/percent'],
      [{ percent: 1, reportedAt: 'yesterday' }, '/1/reportedAt'],
      [{ percent: 1, completed: '2024-02-30T00:00:00Z' }, '/1/completed'],
      [{ percent: 1, email: 'nobody@alder.example' }, '/1'],
      [{ percent: 1, courseId: 4711 }, '/1/courseId'],
    ] as const) {
      const { status, body } = await report(email, { percent: 5 }, wrong);
      assert.deepEqual([status, body.errors?.[0]?.pointer], [400, pointer], JSON.stringify(body));
    }
    assert.deepEqual(await known({ id }), [0, null, null]);
  });
});
