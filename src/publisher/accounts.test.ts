import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import {
  type Browser,
  mailsOf,
  makeAccount,
  openBrowser,
  PASSWORD,
  signedIn,
  totp,
} from '../../test/support/accounts.ts';
import { onBothEngines, startApp, type TestApp } from '../../test/support/app.ts';
import { ALICE, CHARLIE, cast } from '../../test/support/cast.ts';

const ACCOUNTS = '/api/app/publisher/accounts';

onBothEngines('accounts in the hands of the publisher', (engine) => {
  let app: TestApp;
  let staff: Browser;
  let people = 0;
  const address = () => `person${++people}@alder.example`;
  const user = async (browser: Browser) => (await browser.get('/api/app/session')).body.user;
  const idOf = async (email: string) => (await staff.get(`${ACCOUNTS}?search=${email}`)).body[0].id as string;
  const told = async (email: string) =>
    (await mailsOf(app, 'account_notice')).filter((mail) => mail.recipient === email).map((mail) => mail.payload.what);
  const lastEvent = async () => {
    const [row] = await app.context.db.read.kysely
      .selectFrom('event')
      .selectAll()
      .orderBy('id', 'desc')
      .limit(1)
      .execute();
    return [row?.kind, row?.actor_label];
  };

  before(async () => {
    app = await startApp(engine, { world: cast() });
    staff = await signedIn(app, { email: 'pat@publisher.example', name: 'Pat', publisher: true });
  });

  test('is not there for others, and 401 without a session', async () => {
    const owner = await signedIn(app, { email: address(), roles: { [ALICE]: 'owner' } });
    const victim = await makeAccount(app, { email: address() });
    const calls: [string, string, object?][] = [
      ['GET', ACCOUNTS],
      ['PATCH', `${ACCOUNTS}/${victim}`, { disabled: true }],
      ['DELETE', `${ACCOUNTS}/${victim}`],
      ['POST', `${ACCOUNTS}/${victim}/reset-second-factor`],
      ['POST', `${ACCOUNTS}/${victim}/end-sessions`],
      ['POST', '/api/app/publisher/staff', { email: address() }],
    ];
    for (const [method, path, body] of calls) {
      assert.equal((await owner.call(method, path, body)).status, 404, path);
      assert.equal((await openBrowser(app.url).call(method, path, body)).status, 401, path);
    }
    for (const [method, path, body] of calls.slice(1, 5)) {
      const other = await staff.call(method, path.replace(victim, 'nobody'), body);
      assert.deepEqual([other.status, other.body.code], [404, 'not_found']);
    }
  });

  test('lists and finds accounts by name and address, with what matters for help', async () => {
    const email = address();
    await makeAccount(app, { email, name: 'Zoe 100%_sure', roles: { [CHARLIE]: 'viewer' } });
    const found = await staff.get(`${ACCOUNTS}?search=100%25_SURE`);
    assert.equal(found.headers.get('x-total-count'), '1');
    const [{ id, created, ...rest }] = found.body;
    assert.ok(id && created);
    assert.deepEqual(rest, {
      email,
      name: 'Zoe 100%_sure',
      staff: false,
      staffRole: null,
      twoFactorEnabled: false,
      disabled: null,
      lastSignIn: null,
      managers: [{ id: CHARLIE, name: 'Cedar', role: 'viewer' }],
    });
    assert.deepEqual(
      (await staff.get(`${ACCOUNTS}?staff=true`)).body.map((one: { email: string }) => one.email),
      ['pat@publisher.example'],
    );
    assert.equal((await staff.get(`${ACCOUNTS}?search=%25`)).headers.get('x-total-count'), '1');
    assert.equal((await staff.get(`${ACCOUNTS}?page=2&pageSize=1`)).body.length, 1);
  });

  test('disables and enables: sessions end at once, the person is told, history knows', async () => {
    const email = address();
    const member = await signedIn(app, { email, roles: { [ALICE]: 'manager' } });
    const { body: token } = await member.post(`/api/app/managers/${ALICE}/v1/tokens`, {
      name: 'x',
      permission: 'read',
    });
    const id = await idOf(email);
    const answers = await Promise.all([1, 2].map(() => staff.patch(`${ACCOUNTS}/${id}`, { disabled: true })));
    assert.deepEqual(
      answers.map(({ status }) => status),
      [200, 200],
    );
    assert.equal(await user(member), null);
    assert.equal((await openBrowser(app.url).signIn(email)).body.code, 'account_disabled');
    assert.equal((await app.withToken(token.token).get('/v1/me')).status, 200);
    assert.deepEqual(await lastEvent(), ['account.disabled', 'Pat']);
    assert.equal((await staff.patch(`${ACCOUNTS}/${id}`, { disabled: false })).body.disabled, null);
    assert.deepEqual(await told(email), ['disabled', 'enabled'], 'once, although asked twice at once');
    assert.equal((await openBrowser(app.url).signIn(email)).status, 200);
    await staff.patch(`${ACCOUNTS}/${id}`, { disabled: true, deleteTokens: true });
    assert.equal((await app.withToken(token.token).get('/v1/me')).status, 401);
    for (const body of [{}, { disabled: 'yes' }, { admin: true }])
      assert.equal((await staff.patch(`${ACCOUNTS}/${id}`, body)).status, 400);
  });

  test('a session that is made in the moment of disabling opens nothing', async () => {
    const email = address();
    const browser = await signedIn(app, { email });
    await app.context.db.write((tx) =>
      tx.kysely.updateTable('person').set({ disabled_at: 1 }).where('email', '=', email).execute(),
    );
    assert.equal(await user(browser), null);
  });

  test('takes a second factor away, and signs out everywhere', async () => {
    const email = address();
    const member = await signedIn(app, { email });
    const { body } = await member.post('/api/auth/two-factor/enable', { password: PASSWORD });
    await member.post('/api/auth/two-factor/verify-totp', { code: totp(body.totpURI, app.clock.ms) });
    const id = await idOf(email);
    const reset = await staff.post(`${ACCOUNTS}/${id}/reset-second-factor`);
    assert.deepEqual([reset.status, reset.body.twoFactorEnabled], [200, false]);
    assert.equal(await user(member), null);
    await member.signIn(email);
    assert.equal((await user(member)).twoFactorEnabled, false);
    assert.equal((await staff.post(`${ACCOUNTS}/${id}/end-sessions`)).status, 200);
    assert.equal(await user(member), null);
    assert.deepEqual(await told(email), ['second_factor_reset', 'sessions_ended']);
  });

  test('deletes an account, but not that of the last owner, nor one’s own', async () => {
    const email = address();
    const owner = await signedIn(app, { email, roles: { [CHARLIE]: 'owner' } });
    const id = await idOf(email);
    const last = await staff.delete(`${ACCOUNTS}/${id}`);
    assert.deepEqual([last.status, last.body.code], [400, 'last_owner']);
    assert.match(last.body.detail, /Cedar/);
    await makeAccount(app, { email: address(), roles: { [CHARLIE]: 'owner' } });
    assert.equal((await staff.delete(`${ACCOUNTS}/${id}`)).status, 200);
    assert.equal(await user(owner), null);
    assert.equal((await staff.delete(`${ACCOUNTS}/${id}`)).status, 404);
    await makeAccount(app, { email: 'other@publisher.example', publisher: true });
    const own = await idOf('pat@publisher.example');
    assert.equal((await staff.delete(`${ACCOUNTS}/${own}`)).body.code, 'own_account');
    assert.equal((await staff.patch(`${ACCOUNTS}/${own}`, { disabled: true })).body.code, 'own_account');
    assert.equal((await staff.delete(`${ACCOUNTS}/${await idOf('other@publisher.example')}`)).status, 200);
  });

  test('adds staff, by an account that is made for it, and keeps the last of them, also when two leave at once', async () => {
    const email = 'new@publisher.example';
    const added = await staff.post('/api/app/publisher/staff', {
      email: 'New@Publisher.example',
      name: 'Nora',
      role: 'owner',
    });
    assert.deepEqual([added.status, added.body.staff, added.body.name], [200, true, 'Nora']);
    assert.deepEqual(await told(email), ['staff_added']);
    assert.equal((await staff.post('/api/app/publisher/staff', { email: 'nobody' })).body.errors[0].pointer, '/email');
    const known = address();
    await makeAccount(app, { email: known });
    assert.equal((await staff.post('/api/app/publisher/staff', { email: known })).body.staff, true);
    assert.equal((await staff.patch(`${ACCOUNTS}/${await idOf(known)}`, { staffRole: null })).body.staff, false);
    await app.context.db.write((tx) =>
      tx.kysely.updateTable('person').set({ disabled_at: 1 }).where('email', '=', email).execute(),
    );
    const own = await idOf('pat@publisher.example');
    assert.equal((await staff.patch(`${ACCOUNTS}/${own}`, { staffRole: null })).body.code, 'last_staff');
    assert.equal((await staff.patch(`${ACCOUNTS}/${own}`, { staffRole: 'viewer' })).body.code, 'last_staff');
    const second = await signedIn(app, { email: address(), publisher: true });
    const mine = (await second.get('/api/app/session')).body.user.id;
    const leaving = [
      staff.patch(`${ACCOUNTS}/${own}`, { staffRole: null }),
      second.patch(`${ACCOUNTS}/${mine}`, { staffRole: null }),
    ];
    const statuses = (await Promise.all(leaving)).map(({ status }) => status).sort();
    assert.deepEqual(statuses, [200, 400]);
  });

  test('lets a viewer read and change nothing, and staff all but staff, tokens and settings', async () => {
    const owner = await signedIn(app, { email: 'olga@publisher.example', publisher: true });
    const joined = async (role: string) => {
      const email = `${role}@publisher.example`;
      const browser = await signedIn(app, { email });
      assert.equal((await owner.post('/api/app/publisher/staff', { email, role })).body.staffRole, role);
      assert.equal((await browser.get('/api/app/session')).body.staffRole, role);
      return browser;
    };
    const [viewer, plain] = [await joined('viewer'), await joined('staff')];
    const customer = await makeAccount(app, { email: address() });
    const ownerId = (await owner.get('/api/app/session')).body.user.id;
    const changes: [string, string, object | undefined, boolean][] = [
      ['POST', '/api/app/publisher/v1/courses', { title: 'By whom' }, true],
      ['POST', '/api/app/publisher/v1/managers', { name: 'By whom', email: address(), allowedDomains: [] }, true],
      ['POST', `${ACCOUNTS}/${customer}/end-sessions`, undefined, true],
      ['POST', '/api/app/publisher/v1/tokens', { name: 'Shop', permission: 'read' }, false],
      ['POST', '/api/app/publisher/staff', { email: address() }, false],
      ['PATCH', `${ACCOUNTS}/${customer}`, { staffRole: 'owner' }, false],
      ['PATCH', `${ACCOUNTS}/${ownerId}`, { disabled: true }, false],
      ['POST', `${ACCOUNTS}/${ownerId}/reset-second-factor`, undefined, false],
      ['DELETE', `${ACCOUNTS}/${ownerId}`, undefined, false],
    ];
    for (const [method, path, body, staffToo] of changes) {
      const refused = await viewer.call(method, path, body);
      assert.deepEqual([refused.status, refused.body.code], [403, 'forbidden'], `viewer ${method} ${path}`);
      assert.equal((await plain.call(method, path, body)).status, staffToo ? 200 : 403, `staff ${method} ${path}`);
    }
    for (const path of [
      '/api/app/publisher/v1/courses',
      '/api/app/publisher/v1/managers',
      '/api/app/publisher/v1/tokens',
    ])
      assert.equal((await viewer.get(path)).status, 200, path);
    const token = await owner.post('/api/app/publisher/v1/tokens', { name: 'Shop', permission: 'read' });
    assert.equal((await plain.delete(`/api/app/publisher/v1/tokens/${token.body.id}`)).status, 403);
    const viewerId = (await viewer.get('/api/app/session')).body.user.id;
    const raised = await owner.patch(`${ACCOUNTS}/${viewerId}`, { staffRole: 'staff' });
    assert.deepEqual([raised.status, raised.body.staffRole], [200, 'staff']);
    assert.deepEqual(await told('viewer@publisher.example'), ['staff_added', 'staff_changed']);
    assert.equal((await viewer.post('/api/app/publisher/v1/courses', { title: 'Now' })).status, 200);
  });
});
