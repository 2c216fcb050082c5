import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import {
  type Account,
  type Browser,
  follow,
  mailed,
  mailsOf,
  makeAccount,
  openBrowser,
  PASSWORD,
  pathOf,
  signedIn,
  totp,
} from '../../test/support/accounts.ts';
import { onBothEngines, startApp, type TestApp } from '../../test/support/app.ts';
import { ALICE, cast, SHARED } from '../../test/support/cast.ts';
import { setupPage } from './setup.ts';

const LINK = '/api/auth/sign-in/magic-link';
const RESET = '/api/auth/request-password-reset';

const user = async (browser: Browser) => (await browser.get('/api/app/session')).body.user;

onBothEngines('ways in by mail and with a second factor', (engine) => {
  let app: TestApp;
  let people = 0;
  let links = 0;
  let resets = 0;
  const address = () => `person${++people}@alder.example`;
  const link = async (email: string, more: object = {}) => {
    await openBrowser(app.url).post(LINK, { email, ...more });
    const mail = await mailed(app, 'sign_in_link', ++links);
    assert.equal(mail.recipient, email);
    return mail.payload.url;
  };
  const reset = async (email: string) => {
    assert.deepEqual((await openBrowser(app.url).post(RESET, { email, redirectTo: '/reset' })).body, { status: true });
    const { payload } = await mailed(app, 'password_reset', ++resets);
    const url = new URL(payload.url);
    assert.equal(url.pathname, '/reset');
    return url.searchParams.get('token') ?? '';
  };
  /** The next code that the authenticator shows: none is taken twice. */
  const next = (uri: string) => {
    app.clock.forward(30);
    return totp(uri, app.clock.ms);
  };
  const secured = async (account: Account) => {
    const browser = await signedIn(app, account);
    const { body } = await browser.post('/api/auth/two-factor/enable', { password: PASSWORD });
    assert.equal((await browser.post('/api/auth/two-factor/verify-totp', { code: next(body.totpURI) })).status, 200);
    return { browser, uri: body.totpURI as string, backupCodes: body.backupCodes as string[] };
  };

  before(async () => {
    app = await startApp(engine, { world: cast(), settings: { trustedProxies: ['127.0.0.1'] } });
  });

  test('a mailed link signs in once, by a click on its page, and says where to go on', async () => {
    const email = address();
    await makeAccount(app, { email, password: null });
    const url = await link(email, { callbackURL: '/my?x=1' });
    assert.deepEqual([new URL(url).pathname, new URL(url).searchParams.get('next')], ['/sign-in/link', '/my?x=1']);
    const browser = openBrowser(app.url);
    const answer = await follow(browser, url);
    assert.deepEqual([answer.status, answer.body], [200, { status: true }]);
    assert.equal((await user(browser)).email, email);
    const again = openBrowser(app.url);
    const used = await follow(again, url);
    assert.deepEqual([used.status, used.body.code], [400, 'INVALID_TOKEN']);
    assert.equal(await user(again), null);
  });

  test('programs that open every link of a mail use nothing up, and the page says whom it signs in', async () => {
    const email = address();
    await makeAccount(app, { email });
    const url = await link(email);
    const token = new URL(url).searchParams.get('token');
    const look = `/api/auth/magic-link?token=${token}`;
    const scanner = openBrowser(app.url);
    for (const path of [pathOf(url), look, `/api/auth/magic-link/verify?token=${token}`]) {
      for (const method of ['HEAD', 'GET', 'GET']) await scanner.call(method, path);
    }
    assert.equal(await user(scanner), null);
    assert.deepEqual((await scanner.get(look)).body, { email });
    const elsewhere = openBrowser(app.url);
    elsewhere.headers['sec-fetch-site'] = 'cross-site';
    assert.equal((await follow(elsewhere, url)).status, 403, 'no other site signs the visitor in as somebody');
    assert.equal((await follow(openBrowser(app.url), url)).status, 200);
    assert.equal((await scanner.get(look)).status, 404);
  });

  test('a link is good for ten minutes', async () => {
    const email = address();
    await makeAccount(app, { email });
    const [early, late] = [await link(email), await link(email)];
    app.clock.forward(9 * 60);
    const browser = openBrowser(app.url);
    await follow(browser, early);
    assert.ok(await user(browser));
    app.clock.forward(60 + 1);
    const other = openBrowser(app.url);
    const look = `/api/auth/magic-link?token=${new URL(late).searchParams.get('token')}`;
    assert.equal((await other.get(look)).status, 404);
    assert.equal((await follow(other, late)).status, 400);
    assert.equal(await user(other), null);
  });

  test('a student gets an account by opening the link; a stranger gets the same answer and no mail', async () => {
    const alice = await app.client(ALICE);
    const email = address();
    await alice.post(`/v1/pool/${SHARED}/license`, { email, name: 'Sue' });
    const stranger = await openBrowser(app.url).post(LINK, { email: 'stranger@alder.example' });
    const url = await link(email);
    assert.deepEqual(stranger.body, { status: true });
    const browser = openBrowser(app.url);
    await follow(browser, url);
    const session = (await browser.get('/api/app/session')).body;
    assert.equal(session.user.email, email);
    assert.equal(session.student, true);
    assert.ok((await mailsOf(app, 'sign_in_link')).every(({ recipient }) => recipient !== 'stranger@alder.example'));
  });

  test('every address that can hold a license comes in, by a link, a new password and a password', async () => {
    const locals = ["o'neill", 'r&d', 'a=b', 'x!y', '100%', '{{name}}', '~', 'a/b', '_', '6140'];
    const domains = ['alder.example', 'xn--e1afmkfd.xn--p1ai', 'address.invalid'];
    for (const [i, local] of locals.entries()) {
      const email = `${local}${++people}@${domains[i % 3]}`;
      await makeAccount(app, { email, password: null });
      const early = await link(email);
      const browser = openBrowser(app.url);
      const url = await link(email);
      const look = await browser.get(`/api/auth/magic-link?token=${new URL(url).searchParams.get('token')}`);
      assert.deepEqual(look.body, { email });
      assert.equal((await follow(browser, url)).status, 200, email);
      assert.equal((await user(browser)).email, email);
      const asked = { token: await reset(email), newPassword: PASSWORD };
      assert.equal((await openBrowser(app.url).post('/api/auth/reset-password', asked)).status, 200, email);
      assert.equal((await follow(openBrowser(app.url), early)).status, 400, 'a new password ends links');
      assert.equal((await browser.signIn(email.toUpperCase())).status, 200, email);
      assert.equal((await user(browser)).email, email);
    }
  });

  test('a student with an unusual address gets one account, whose second factor is labelled with it', async () => {
    const alice = await app.client(ALICE);
    const email = `r&d${++people}@alder.example`;
    await alice.post(`/v1/pool/${SHARED}/license`, { email, name: 'Sue' });
    const [browser, again] = [openBrowser(app.url), openBrowser(app.url)];
    await follow(browser, await link(email));
    await follow(again, await link(email));
    assert.equal((await user(browser)).email, email);
    assert.equal((await user(again)).id, (await user(browser)).id);
    const { uri } = await secured({ email: `a=b${++people}@alder.example` });
    assert.match(decodeURIComponent(uri), /a=b\d+@alder\.example/);
    const [row] = await app.context.db.read.kysely
      .selectFrom('person')
      .select('email')
      .where('email', '=', email)
      .execute();
    assert.equal(row?.email, email);
  });

  test('a page to go on to that looks like an address in hex is answered as it was sent', async () => {
    const email = address();
    await makeAccount(app, { email });
    const callbackURL = '/22@address.invalid';
    const asked = { email, password: PASSWORD, callbackURL };
    const answer = await openBrowser(app.url).post('/api/auth/sign-in/email', asked);
    assert.deepEqual([answer.status, answer.body.url], [200, callbackURL]);
  });

  test('so many mails to one address are slowed down, known or not', async () => {
    for (const email of [address(), address()]) {
      if (people % 2) await makeAccount(app, { email });
      const statuses = [];
      for (let i = 0; i < 4; i++) statuses.push((await openBrowser(app.url).post(LINK, { email })).status);
      assert.deepEqual(statuses, [200, 200, 200, 429]);
      if (people % 2) links += 3;
    }
  });

  test('a new password ends every session, and its link works once', async () => {
    const email = address();
    const browser = await signedIn(app, { email });
    const token = await reset(email);
    const short = await openBrowser(app.url).post('/api/auth/reset-password', { token, newPassword: 'short' });
    assert.equal(short.body.code, 'invalid_request');
    const done = await openBrowser(app.url).post('/api/auth/reset-password', { token, newPassword: 'a new password' });
    assert.equal(done.status, 200);
    assert.equal(await user(browser), null);
    assert.equal((await openBrowser(app.url).signIn(email)).status, 401);
    assert.equal((await openBrowser(app.url).signIn(email, 'a new password')).status, 200);
    const again = await openBrowser(app.url).post('/api/auth/reset-password', {
      token,
      newPassword: 'a third password',
    });
    assert.deepEqual([again.status, again.body.code], [400, 'INVALID_TOKEN']);
  });

  test('a new password makes other reset links and trusted devices worthless', async () => {
    const email = address();
    const { browser, uri } = await secured({ email });
    const device = openBrowser(app.url);
    await device.signIn(email);
    await device.post('/api/auth/two-factor/verify-totp', { code: next(uri), trustDevice: true });
    await device.post('/api/auth/sign-out');
    assert.equal((await device.signIn(email)).body.twoFactorRedirect, undefined, 'the device is trusted');
    const [first, second] = [await reset(email), await reset(email)];
    const to = (token: string) =>
      openBrowser(app.url).post('/api/auth/reset-password', { token, newPassword: 'a new password' });
    assert.equal((await to(second)).status, 200);
    assert.equal((await to(first)).body.code, 'INVALID_TOKEN');
    assert.equal((await device.signIn(email, 'a new password')).body.twoFactorRedirect, true);
    assert.equal((await device.post('/api/auth/two-factor/verify-totp', { code: next(uri) })).status, 200);

    const third = await reset(email);
    const change = { currentPassword: 'a new password', newPassword: 'a third password' };
    assert.equal((await device.post('/api/auth/change-password', change)).status, 200);
    assert.equal((await to(third)).body.code, 'INVALID_TOKEN');
    assert.equal(await user(browser), null);
  });

  test('the link to a new password is good for an hour, and tells nobody who has an account', async () => {
    const email = address();
    await makeAccount(app, { email });
    const unknown = await openBrowser(app.url).post(RESET, { email: 'stranger@alder.example', redirectTo: '/reset' });
    assert.deepEqual(unknown.body, { status: true });
    const token = await reset(email);
    app.clock.forward(60 * 60 + 1);
    const late = await openBrowser(app.url).post('/api/auth/reset-password', { token, newPassword: 'a new password' });
    assert.deepEqual([late.status, late.body.code], [400, 'INVALID_TOKEN']);
    assert.ok((await mailsOf(app, 'password_reset')).every(({ recipient }) => recipient !== 'stranger@alder.example'));
  });

  test('with a second factor the password alone opens nothing', async () => {
    const email = address();
    const { browser, uri } = await secured({ email });
    assert.equal((await user(browser)).twoFactorEnabled, true);
    const other = openBrowser(app.url);
    const answer = await other.signIn(email);
    assert.deepEqual([answer.status, answer.body.twoFactorRedirect], [200, true]);
    assert.equal(await user(other), null);
    const wrong = await other.post('/api/auth/two-factor/verify-totp', { code: '000000' });
    assert.deepEqual([wrong.status, wrong.body.code], [401, 'INVALID_CODE']);
    assert.equal(await user(other), null);
    assert.equal((await other.post('/api/auth/two-factor/verify-totp', { code: next(uri) })).status, 200);
    assert.equal((await user(other)).email, email);
  });

  test('a mailed link asks for the second factor too', async () => {
    const email = address();
    const { uri } = await secured({ email });
    const url = await link(email, { callbackURL: '/my' });
    const browser = openBrowser(app.url);
    const answer = await follow(browser, url);
    assert.deepEqual([answer.status, answer.body.twoFactorRedirect], [200, true]);
    assert.equal(await user(browser), null);
    assert.equal((await browser.post('/api/auth/two-factor/verify-totp', { code: next(uri) })).status, 200);
    assert.equal((await user(browser)).email, email);
  });

  test('a backup code opens the way once; guessing codes ends soon', async () => {
    const email = address();
    const { backupCodes } = await secured({ email });
    const enter = async (code: string) => {
      const browser = openBrowser(app.url);
      await browser.signIn(email);
      return (await browser.post('/api/auth/two-factor/verify-backup-code', { code })).status;
    };
    assert.equal(await enter(backupCodes[0] ?? ''), 200);
    assert.notEqual(await enter(backupCodes[0] ?? ''), 200);
    const guesser = openBrowser(app.url);
    await guesser.signIn(email);
    const codes = [];
    for (let i = 0; i < 6; i++) {
      codes.push((await guesser.post('/api/auth/two-factor/verify-totp', { code: `00000${i}` })).body.code);
    }
    assert.deepEqual(
      codes,
      [...Array(2).fill('INVALID_CODE'), ...Array(4).fill('rate_limited')],
      'after the one used twice',
    );
  });

  test('guesses of codes wait longer and longer over all sign-ins, and lock nobody out', async () => {
    const email = address();
    const { uri } = await secured({ email });
    const from = async (host: number, code: string) => {
      const browser = openBrowser(app.url, `10.9.${people}.${host}`);
      await browser.signIn(email);
      return (await browser.post('/api/auth/two-factor/verify-totp', { code })).status;
    };
    assert.equal(await from(1, next(uri)), 200);
    const statuses = [];
    for (let i = 0; i < 22; i++) statuses.push(await from(100 + i, '000000'));
    assert.deepEqual([statuses.slice(0, 20).every((status) => status === 401), statuses[21]], [true, 429]);
    assert.equal(await from(1, next(uri)), 200);
  });

  test('a password alone, without the code, makes no address known to the account', async () => {
    const email = address();
    await secured({ email });
    const from = (host: number, password?: string) =>
      openBrowser(app.url, `10.8.${people}.${host}`).signIn(email, password);
    assert.equal((await from(1)).status, 200);
    for (let i = 0; i < 20; i++) await from(100 + i, 'a wrong password');
    assert.equal((await from(1)).status, 429);
  });

  test('the second factor is switched off with the password only', async () => {
    const email = address();
    const { browser } = await secured({ email });
    const wrong = await browser.post('/api/auth/two-factor/disable', { password: 'not this one' });
    assert.deepEqual([wrong.status, wrong.body.code], [400, 'INVALID_PASSWORD']);
    assert.equal((await browser.post('/api/auth/two-factor/disable', { password: PASSWORD })).status, 200);
    const other = openBrowser(app.url);
    await other.signIn(email);
    assert.equal((await user(other)).twoFactorEnabled, false);
  });
});

