import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { type Browser, mailsOf, openBrowser, PASSWORD, signedIn } from '../../test/support/accounts.ts';
import { onBothEngines, request, startApp, type TestApp } from '../../test/support/app.ts';
import { ALICE, cast, DAX, SHARED } from '../../test/support/cast.ts';
import { root } from '../root.ts';

const AREA = '/api/app/publisher';

onBothEngines('the publisher', (engine) => {
  let app: TestApp;
  let staff: Browser;

  before(async () => {
    app = await startApp(engine, { world: cast() });
    staff = await signedIn(app, { email: 'pat@publisher.example', name: 'Pat', publisher: true });
  });

  const pool = (more: object = {}) => ({
    managerId: ALICE,
    courseId: String(DAX),
    transferable: true,
    licenses: 5,
    start: '2024-01-01T00:00:00+00:00',
    end: '2024-12-31T23:00:00-01:00',
    ...more,
  });
  const lastEvent = async () =>
    (await app.context.db.read.kysely.selectFrom('event').selectAll().orderBy('id', 'desc').limit(1).execute())[0];

  test('the area does not exist for others, were they owners of everything', async () => {
    const owner = await signedIn(app, { email: 'olga@alder.example', roles: { [ALICE]: 'owner' } });
    for (const path of ['v1/managers', 'v1/courses', 'v1/pools']) {
      assert.equal((await owner.get(`${AREA}/${path}`)).status, 404);
      assert.equal((await owner.post(`${AREA}/${path}`, {})).status, 404);
      assert.equal((await openBrowser(app.url).get(`${AREA}/${path}`)).status, 401);
    }
    assert.equal((await owner.post(`${AREA}/import`, { courses: [{ id: 5000, title: 'Mine' }] })).status, 404);
    assert.equal((await owner.patch(`${AREA}/v1/pools/${SHARED}`, { licenses: 99 })).status, 404);
    assert.equal((await staff.get(`/api/app/managers/${ALICE}/v1/me`)).status, 404, 'staff is no member');
  });

  test('a license manager without an owner gets one by an invitation', async () => {
    const { body: manager } = await staff.post(`${AREA}/v1/managers`, { name: 'Elm', email: 'it@elm.example' });
    const without = async () => (await staff.get(`${AREA}/managers/without-owner`)).body as number[];
    assert.ok((await without()).includes(Number(manager.id)));
    const invite = (body: object, id = manager.id) => staff.post(`${AREA}/v1/managers/${id}/invite`, body);
    const invited = await invite({ email: 'Eli@elm.example' });
    assert.deepEqual([invited.status, invited.body.role, invited.body.state], [200, 'owner', 'invited']);
    const [listed] = (await staff.get(`${AREA}/managers/${manager.id}/members`)).body;
    assert.deepEqual([listed.email, listed.mail.state], ['eli@elm.example', 'waiting']);
    assert.ok((await without()).includes(Number(manager.id)), 'an invitation is no owner');
    const mail = (await mailsOf(app, 'invitation')).find(({ recipient }) => recipient === 'eli@elm.example');
    const browser = openBrowser(app.url);
    const path = `/api/app${new URL(mail?.payload.url ?? '').pathname}`;
    assert.equal((await browser.post(path, { name: 'Eli', password: PASSWORD })).status, 200);
    assert.ok(!(await without()).includes(Number(manager.id)));
    assert.equal((await invite({ email: 'eli@elm.example' })).body.code, 'already_member');
    assert.equal((await invite({ email: 'nobody' })).body.errors[0].pointer, '/email');
    assert.equal((await invite({ email: 'a@elm.example', role: 'king' })).status, 400);
    assert.equal((await invite({ email: 'a@elm.example' }, 987_654)).status, 404);
    assert.equal((await staff.get(`${AREA}/managers/987654/members`)).status, 404);
    assert.equal((await browser.get(`${AREA}/managers/without-owner`)).status, 404);
    assert.equal(
      (await browser.post(`${AREA}/v1/managers/${manager.id}/invite`, { email: 'x@elm.example' })).status,
      404,
    );
    assert.equal((await openBrowser(app.url).get(`${AREA}/managers/${manager.id}/members`)).status, 401);
  });

  test('a course is made, sold in a pool, and assigned from it', async () => {
    const course = (await staff.post(`${AREA}/v1/courses`, { title: 'Drawing Maps' })).body;
    assert.deepEqual((await staff.get(`${AREA}/v1/courses?search=maps`)).body, [course]);
    const made = await staff.post(`${AREA}/v1/pools`, pool({ courseId: Number(course.id), licenses: 1, order: 'B-7' }));
    assert.equal(made.status, 200, made.text);
    const alice = await app.client(ALICE);
    const assign = (email: string) => alice.post(`/v1/pool/${made.body.id}/license`, { email });
    assert.equal((await assign('a@alder.example')).status, 200);
    assert.equal((await assign('b@alder.example')).body.code, 'no_available_licenses');
    assert.equal((await staff.patch(`${AREA}/v1/pools/${made.body.id}`, { licenses: 2 })).body.availableLicenses, 1);
    assert.equal((await lastEvent())?.kind, 'pool.enlarged');
    assert.equal((await assign('b@alder.example')).status, 200);
  });

  test('a file is imported whole or not at all, and every problem is told at its place', async () => {
    const bad = { courses: [{ id: 900, title: 'New' }], pools: [{ ...pool(), id: 900, courseId: 901 }] };
    const refused = await staff.post(`${AREA}/import`, bad);
    assert.equal(refused.status, 400);
    assert.deepEqual(refused.body.errors, [{ pointer: 'pools[0].courseId', detail: 'no course 901' }]);
    assert.deepEqual((await staff.get(`${AREA}/v1/courses?search=new`)).body, []);
    const filler = Array.from({ length: 5000 }, (_, i) => ({
      id: 10_000 + i,
      title: `Course ${i} ${'x'.repeat(100)}`,
    }));
    const loaded = await staff.post(`${AREA}/import`, { courses: filler });
    assert.equal(loaded.status, 200, loaded.text);
    assert.equal(loaded.body.courses, 5000, 'a file may be larger than other bodies');
    const event = await lastEvent();
    assert.deepEqual([event?.kind, event?.actor_kind, event?.actor_label], ['import.applied', 'person', 'Pat']);
  });

  test('the page reads a file as the command does, tells where it is wrong, and what it would add', async () => {
    const send = async (text: string, query = '') => {
      const cookie = [...staff.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
      const headers = { ...staff.headers, cookie, 'content-type': 'application/json' };
      const answer = await request(`${app.url}${AREA}/import${query}`, { method: 'POST', headers, body: text });
      return { status: answer.status, dryRun: answer.headers.get('dry-run'), body: answer.body };
    };
    const courses = (await send('\ufeff{"courses":[{"id":7100,"title":"Marked"}]}')).body.courses;
    assert.equal(courses, 1, 'a byte order mark is no fault');
    const comma = await send('{\r\n  "courses": [\r\n    {"id":7101,"title":"A"},\r\n  ]}');
    assert.deepEqual([comma.status, comma.body.code], [400, 'invalid_request']);
    assert.match(
      comma.body.detail,
      /is not JSON in UTF-8: line 4, column 3: courses\[1\], at character \d+: Unexpected "\]"/,
    );
    const example = readFileSync(join(root, 'web/src/publisher/importExample.json'), 'utf8');
    const would = await send(example, '?dryRun=true');
    const counts = { managers: 1, courses: 1, pools: 1, students: 1, licenses: 1, progress: 1 };
    assert.deepEqual([would.status, would.dryRun, would.body], [200, 'true', counts]);
    assert.deepEqual((await staff.get(`${AREA}/v1/courses?search=example`)).body, [], 'a dry run leaves nothing');
    assert.deepEqual((await send(example)).body, counts);
    const again = await send(example);
    assert.ok(
      Object.values(again.body).every((count) => count === 0),
      'all of it is known',
    );
    const records = Array.from({ length: 60_000 }, () => '{"id":"x"}').join(',');
    const bad = await send(`{"students":[${records}]}`);
    assert.deepEqual([bad.status, bad.body.errors.length], [400, 200], 'as much as anybody reads is told');
  });

  test('progress is taken where it is newer', async () => {
    const alice = await app.client(ALICE);
    const email = 'sue@alder.example';
    const { student } = (await alice.post(`/v1/pool/${SHARED}/license`, { email })).body;
    const report = (percent: number, lastAccess: string, who: object = { email }) =>
      staff.post(`${AREA}/progress`, [{ ...who, courseId: DAX, percent, completed: null, lastAccess }]);
    const progress = async () => (await alice.get(`/v1/student?email=${email}`)).body.courses[0].progress;
    assert.deepEqual((await report(40, '2024-04-18T10:00:00+00:00')).body, { taken: 1 });
    assert.deepEqual((await report(10, '2024-04-17T10:00:00+00:00')).body, { taken: 0 });
    assert.equal(await progress(), 40);
    assert.deepEqual((await report(60, '2024-04-18T12:00:00+01:00', { studentId: student.id })).body, { taken: 1 });
    assert.equal(await progress(), 60);
    const unknown = await staff.post(`${AREA}/progress`, [
      { email, courseId: DAX, percent: 90, lastAccess: '2024-04-19T00:00:00Z' },
      { email: 'nobody@alder.example', courseId: 987_654, percent: 1 },
    ]);
    assert.deepEqual(
      unknown.body.errors.map(({ pointer }: { pointer: string }) => pointer),
      ['/1', '/1/courseId'],
    );
    assert.equal(await progress(), 60);
  });
});
