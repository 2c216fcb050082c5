/** A course from its launch to what its player reports: tokens, access, progress, and who may not. */
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { before, test } from 'node:test';
import { createLocalJWKSet, decodeProtectedHeader, jwtVerify } from 'jose';
import { openBrowser, signedIn } from '../../test/support/accounts.ts';
import { type Answer, type Client, onBothEngines, request, startApp, type TestApp } from '../../test/support/app.ts';
import { ALICE, cast, DAX, SHARED, SQL } from '../../test/support/cast.ts';
import { system } from '../event/record.ts';
import { rotateSigningKey } from '../signing/keys.ts';

const PLAYER = 'https://player.example';
const TOKEN_URL = `${PLAYER}/watch?course=7#chapter=2`;

interface Person {
  id: number;
  email: string;
  license: number;
}

onBothEngines('opening a course', (engine) => {
  let app: TestApp;
  let alice: Client;
  let publisher: Client;
  let next = 0;

  const call = (method: string, path: string, token: string, body?: unknown, headers: Record<string, string> = {}) =>
    request(`${app.url}${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  const setCourse = (id: number, launch: { method: 'none' | 'link' | 'token'; url: string | null }) =>
    app.context.db.write((tx) =>
      tx.kysely
        .updateTable('course')
        .set({ launch_method: launch.method, launch_url: launch.url })
        .where('id', '=', id)
        .execute(),
    );

  before(async () => {
    app = await startApp(engine, { world: cast() });
    alice = await app.client(ALICE);
    publisher = await app.publisher();
    await setCourse(DAX, { method: 'token', url: TOKEN_URL });
    await setCourse(SQL, { method: 'link', url: 'https://other.example/sql' });
  });

  const someone = async (): Promise<Person> => {
    const email = `person${next++}@alder.example`;
    for (const { id, poolId } of (await alice.get('/v1/licenses?pageSize=100')).body)
      if (poolId === String(SHARED)) await alice.delete(`/v1/license/${id}`);
    const { status, body, text } = await alice.post(`/v1/pool/${SHARED}/license`, { email, name: 'Ann Example' });
    assert.equal(status, 200, text);
    return { email, id: body.student.id, license: body.id };
  };
  const launch = (student: number, courseId: number | string = DAX): Promise<Answer> =>
    publisher.post(`/v1/students/${student}/launch`, { courseId: String(courseId) });
  const tokenIn = (url: string) => new URL(url).searchParams.get('carrel_token') ?? '';
  const keySet = async () => (await request(`${app.url}/.well-known/jwks.json`, {})).body;
  const verified = async (token: string) =>
    jwtVerify(token, createLocalJWKSet(await keySet()), {
      audience: PLAYER,
      issuer: app.context.config.publicUrl,
      currentDate: new Date(app.clock.ms),
      algorithms: ['ES256'],
    });
  const playerToken = async (student: number): Promise<string> => {
    const { body } = await launch(student);
    return (await verified(tokenIn(body.url))).payload.progress as string;
  };
  const play = (token: string, report?: object, headers: Record<string, string> = {}) =>
    report
      ? call('POST', '/api/player/v1/progress', token, report, headers)
      : call('GET', '/api/player/v1/access', token, undefined, headers);
  const progressOf = async ({ id }: Person) => (await alice.get(`/v1/students/${id}/courses`)).body[0];

  test('adds a token that says who, what and until when', async () => {
    const person = await someone();
    const { status, body } = await launch(person.id);
    assert.equal(status, 200, JSON.stringify(body));
    assert.ok(
      body.url.startsWith(`${PLAYER}/watch?course=7&carrel_token=`) && body.url.endsWith('#chapter=2'),
      body.url,
    );
    assert.equal(body.expires, '2024-04-19T06:38:10+00:00');
    const { payload, protectedHeader } = await verified(tokenIn(body.url));
    const { progress, jti, ...claims } = payload;
    const at = app.clock.ms / 1000;
    assert.deepEqual(claims, {
      iss: app.context.config.publicUrl,
      aud: PLAYER,
      iat: at,
      exp: at + 120,
      sub: String(person.id),
      email: person.email,
      name: 'Ann Example',
      locale: null,
      course: { id: String(DAX), title: 'Mastering DAX' },
      license: { id: String(person.license), end: '2025-01-01T00:00:00+00:00' },
      manager: { id: String(ALICE), name: 'Alder' },
    });
    assert.deepEqual([typeof progress, protectedHeader.alg], ['string', 'ES256']);
    const again = await verified(tokenIn((await launch(person.id)).body.url));
    assert.notEqual(again.payload.jti, jti);
    assert.equal((await progressOf(person)).lastAccess, '2024-04-19T06:36:10+00:00', 'who opened it has been there');
    app.clock.forward(121);
    await assert.rejects(verified(tokenIn(body.url)), /exp/);
    app.clock.forward(-121);
  });

  test('is refused in words, which the publisher sees again', async () => {
    const person = await someone();
    const wrong = await launch(person.id, SQL);
    assert.deepEqual([wrong.status, wrong.body.code], [400, 'no_license']);
    assert.equal((await launch(person.id, 4711)).body.code, 'no_license');
    assert.equal((await launch(987_654)).status, 404);
    assert.deepEqual((await launch(person.id, 'x')).status, 400);
    await setCourse(DAX, { method: 'none', url: null });
    assert.equal((await launch(person.id)).body.code, 'not_launchable');
    assert.equal((await launch(person.id)).body.code, 'not_launchable');
    await setCourse(DAX, { method: 'token', url: TOKEN_URL });
    await alice.delete(`/v1/license/${person.license}`);
    const ended = await launch(person.id);
    assert.deepEqual(
      [ended.status, ended.body.code, ended.body.detail],
      [400, 'no_license', 'The license for this course ended at 2024-04-19T06:36:10+00:00: it was revoked.'],
    );
    const failed = (await publisher.get('/v1/launches/failed?pageSize=100')).body
      .filter(({ student }: { student: { id: number } }) => student.id === person.id)
      .map(({ course, why, times }: { course: { id: string }; why: string; times: number }) => [course.id, why, times]);
    assert.deepEqual(failed.sort(), [
      [String(DAX), 'no_license', 1],
      [String(DAX), 'not_launchable', 2],
      [String(SQL), 'no_license', 1],
    ]);
  });

  test('is a plain link where the course has no player, and nothing for an address that is no page', async () => {
    const person = await someone();
    await setCourse(DAX, { method: 'link', url: TOKEN_URL });
    assert.deepEqual((await launch(person.id)).body, { url: TOKEN_URL, expires: null });
    await setCourse(DAX, { method: 'token', url: 'javascript:alert(1)' });
    assert.equal((await launch(person.id)).body.code, 'not_launchable');
    await setCourse(DAX, { method: 'token', url: TOKEN_URL });
  });

  test('by the student who is signed in, for the own license alone', async () => {
    const person = await someone();
    const browser = await signedIn(app, { email: person.email });
    const opened = await browser.post(`/api/app/my/licenses/${person.license}/launch`);
    assert.equal(opened.status, 200, opened.text);
    assert.equal((await verified(tokenIn(opened.body.url))).payload.sub, String(person.id));
    const other = await someone();
    assert.equal((await browser.post(`/api/app/my/licenses/${other.license}/launch`)).status, 404);
    const ended = await browser.post(`/api/app/my/licenses/${person.license}/launch`);
    assert.equal(ended.body.code, 'no_license');
    assert.match(ended.body.detail, /ended at .*: it was revoked/);
    assert.equal((await openBrowser(app.url).post(`/api/app/my/licenses/${other.license}/launch`)).status, 401);
  });

  test('lets the player ask and report until the license ends', async () => {
    const person = await someone();
    const token = await playerToken(person.id);
    assert.deepEqual((await play(token)).body, { access: true, until: '2025-01-01T00:00:00+00:00' });
    assert.deepEqual((await play(token, { percent: 40 })).body, { percent: 40, completed: false });
    assert.deepEqual((await play(token, { percent: 30 })).body, { percent: 30, completed: false });
    assert.deepEqual((await play(token, { completed: true })).body, { percent: 100, completed: true });
    assert.deepEqual((await play(token, { percent: 10 })).body, { percent: 10, completed: true });
    const { progress, completed, lastAccess } = await progressOf(person);
    assert.deepEqual([progress, completed, lastAccess], [10, '2024-04-19T06:36:10+00:00', '2024-04-19T06:36:10+00:00']);
    for (const report of [{ percent: 101 }, { percent: -1 }, { percent: 1.5 }, { completed: 'yes' }, { student: 1 }])
      assert.equal((await play(token, report)).status, 400, JSON.stringify(report));
    await alice.delete(`/v1/license/${person.license}`);
    const after = [await play(token), await play(token, { percent: 50 })];
    assert.deepEqual(
      after.map(({ status, body }) => [status, body.code]),
      [
        [401, 'unauthorized'],
        [401, 'unauthorized'],
      ],
    );
    assert.equal((await progressOf(person)).progress, 10);
    const again = await alice.post(`/v1/pool/${SHARED}/license`, { email: person.email });
    assert.equal(again.status, 200);
    assert.equal((await play(token)).status, 401, 'a token belongs to one license');
    assert.equal((await progressOf(person)).progress, 10, 'progress outlives the license');
    const late = await playerToken(person.id);
    app.clock.set('2025-01-01T00:00:00+00:00');
    assert.equal((await play(late)).status, 401);
    app.clock.set('2024-04-19T06:36:10+00:00');
  });

  test('is tried by the publisher as a test person, of whom nothing is kept', async () => {
    const tried = await publisher.post(`/v1/courses/${DAX}/try`);
    assert.equal(tried.status, 200, tried.text);
    const { payload } = await verified(tokenIn(tried.body.url));
    assert.deepEqual([payload.sub, payload.name, (payload.license as { id: string }).id], ['0', 'Test Person', '0']);
    const token = payload.progress as string;
    assert.deepEqual((await play(token)).body, { access: true, until: '2024-04-19T07:36:10+00:00' });
    assert.deepEqual((await play(token, { percent: 40 })).body, { percent: 40, completed: false });
    assert.deepEqual((await play(token, { completed: true })).body, { percent: 100, completed: true });
    const rows = await app.context.db.read.kysely
      .selectFrom('progress')
      .select('student_id')
      .where('student_id', '=', 0)
      .execute();
    assert.deepEqual(rows, []);
    app.clock.forward(3600);
    assert.deepEqual([(await play(token)).status, (await play(token, { percent: 1 })).status], [401, 401]);
    app.clock.forward(-3600);
    assert.equal((await publisher.post('/v1/courses/987654/try')).status, 404);
    assert.equal((await (await app.publisher('read')).post(`/v1/courses/${DAX}/try`)).status, 403);
  });

  test('takes no token that was not made for the player', async () => {
    const person = await someone();
    const url = (await launch(person.id)).body.url;
    const launched = tokenIn(url);
    const good = await playerToken(person.id);
    const [body = '', mac = ''] = good.split('.');
    const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const claims = encode([person.license, PLAYER, 0]);
    const signedBy = (key: string | Buffer) =>
      `${claims}.${createHmac('sha256', key).update(claims).digest('base64url')}`;
    const { kid } = decodeProtectedHeader(launched);
    const [, launchClaims = '', signature = ''] = launched.split('.');
    for (const token of [
      launched,
      '',
      `${body}.`,
      `${body}.${mac.slice(0, -2)}AA`,
      `${encode([person.license + 1, PLAYER, 0])}.${mac}`,
      signedBy(app.context.config.secretKey),
      signedBy('player tokens'),
      `${encode({ alg: 'none', typ: 'JWT' })}.${launchClaims}.`,
      `${encode({ alg: 'HS256', typ: 'JWT', kid })}.${launchClaims}.${signature}`,
      alice.token,
    ])
      assert.equal((await play(token)).status, 401, token);
    assert.equal((await play(good)).status, 200);
    const unsigned = `${encode({ alg: 'none', typ: 'JWT' })}.${launchClaims}.`;
    await assert.rejects(verified(unsigned));
    await assert.rejects(
      verified(`${encode({ alg: 'ES256', typ: 'JWT', kid: 'unknown' })}.${launchClaims}.${signature}`),
    );
  });

  test('answers browsers at pages of its own course alone', async () => {
    const person = await someone();
    const token = await playerToken(person.id);
    const allowed = async (answer: Promise<Answer>) => (await answer).headers.get('access-control-allow-origin');
    const preflight = (origin: string) =>
      request(`${app.url}/api/player/v1/progress`, {
        method: 'OPTIONS',
        headers: { origin, 'access-control-request-method': 'POST', 'access-control-request-headers': 'authorization' },
      });
    for (const origin of [PLAYER, 'https://other.example']) {
      const { status, headers } = await preflight(origin);
      assert.deepEqual(
        [status, headers.get('access-control-allow-origin'), headers.get('access-control-allow-methods')],
        [204, origin, 'GET, POST'],
      );
    }
    for (const origin of [
      'https://evil.example',
      `${PLAYER}.evil.example`,
      `${PLAYER}:8443`,
      'http://player.example',
      'null',
      'https://player',
    ])
      assert.equal(await allowed(preflight(origin)), null, origin);
    assert.equal(await allowed(play(token, undefined, { origin: PLAYER })), PLAYER);
    for (const origin of ['https://other.example', 'https://evil.example']) {
      const foreign = await play(token, { percent: 77 }, { origin });
      assert.deepEqual(
        [foreign.status, foreign.body.code, foreign.headers.get('access-control-allow-origin')],
        [403, 'origin_not_allowed', null],
      );
    }
    assert.notEqual((await progressOf(person)).progress, 77);
    await alice.delete(`/v1/license/${person.license}`);
    const ended = await play(token, undefined, { origin: PLAYER });
    assert.deepEqual([ended.status, ended.headers.get('access-control-allow-origin')], [401, PLAYER]);
    assert.equal(
      (
        await request(`${app.url}/api/player/v1/access`, {
          method: 'PUT',
          headers: { authorization: `Bearer ${token}` },
        })
      ).status,
      405,
    );
  });

  test('lets a player that floods wait, and nobody else', async () => {
    const person = await someone();
    const token = await playerToken(person.id);
    const answers = await Promise.all(Array.from({ length: 130 }, () => play(token)));
    const refused = answers.filter(({ status }) => status === 429);
    assert.equal(refused.length, 10);
    assert.ok(Number(refused[0]?.headers.get('retry-after')) >= 1);
    assert.equal((await play(await playerToken((await someone()).id))).status, 200);
    assert.equal((await publisher.get(`/v1/access?courseId=${DAX}&studentId=${person.id}`)).status, 200);
  });

  test('is verified after the key was replaced, and the former one goes when its tokens have ended', async () => {
    const person = await someone();
    const before = tokenIn((await launch(person.id)).body.url);
    const { kid } = decodeProtectedHeader(before);
    const rotated = await rotateSigningKey(app.context, system);
    assert.equal(rotated.former, kid);
    const after = tokenIn((await launch(person.id)).body.url);
    assert.equal(decodeProtectedHeader(after).kid, rotated.id);
    await verified(before);
    await verified(after);
    const ids = async () => (await keySet()).keys.map((key: { kid: string }) => key.kid);
    assert.deepEqual(await ids(), [rotated.id, kid]);
    app.clock.forward(600);
    assert.deepEqual(await ids(), [rotated.id]);
    app.clock.forward(-600);
    for (const key of (await keySet()).keys)
      assert.deepEqual(Object.keys(key).sort(), ['alg', 'crv', 'kid', 'kty', 'use', 'x', 'y']);
    const { headers } = await request(`${app.url}/.well-known/jwks.json`, {});
    assert.match(headers.get('cache-control') ?? '', /max-age=\d+/);
    const etag = headers.get('etag') ?? '';
    assert.equal(
      (await request(`${app.url}/.well-known/jwks.json`, { headers: { 'if-none-match': etag } })).status,
      304,
    );
  });

  test('makes one key, however many ask for the first', async () => {
    const fresh = await startApp(engine, { world: cast() });
    const others =
      engine === 'postgres'
        ? [
            await startApp(engine, {
              database: { url: fresh.context.config.databaseUrl, dataDir: fresh.context.config.dataDir },
            }),
          ]
        : [];
    const sets = await Promise.all(
      Array.from({ length: 12 }, (_, n) =>
        request(`${[fresh, ...others][n % (others.length + 1)]?.url}/.well-known/jwks.json`, {}),
      ),
    );
    assert.equal(new Set(sets.map(({ text }) => text)).size, 1);
    const [key] = await fresh.context.db.read.kysely.selectFrom('signing_key').selectAll().execute();
    assert.ok(key?.private_sealed && !/"d"/.test(key.private_sealed + key.public_jwk));
  });
});
