/** The publisher's API: who may come in, and license managers. */
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { mailsOf, openBrowser, signedIn } from '../../test/support/accounts.ts';
import { type Client, clientOf, onBothEngines, request, startApp, type TestApp } from '../../test/support/app.ts';
import { ALICE, cast, SHARED } from '../../test/support/cast.ts';

onBothEngines('the publisher’s API', (engine) => {
  let app: TestApp;
  let publisher: Client;
  let alice: Client;

  before(async () => {
    app = await startApp(engine, { world: cast() });
    publisher = await app.publisher();
    alice = await app.client(ALICE);
  });

  const lastKinds = async (count: number) =>
    (
      await app.context.db.read.kysely.selectFrom('event').select('kind').orderBy('id', 'desc').limit(count).execute()
    ).map(({ kind }) => kind);

  test('opens for its own tokens alone, and they open nothing else', async () => {
    assert.equal((await publisher.get('/v1/managers')).status, 200);
    for (const token of ['', alice.token, 'x.y.z']) {
      const refused = await clientOf(app.url, token, 'publisher').get('/v1/managers');
      assert.deepEqual([refused.status, refused.body.code], [401, 'unauthorized']);
    }
    assert.equal((await clientOf(app.url, publisher.token).get('/v1/me')).status, 401);
    const claims = JSON.parse(Buffer.from(publisher.token.split('.')[1] ?? '', 'base64url').toString());
    assert.deepEqual([claims.aud, claims.sub], ['publisher/v1', 'publisher']);
    const reader = await app.publisher('read');
    assert.equal((await reader.get(`/v1/managers/${ALICE}`)).status, 200);
    const refused = await reader.post('/v1/managers?dryRun=true', { name: 'X', email: 'x@x.example' });
    assert.deepEqual([refused.status, refused.body.code], [403, 'forbidden']);
  });

  test('knows other methods, unknown paths and slashes at the end', async () => {
    const wrong = await publisher.call('DELETE', `/v1/managers/${ALICE}`);
    assert.deepEqual([wrong.status, wrong.headers.get('allow')], [405, 'GET, HEAD, PATCH']);
    for (const path of ['/v1/nothing', '/v1', '', '/v1/managers/0', '/v1/managers/x', '/v1/managers/987654'])
      assert.deepEqual((await publisher.get(path)).body.code, 'not_found', path);
    assert.equal((await publisher.get('/v1/managers/')).text, (await publisher.get('/v1/managers')).text);
    assert.equal((await publisher.patch(`/v1/managers/${ALICE}//`, {})).status, 200);
    assert.equal((await request(`${app.url}///api/publisher/nothing`, {})).status, 401);
  });

  test('has a limit of its own', async () => {
    const limited = await startApp(engine, {
      world: cast(),
      settings: { publisherRateLimitPerMinute: 2, rateLimitPerMinute: 0 },
    });
    const client = await limited.publisher();
    const reader = await limited.publisher('read');
    assert.match((await client.get('/v1/managers')).headers.get('ratelimit-policy') ?? '', /q=2;w=60/);
    assert.equal((await reader.get('/v1/managers')).status, 200);
    const over = await client.get('/v1/managers');
    assert.deepEqual([over.status, over.body.code], [429, 'rate_limited']);
    assert.equal((await (await limited.client(ALICE)).get('/v1/me')).status, 200);
    const staff = await signedIn(limited, { email: 'pat@publisher.example', publisher: true });
    assert.equal((await staff.get('/api/app/publisher/v1/managers')).status, 200, 'the console does not count');
    await limited.close();
  });

  test('describes itself, as data and as a page', async () => {
    const document = (await request(`${app.url}/api/publisher/openapi.json`, {})).body;
    assert.ok(Object.keys(document.paths).every((path) => path.startsWith('/api/publisher/v1/')));
    assert.equal(document.info.title, 'Carrel Publisher API');
    const licensing = (await request(`${app.url}/api/licensing/openapi.json`, {})).text;
    assert.ok(!licensing.includes('/api/publisher') && !licensing.includes('PublisherManager'));
    for (const [language, title] of [
      ['en', 'Publisher API documentation'],
      ['it', 'Documentazione dell’API dell’editore'],
    ]) {
      const page = await request(`${app.url}/api/publisher/docs?lang=${language}`, {});
      assert.ok(page.text.includes(`<h1>${title}</h1>`), page.text.slice(0, 500));
    }
    assert.equal((await request(`${app.url}/api/publisher/docs.css`, {})).status, 200);
  });

  const [name, email] = ['Birch', 'it@birch.example'];

  test('makes, shows, finds and changes license managers', async () => {
    const given = { name: ` ${name} `, email, allowedDomains: ['birch.example'], ownerEmail: 'Boss@Birch.example' };
    const made = await publisher.post('/v1/managers', given);
    assert.deepEqual(made.body, {
      ...{ id: made.body.id, name, email, allowedDomains: ['birch.example'], created: '2024-04-19T06:36:10+00:00' },
      ...{ pools: 0, licenses: 0, assignedLicenses: 0, suspended: false },
    });
    assert.match(made.body.id, /^\d+$/);
    const invited = await mailsOf(app, 'invitation');
    assert.deepEqual(
      invited.map(({ recipient }) => recipient),
      ['boss@birch.example'],
    );
    assert.deepEqual((await publisher.get(`/v1/managers/${made.body.id}`)).body, made.body);
    const changes = { allowedDomains: ['birch.example', 'bücher.example'], email: 'office@birch.example' };
    const changed = await publisher.patch(`/v1/managers/${made.body.id}`, changes);
    assert.deepEqual(changed.body, { ...made.body, ...changes });
    for (const search of ['BIRCH', 'birch office', `%23${made.body.id}`]) {
      const found = await publisher.get(`/v1/managers?search=${search}`);
      assert.deepEqual([found.body, found.headers.get('x-total-count')], [[changed.body], '1'], search);
    }
    assert.deepEqual((await publisher.get('/v1/managers?search=birch%20nothing')).body, []);
    const list = await publisher.get('/v1/managers?pageSize=1');
    assert.deepEqual(list.body, [changed.body], 'the newest comes first');
    const total = Number(list.headers.get('x-total-count'));
    const last = await publisher.get(`/v1/managers?pageSize=1&page=${total}`);
    assert.equal(last.body[0].id, String(ALICE));
    assert.equal(last.body[0].pools, 5);
    assert.deepEqual(await lastKinds(2), ['manager.changed', 'member.invited']);
  });

  test('says what is wrong with a body', async () => {
    const wrong: [object, string][] = [
      [{ email }, '/name'],
      [{ name }, '/email'],
      [{ name, email: 'nobody' }, '/email'],
      [{ name: '', email }, '/name'],
      [{ name, email, allowedDomains: ['birch.example/x'] }, '/allowedDomains/0'],
      [{ name, email, ownerEmail: 'x' }, '/ownerEmail'],
      [{ name, email, id: 7 }, '/id'],
    ];
    for (const [body, pointer] of wrong) {
      const { status, body: problem } = await publisher.post('/v1/managers', body);
      assert.deepEqual([status, problem.code, problem.errors?.[0]?.pointer], [400, 'invalid_request', pointer]);
      assert.ok(!('reason' in problem.errors[0]));
    }
    assert.equal((await publisher.patch('/v1/managers/987654', { name })).status, 404);
    assert.equal((await publisher.post('/v1/managers/987654/invite', { email, role: 'owner' })).status, 404);
    const king = await publisher.post(`/v1/managers/${ALICE}/invite`, { email, role: 'king' });
    assert.deepEqual([king.status, king.body.errors[0].pointer], [400, '/role']);
    assert.equal((await publisher.get('/v1/managers?pageSize=0')).status, 400);
  });

  test('does a repeated request once, and a dry run not at all', async () => {
    const count = async () => Number((await publisher.get('/v1/managers')).headers.get('x-total-count'));
    const before = await count();
    const body = { name: 'Elm', email: 'it@elm.example', ownerEmail: 'boss@elm.example' };
    const dry = await publisher.post('/v1/managers?dryRun=true', body);
    assert.deepEqual([dry.status, dry.headers.get('dry-run'), dry.body.name], [200, 'true', 'Elm']);
    assert.equal(await count(), before);
    const keyed = () => publisher.post('/v1/managers', body, { 'idempotency-key': 'elm' });
    const [one, two] = await Promise.all([keyed(), keyed()]);
    assert.deepEqual([one.status, one.text], [200, two.text]);
    assert.equal(await count(), before + 1);
    const other = await publisher.post('/v1/managers', { ...body, name: 'Oak' }, { 'idempotency-key': 'elm' });
    assert.equal(other.body.code, 'idempotency_key_reused');
    const invited = await publisher.post(`/v1/managers/${one.body.id}/invite`, {
      email: 'eli@elm.example',
      role: 'viewer',
    });
    assert.deepEqual([invited.status, invited.body.role, invited.body.state], [200, 'viewer', 'invited']);
  });

  test('lets a suspended license manager read, and change nothing by any way', async () => {
    const owner = await signedIn(app, { email: 'olga@alder.example', roles: { [ALICE]: 'owner' } });
    const link = (await alice.post('/v1/links', { poolId: SHARED, licenses: 2 })).body;
    const code = new URL(link.url).pathname;
    const student = await signedIn(app, { email: 'sue@alder.example' });
    const suspended = await publisher.patch(`/v1/managers/${ALICE}`, { suspended: true });
    assert.equal(suspended.body.suspended, true);
    assert.deepEqual(await lastKinds(1), ['manager.suspended']);
    await publisher.patch(`/v1/managers/${ALICE}`, { suspended: true });
    assert.deepEqual(await lastKinds(1), ['manager.suspended'], 'nothing happened twice');

    const members = `/api/app/managers/${ALICE}/v1`;
    const body = { email: 'new@alder.example' };
    const refused = [
      await alice.post(`/v1/pool/${SHARED}/license`, body),
      await alice.post(`/v1/pool/${SHARED}/license?dryRun=true`, body),
      await alice.patch('/v1/settings', { onePerMailbox: true }),
      await alice.post('/v1/webhooks', { url: 'https://example.com/', events: ['*'] }),
      await owner.post(`${members}/pool/${SHARED}/license`, body),
      await owner.post(`${members}/tokens`, { name: 'x', permission: 'read' }),
      await student.post(`/api/app/links${code.slice(2)}/enroll`, {}),
    ];
    for (const [i, answer] of refused.entries())
      assert.deepEqual([answer.status, answer.body.code], [403, 'manager_suspended'], `change ${i}: ${answer.text}`);
    assert.equal((await alice.get('/v1/licenses')).status, 200);
    assert.equal((await owner.get(`${members}/licenses`)).status, 200);
    assert.equal((await (await app.client(ALICE, 'read')).get('/v1/me')).status, 200);
    const page = await openBrowser(app.url).get(`/api/app/links${code.slice(2)}`);
    assert.equal(page.status, 200);

    assert.equal((await publisher.patch(`/v1/managers/${ALICE}`, { suspended: false })).body.suspended, false);
    assert.deepEqual(await lastKinds(1), ['manager.resumed']);
    assert.equal((await alice.post(`/v1/pool/${SHARED}/license`, body)).status, 200);
    assert.equal((await publisher.get(`/v1/managers/${ALICE}`)).body.assignedLicenses, 1);
  });

  test('counts what its license managers hold, swept or not', async () => {
    const assigned = async () => (await publisher.get(`/v1/managers/${ALICE}`)).body.assignedLicenses;
    const before = await assigned();
    await alice.post(`/v1/pool/${SHARED}/license`, { email: 'short@alder.example', endDate: '2024-04-20' });
    assert.equal(await assigned(), before + 1);
    app.clock.set('2024-04-20T00:00:00+00:00');
    assert.equal(await assigned(), before);
  });
});