onBothEngines('the first account', (engine) => {
  test('is made once, by whoever has the code that the server prints, and is staff of the publisher', async () => {
    const app = await startApp(engine);
    const page = new URL((await setupPage(app.context)) ?? '');
    assert.equal(page.pathname, '/setup');
    const code = page.searchParams.get('code');
    const first = { code, name: 'Olga', email: 'olga@alder.example', password: PASSWORD };
    assert.equal((await openBrowser(app.url).get('/api/app/session')).body.setupNeeded, true);
    for (const wrong of ['', 'a'.repeat(22), `${code}x`]) {
      const refused = await openBrowser(app.url).post('/api/app/setup', { ...first, code: wrong });
      assert.deepEqual([refused.status, refused.body.errors?.[0]?.pointer], [400, '/code']);
    }
    const browsers = Array.from({ length: 3 }, () => openBrowser(app.url));
    const answers = await Promise.all(
      browsers.map((browser, i) => browser.post('/api/app/setup', { ...first, email: `olga${i}@alder.example` })),
    );
    assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 404, 404]);
    const winner = browsers[answers.findIndex(({ status }) => status === 200)] as Browser;
    const session = (await winner.get('/api/app/session')).body;
    assert.deepEqual([session.user.name, session.publisher, session.setupNeeded], ['Olga', true, false]);
    assert.equal((await openBrowser(app.url).post('/api/app/setup', first)).status, 404);
    assert.equal(await setupPage(app.context), null);
  });
});
