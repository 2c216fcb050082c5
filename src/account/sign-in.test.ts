import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { makeAccount, openBrowser, PASSWORD, signedIn } from '../../test/support/accounts.ts';
import { onBothEngines, startApp, type TestApp } from '../../test/support/app.ts';
import { ALICE, cast } from '../../test/support/cast.ts';

onBothEngines('signing in', (engine) => {
  let app: TestApp;
  let people = 0;
  const address = () => `person${++people}@alder.example`;
  const user = async (browser: { get(path: string): Promise<{ body: { user: unknown } }> }) =>
    (await browser.get('/api/app/session')).body.user;

  before(async () => {
    app = await startApp(engine, { world: cast(), settings: { trustedProxies: ['127.0.0.1'] } });
  });

  test('a password opens a session, which says who it is and what they may see', async () => {
    const email = address();
    const id = await makeAccount(app, { email, name: 'Ann', roles: { [ALICE]: 'viewer' }, publisher: true });
    const browser = openBrowser(app.url);
    assert.equal((await browser.get('/api/app/session')).body.user, null);
    const answer = await browser.signIn(` ${email.toUpperCase()} `);
    assert.equal(answer.status, 200);
    const { terms, brand, ...session } = (await browser.get('/api/app/session')).body;
    assert.deepEqual(Object.keys(terms), ['idleSeconds', 'leftSeconds']);
    assert.equal(brand.name, app.context.config.publisherName);
    assert.deepEqual(session, {
      user: { id, name: 'Ann', email, twoFactorEnabled: false },
      publisher: true,
      staffRole: 'owner',
      managers: [{ id: ALICE, name: 'Alder', role: 'viewer' }],
      student: false,
      setupNeeded: false,
      providers: [],
      mailbox: false,
      publicUrl: app.context.config.publicUrl,
    });
  });

  test('the cookie is out of reach for scripts and other sites, and its secret is in no answer', async () => {
    const email = address();
    await makeAccount(app, { email });
    const answer = await openBrowser(app.url).signIn(email);
    const [device = '', cookie = '', ...more] = answer.headers.getSetCookie().sort();
    assert.deepEqual(more, []);
    assert.match(cookie, /^carrel\.session_token=[^;]+; Max-Age=43200; Path=\/; HttpOnly; SameSite=Lax$/);
    assert.match(device, /^carrel\.device=[\w-]{43}; Max-Age=15552000; Path=\/; HttpOnly; SameSite=Lax$/);
    const rows = await Promise.all(
      (['session', 'device'] as const).map((table) =>
        app.context.db.read.kysely.selectFrom(table).selectAll().execute(),
      ),
    );
    for (const line of [device, cookie]) {
      const secret = /=([\w-]+)/.exec(line)?.[1] ?? 'none';
      assert.ok(secret.length >= 32);
      assert.ok(!answer.text.includes(secret));
      assert.ok(!JSON.stringify(rows).includes(secret), 'the database keeps a hash only');
    }
  });

  test('a wrong password and an unknown address are answered alike', async () => {
    const email = address();
    await makeAccount(app, { email });
    const wrong = await openBrowser(app.url, '10.1.0.1').signIn(email, 'a wrong password');
    const unknown = await openBrowser(app.url, '10.1.0.2').signIn(address(), 'a wrong password');
    assert.equal(wrong.status, 401);
    assert.equal(wrong.body.code, 'INVALID_EMAIL_OR_PASSWORD');
    assert.deepEqual([unknown.status, unknown.text], [wrong.status, wrong.text]);
    assert.deepEqual(unknown.headers.getSetCookie(), []);
  });

  test('guesses wait longer and longer, and the owner comes in from elsewhere all the while', async () => {
    const email = address();
    await makeAccount(app, { email });
    const guesser = openBrowser(app.url, '10.2.0.1');
    const guess = () => guesser.signIn(email, 'a wrong password');
    for (let i = 0; i < 3; i++) assert.equal((await guess()).status, 401);
    for (const wait of [1, 2, 4, 8]) {
      const refused = await guess();
      assert.deepEqual([refused.status, refused.body.code], [429, 'rate_limited']);
      assert.equal(refused.headers.get('retry-after'), String(wait));
      app.clock.forward(wait);
      assert.equal((await guess()).status, 401, 'after the wait the guess is looked at');
    }
    const refused = await guesser.signIn(email);
    assert.equal(refused.status, 429, 'the right password waits too, or the guesser would learn it');
    assert.equal((await openBrowser(app.url, '10.2.0.2').signIn(email)).status, 200);
  });

  test('guesses made at the same time are counted too', async () => {
    const email = address();
    await makeAccount(app, { email });
    const guesses = Array.from({ length: 20 }, () =>
      openBrowser(app.url, '10.3.0.1').signIn(email, 'a wrong password'),
    );
    const statuses = (await Promise.all(guesses)).map(({ status }) => status);
    assert.equal(statuses.filter((status) => status === 401).length, 3);
    assert.equal(statuses.filter((status) => status === 429).length, 17);
  });

  test('an address that tries many accounts waits, and others do not', async () => {
    const from = (host: string) => openBrowser(app.url, host);
    const statuses = [];
    for (let i = 0; i < 21; i++) statuses.push((await from('10.4.0.1').signIn(address(), 'a wrong password')).status);
    assert.deepEqual([statuses.slice(0, 20).every((status) => status === 401), statuses[20]], [true, 429]);
    assert.equal((await from('10.4.0.2').signIn(address(), 'a wrong password')).status, 401);
  });

  test('a flood from many addresses slows down strangers, not the address that has signed in before', async () => {
    const email = address();
    await makeAccount(app, { email });
    assert.equal((await openBrowser(app.url, '10.5.1.1').signIn(email)).status, 200);
    for (let i = 0; i < 20; i++) await openBrowser(app.url, `10.5.0.${i}`).signIn(email, 'a wrong password');
    assert.equal((await openBrowser(app.url, '10.5.0.200').signIn(email)).status, 429);
    assert.equal((await openBrowser(app.url, '10.5.1.1').signIn(email)).status, 200);
  });

  test('a session ends after half an hour without a request, and after twelve hours in any case', async () => {
    const browser = await signedIn(app, { email: address() });
    const idle = browser.copy();
    for (let minute = 0; minute < 12 * 60 - 20; minute += 20) {
      app.clock.forward(20 * 60);
      assert.ok(await user(browser), `after ${minute + 20} minutes of use`);
    }
    app.clock.forward(20 * 60 + 1);
    assert.equal(await user(browser), null, 'twelve hours are over');
    const other = await signedIn(app, { email: address() });
    app.clock.forward(29 * 60);
    const { terms } = (await other.get('/api/app/session')).body;
    assert.equal(terms.idleSeconds, 29 * 60, 'the end is put off once a minute at most');
    assert.ok(terms.leftSeconds > 11 * 3600 && terms.leftSeconds <= 12 * 3600, `${terms.leftSeconds}`);
    app.clock.forward(30 * 60 + 1);
    assert.equal(await user(other), null, 'nobody was there for half an hour');
    assert.equal((await other.get('/api/app/session')).body.terms, null);
    assert.equal((await idle.get('/api/app/my/licenses')).status, 401);
  });

  test('signing in again opens another session, and signing out ends the one at once', async () => {
    const email = address();
    const first = await signedIn(app, { email });
    const second = first.copy();
    await second.signIn(email);
    assert.notDeepEqual([...first.cookies], [...second.cookies]);
    const stolen = first.copy();
    assert.equal((await first.post('/api/auth/sign-out')).status, 200);
    assert.deepEqual([...first.cookies.keys()], ['carrel.device']);
    assert.equal(await user(stolen), null);
    assert.ok(await user(second));
  });

  test('changing the password ends every other session and gives this one a new id', async () => {
    const email = address();
    const browser = await signedIn(app, { email });
    const [before, elsewhere] = [browser.copy(), browser.copy()];
    await elsewhere.signIn(email);
    const wrong = await browser.post('/api/auth/change-password', {
      currentPassword: 'not this one',
      newPassword: 'another password',
    });
    assert.deepEqual([wrong.status, wrong.body.code], [400, 'INVALID_PASSWORD']);
    const change = { currentPassword: PASSWORD, newPassword: 'another password', revokeOtherSessions: false };
    assert.equal((await browser.post('/api/auth/change-password', change)).status, 200);
    assert.deepEqual([await user(before), await user(elsewhere)], [null, null]);
    assert.ok(await user(browser));
    assert.equal((await openBrowser(app.url).signIn(email)).status, 401);
    assert.equal((await openBrowser(app.url).signIn(email, 'another password')).status, 200);
  });

  test('the sessions of a person are listed, and ended one by one or all at once', async () => {
    const email = address();
    const here = await signedIn(app, { email });
    const [there, elsewhere] = [openBrowser(app.url), openBrowser(app.url)];
    await there.signIn(email);
    await elsewhere.signIn(email);
    const { body } = await here.get('/api/auth/list-sessions');
    assert.equal(body.length, 3);
    const other = await signedIn(app, { email: address() });
    const theirs = (await there.get('/api/auth/list-sessions')).body.find((one: { current: boolean }) => one.current);
    await other.post('/api/auth/revoke-session', { token: theirs.token });
    assert.ok(await user(there), 'nobody ends a session of somebody else');
    await here.post('/api/auth/revoke-session', { token: theirs.token });
    assert.equal(await user(there), null);
    await here.post('/api/auth/revoke-other-sessions');
    assert.equal(await user(elsewhere), null);
    assert.ok(await user(here));
  });

  test('requests of other sites are refused, whatever cookie they carry', async () => {
    const browser = await signedIn(app, { email: address() });
    const ask = async (headers: Record<string, string>) => {
      const page = browser.copy();
      delete page.headers['sec-fetch-site'];
      Object.assign(page.headers, headers);
      return (await page.post('/api/auth/update-user', { name: 'Changed' })).status;
    };
    assert.equal(await ask({ 'sec-fetch-site': 'cross-site' }), 403);
    assert.equal(await ask({ 'sec-fetch-site': 'same-site', origin: app.url }), 403);
    assert.equal(await ask({ origin: 'https://evil.example' }), 403);
    assert.equal(await ask({ origin: 'null' }), 403);
    assert.equal(await ask({}), 403);
    const { publicUrl } = app.context.config;
    for (const other of [app.url, publicUrl].map((url) => url.replace('http:', 'https:')))
      assert.equal(await ask({ origin: other, host: new URL(other).host }), 403, other);
    assert.equal(await ask({ origin: `${app.url}0` }), 403);
    assert.equal(((await user(browser)) as { name: string }).name, 'Alex');
    assert.equal(await ask({ origin: publicUrl }), 200);
    assert.equal(await ask({ origin: app.url, host: new URL(app.url).host }), 200);
    assert.equal(((await user(browser)) as { name: string }).name, 'Changed');
  });

  test('cookies count for the web app only, and tokens for the API only', async () => {
    const browser = await signedIn(app, { email: address(), roles: { [ALICE]: 'owner' } });
    assert.equal((await browser.get(`/api/app/managers/${ALICE}/v1/me`)).status, 200);
    assert.equal((await browser.get('/api/licensing/v1/me')).status, 401);
    const { token } = await app.client(ALICE);
    const withToken = openBrowser(app.url);
    withToken.headers.authorization = `Bearer ${token}`;
    assert.equal((await withToken.get('/api/licensing/v1/me')).status, 200);
    assert.equal((await withToken.get(`/api/app/managers/${ALICE}/v1/me`)).status, 401);
    assert.equal((await withToken.get('/api/app/session')).body.user, null);
  });

  test('nothing else of the account library can be reached', async () => {
    const browser = await signedIn(app, { email: address() });
    for (const path of [
      'sign-up/email',
      'delete-user',
      'change-email',
      'verify-password',
      'link-social',
      'update-session',
    ]) {
      const answer = await browser.post(`/api/auth/${path}`, { email: address(), password: PASSWORD, name: 'X' });
      assert.equal(answer.status, 404, path);
    }
    for (const path of ['get-session', 'list-accounts', 'ok', 'error']) {
      assert.equal((await browser.get(`/api/auth/${path}`)).status, 404, path);
    }
    const extra = await browser.post('/api/auth/update-user', { name: 'X', publisher: 1 });
    assert.equal(extra.body.code, 'invalid_request');
  });

  test('a redirect leads to no other site', async () => {
    const email = address();
    for (const callbackURL of ['https://evil.example/', '//evil.example', '/\\evil.example', 'javascript:alert(1)']) {
      const answer = await openBrowser(app.url).post('/api/auth/sign-in/magic-link', { email, callbackURL });
      assert.equal(answer.body.code, 'invalid_request', callbackURL);
    }
    const callback = '/api/auth/callback/oidc?state=none&callbackURL=https%3A%2F%2Fevil.example';
    const { origin, pathname } = new URL((await openBrowser(app.url).get(callback)).headers.get('location') ?? '');
    assert.deepEqual([origin, pathname], [new URL(app.context.config.publicUrl).origin, '/sign-in']);
  });
});

