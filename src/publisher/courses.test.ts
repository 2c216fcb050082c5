/** Courses in the publisher's API, with their pictures. */
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { openBrowser } from '../../test/support/accounts.ts';
import { type Client, onBothEngines, startApp, type TestApp } from '../../test/support/app.ts';
import { ALICE, cast, DAX } from '../../test/support/cast.ts';

const PNG = Buffer.from('\x89PNG\r\n\x1a\nand so on', 'latin1');
const JPEG = Buffer.from('\xff\xd8\xff\xe0and so on', 'latin1');
const WEBP = Buffer.from('RIFF\x10\0\0\0WEBPVP8 and so on', 'latin1');

onBothEngines('courses of the publisher', (engine) => {
  let app: TestApp;
  let publisher: Client;
  let url: string;

  before(async () => {
    app = await startApp(engine, { world: cast() });
    publisher = await app.publisher();
    url = app.context.config.publicUrl;
  });

  const made = async (body: object) => {
    const answer = await publisher.post('/v1/courses', body);
    assert.equal(answer.status, 200, answer.text);
    return answer.body;
  };
  const cover = (id: string, body: unknown, type = 'image/png', query = '') =>
    publisher.put(`/v1/courses/${id}/cover${query}`, body, { 'content-type': type });
  const seen = (address: string) => fetch(address.replace(url, app.url));

  test('are made with what is not said, shown, changed and found', async () => {
    const course = await made({ title: ' Zürich Maps ' });
    assert.deepEqual(course, {
      ...{ id: course.id, title: 'Zürich Maps', description: '', kind: 'course', months: 36, cover: null },
      ...{ launch: { method: 'none', url: null, moveOn: null }, activityId: `${url}/xapi/course/${course.id}` },
      ...{ certificates: false, archived: false },
    });
    assert.deepEqual((await publisher.get(`/v1/courses/${course.id}`)).body, course);
    assert.equal((await made({ title: 'Monthly', kind: 'subscription' })).months, 12);
    const launch = { method: 'cmi5', url: 'https://courses.example/maps' };
    const changes = { description: 'All of them.', kind: 'subscription', launch, certificates: true, months: 6 };
    const changed = await publisher.patch(`/v1/courses/${course.id}`, changes);
    assert.deepEqual(changed.body, { ...course, ...changes, launch: { ...launch, moveOn: 'Completed' } });
    const passed = await publisher.patch(`/v1/courses/${course.id}`, { launch: { moveOn: 'Passed' } });
    assert.deepEqual(passed.body.launch, { ...launch, moveOn: 'Passed' });
    const token = await publisher.patch(`/v1/courses/${course.id}`, { launch: { method: 'token' } });
    assert.deepEqual(token.body.launch, { ...launch, method: 'token', moveOn: null });
    const activityId = 'https://courses.example/xapi/maps';
    assert.equal((await publisher.patch(`/v1/courses/${course.id}`, { activityId })).body.activityId, activityId);
    const twice = await publisher.post('/v1/courses', { title: 'Other', activityId });
    assert.equal(twice.body.errors[0].pointer, '/activityId');
    const reset = await publisher.patch(`/v1/courses/${course.id}`, { activityId: course.activityId });
    assert.equal(reset.body.activityId, course.activityId);
    const found = await publisher.get('/v1/courses?search=zurich%20MAPS');
    assert.deepEqual([found.body.length, found.body[0].id], [1, course.id]);
    const [newest] = (await publisher.get('/v1/courses?pageSize=1')).body;
    assert.ok(Number(newest.id) >= Number(course.id));
    const [event] = await app.context.db.read.kysely
      .selectFrom('event')
      .selectAll()
      .where('kind', '=', 'course.changed')
      .orderBy('id', 'desc')
      .limit(1)
      .execute();
    assert.equal(event?.course_id, Number(course.id));
  });

  test('that make no sense are refused at their place', async () => {
    const wrong: [object, string][] = [
      [{}, '/title'],
      [{ title: '' }, '/title'],
      [{ title: 'x', kind: 'book' }, '/kind'],
      [{ title: 'x', months: 0 }, '/months'],
      [{ title: 'x', launch: { method: 'link' } }, '/launch/url'],
      [{ title: 'x', launch: { method: 'link', url: 'javascript:alert(1)' } }, '/launch/url'],
      [{ title: 'x', launch: { method: 'ftp', url: 'https://x.example' } }, '/launch/method'],
      [{ title: 'x', launch: { method: 'cmi5', url: 'https://x.example', moveOn: 'Never' } }, '/launch/moveOn'],
      [{ title: 'x', activityId: 'no iri' }, '/activityId'],
      [{ title: 'x', cover: 'https://x.example/x.png' }, '/cover'],
    ];
    for (const [body, pointer] of wrong) {
      const { status, body: problem } = await publisher.post('/v1/courses', body);
      assert.deepEqual([status, problem.errors?.[0]?.pointer], [400, pointer], JSON.stringify(body));
    }
    assert.equal((await publisher.patch('/v1/courses/987654', { title: 'x' })).status, 404);
    assert.equal((await publisher.get('/v1/courses/987654')).status, 404);
    assert.equal((await publisher.get('/v1/courses?archived=perhaps')).status, 400);
    assert.equal((await (await app.publisher('read')).post('/v1/courses', { title: 'x' })).status, 403);
  });

  test('that are archived take no new pools, and are listed by themselves', async () => {
    const course = await made({ title: 'Old Maps' });
    assert.equal((await publisher.patch(`/v1/courses/${course.id}`, { archived: true })).body.archived, true);
    const sale = { managerId: String(ALICE), courseId: course.id, licenses: 1 };
    const refused = await publisher.post('/v1/pools', sale);
    assert.deepEqual([refused.status, refused.body.code], [400, 'course_archived']);
    const list = async (query: string) => {
      const { body, headers } = await publisher.get(`/v1/courses?pageSize=100${query}`);
      assert.equal(headers.get('x-total-count'), String(body.length), query);
      return body.map(({ id }: { id: string }) => id);
    };
    assert.deepEqual(await list('&archived=true'), [course.id]);
    assert.ok(!(await list('&archived=0')).includes(course.id));
    assert.ok((await list('')).includes(course.id));
    assert.deepEqual(await list('&archived=false&search=old'), []);
    await publisher.patch(`/v1/courses/${course.id}`, { archived: false });
    assert.equal((await publisher.post('/v1/pools', sale)).status, 200);
    assert.deepEqual(await list('&archived=true'), []);
  });

  test('get pictures, which anybody sees', async () => {
    const course = await made({ title: 'Pictures' });
    for (const [bytes, type] of [
      [PNG, 'image/png'],
      [JPEG, 'image/jpeg'],
      [WEBP, 'image/webp'],
    ] as const) {
      const given = await cover(course.id, bytes, 'application/octet-stream');
      assert.equal(given.status, 200, given.text);
      const answer = await seen(given.body.cover);
      assert.deepEqual([answer.status, answer.headers.get('content-type')], [200, type]);
      assert.ok(Buffer.from(await answer.arrayBuffer()).equals(bytes));
      assert.equal(answer.headers.get('x-content-type-options'), 'nosniff');
      assert.match(answer.headers.get('content-security-policy') ?? '', /default-src 'none'/);
      assert.match(answer.headers.get('cache-control') ?? '', /max-age=31536000, immutable/);
    }
    const before = (await publisher.get(`/v1/courses/${course.id}`)).body.cover;
    const dry = await cover(course.id, PNG, 'image/png', '?dryRun=true');
    assert.deepEqual([dry.status, dry.headers.get('dry-run')], [200, 'true']);
    assert.equal((await publisher.get(`/v1/courses/${course.id}`)).body.cover, before);
    assert.equal((await seen(dry.body.cover)).status, 404);
    for (const type of ['image/png', 'application/json', 'text/csv', 'application/x-www-form-urlencoded'])
      assert.equal((await cover(course.id, PNG, type)).status, 200, type);
    assert.equal((await seen(before)).status, 404, 'the picture before is gone');
    assert.equal((await openBrowser(app.url).get('/api/covers/none.png')).status, 404);
    assert.equal((await fetch(`${app.url}/api/covers/none.png`, { method: 'DELETE' })).status, 405);
  });

  test('take nothing else as a picture', async () => {
    const id = String(DAX);
    for (const [bytes, status] of [
      [Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), 415],
      [Buffer.alloc(0), 415],
      [Buffer.concat([PNG, Buffer.alloc(2 * 1024 * 1024)]), 413],
      [Buffer.concat([PNG, Buffer.alloc(2 * 1024 * 1024 - PNG.length)]), 200],
    ] as const)
      assert.equal((await cover(id, bytes, 'image/png', '?dryRun=true')).status, status, String(bytes.length));
    assert.equal((await cover('987654', PNG)).status, 404);
    assert.equal((await (await app.publisher('read')).put(`/v1/courses/${id}/cover`, PNG)).status, 403);
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    assert.equal((await publisher.post('/v1/courses', 'title=x', form)).status, 415, 'other bodies are JSON');
    assert.equal((await publisher.post('/v1/nothing', 'title=x', form)).status, 404);
  });
});