onBothEngines('accounts behind https', (engine) => {
  test('the cookie is bound to the host and to https, and so are the answers', async () => {
    const app = await startApp(engine, { world: cast(), settings: { publicUrl: 'https://licenses.example' } });
    const browser = await signedIn(app, { email: 'ann@alder.example' });
    assert.deepEqual([...browser.cookies.keys()].sort(), ['__Host-carrel.device', '__Host-carrel.session_token']);
    const answer = await browser.signIn('ann@alder.example');
    for (const line of answer.headers.getSetCookie()) {
      assert.match(line, /; Path=\/; HttpOnly; Secure; SameSite=Lax$/);
    }
    assert.equal(answer.headers.get('strict-transport-security'), 'max-age=31536000');
    assert.equal((await browser.get('/api/app/session')).body.user.email, 'ann@alder.example');
  });
});

onBothEngines('several servers', (engine) => {
  test('a session that ends on one is over on all, and so are the tries of a guesser', async () => {
    const app = await startApp(engine, { world: cast() });
    const { databaseUrl: url, dataDir } = app.context.config;
    const second = { database: { url, dataDir }, clock: app.clock };
    const other = engine === 'postgres' ? await startApp(engine, second) : app; // SQLite has one server
    const browser = await signedIn(app, { email: 'ann@alder.example' });
    const elsewhere = browser.copy(other.url);
    assert.equal((await elsewhere.get('/api/app/my/licenses')).status, 200);
    await browser.post('/api/auth/sign-out');
    assert.equal((await elsewhere.get('/api/app/my/licenses')).status, 401);
    const statuses = [];
    for (const server of [app, other, app, other]) {
      statuses.push((await openBrowser(server.url).signIn('ann@alder.example', 'a wrong password')).status);
    }
    assert.deepEqual(statuses, [401, 401, 401, 429]);
  });
});
