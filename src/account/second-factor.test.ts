import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import {
  type Account,
  type Browser,
  follow,
  mailed,
  openBrowser,
  PASSWORD,
  signedIn,
  totp,
} from '../../test/support/accounts.ts';
import { type Answer, onBothEngines, startApp, type TestApp } from '../../test/support/app.ts';
import { cast } from '../../test/support/cast.ts';

const user = async (browser: Browser) => (await browser.get('/api/app/session')).body.user;
const codesOf = (answers: Answer[]) => answers.map(({ status, body }) => (status === 200 ? 'in' : body.code)).sort();

/** The stated number: codes of one person that are looked at in a day and turn out wrong. */
const MAX_A_DAY = 30;

onBothEngines('the second factor', (engine) => {
  let app: TestApp;
  /** Another server on the same database, where the engine allows it. */
  let second: TestApp;
  let people = 0;
  const address = () => `factor${++people}@alder.example`;
  /** The next code that the authenticator shows. */
  const next = (uri: string) => {
    app.clock.forward(30);
    return totp(uri, app.clock.ms);
  };
  const secured = async (account: Account) => {
    const browser = await signedIn(app, account);
    const { body } = await browser.post('/api/auth/two-factor/enable', { password: PASSWORD });
    const uri = body.totpURI as string;
    assert.equal((await browser.post('/api/auth/two-factor/verify-totp', { code: next(uri) })).status, 200);
    return { browser, uri, backupCodes: body.backupCodes as string[] };
  };
  /** A browser that has given the password, and is asked for a code. */
  const asked = async (email: string, host = '10.20.0.1', url = app.url, password = PASSWORD) => {
    const browser = openBrowser(url, host);
    assert.equal((await browser.signIn(email, password)).body.twoFactorRedirect, true);
    return browser;
  };
  const verify = (browser: Browser, code: string, more: object = {}) =>
    browser.post('/api/auth/two-factor/verify-totp', { code, ...more });
  const backup = (browser: Browser, code: string) => browser.post('/api/auth/two-factor/verify-backup-code', { code });
  /** A browser that is trusted, and was left. */
  const trusting = async (email: string, uri: string) => {
    const device = await asked(email);
    assert.equal((await verify(device, next(uri), { trustDevice: true })).status, 200);
    await device.post('/api/auth/sign-out');
    assert.equal((await device.signIn(email)).body.twoFactorRedirect, undefined, 'it is trusted');
    await device.post('/api/auth/sign-out');
    return device;
  };
  const asksAgain = async (device: Browser, email: string, password = PASSWORD) =>
    (await device.signIn(email, password)).body.twoFactorRedirect === true;

  before(async () => {
    const settings = { trustedProxies: ['127.0.0.1'] };
    app = await startApp(engine, { world: cast(), settings });
    const { databaseUrl: url, dataDir } = app.context.config;
    second =
      engine === 'postgres' ? await startApp(engine, { database: { url, dataDir }, clock: app.clock, settings }) : app;
  });

  test('a guess counts for the person of the cookie that is verified, whatever else the browser sends', async () => {
    const email = address();
    const { uri } = await secured({ email });
    const victim = address();
    await secured({ email: victim });
    const decoy = [...(await asked(victim)).cookies];
    const tricks: ((name: string, value: string) => string)[] = [
      (name, value) => `${name}=${value}`,
      (name, value) => `${name.replace('carrel', '__Secure-carrel')}=nobody.signature; ${name}=${value}`,
      (name, value) => `${name}=${value}; __Host-${name}=nobody.signature`,
      (name, value) => `__Host-${name}=2fa-made-up; ${name}=${value}`,
      (name, value) => `${name}=${decoy[0]?.[1]}; ${name}=${value}`,
      (name, value) => `${name}=${value}; ${name}=${decoy[0]?.[1]}`,
      (name, value) => `${name}="${value}"`,
      (name, value) => `${name}=${decodeURIComponent(value)}`,
      (name, value) => `x=1; ;=; ${name}=${value};`,
    ];
    let looked = 0;
    for (let i = 0; i < 90; i++) {
      const browser = await asked(email, `10.21.${i % 50}.1`, i % 2 ? app.url : second.url);
      const [name, value] = [...browser.cookies].find(([one]) => one.endsWith('two_factor')) as [string, string];
      browser.cookies.clear();
      const [trick = '', ...rest] = (tricks[i % tricks.length] as (n: string, v: string) => string)(name, value).split(
        '=',
      );
      browser.cookies.set(trick, rest.join('='));
      const answer = await verify(browser, '000000');
      assert.ok([400, 401, 429].includes(answer.status), answer.text);
      if (answer.body.code === 'INVALID_CODE') looked++;
    }
    assert.ok(looked > 0 && looked <= MAX_A_DAY, `${looked} were looked at`);
    const right = await verify(await asked(email, '10.22.0.1'), next(uri));
    assert.equal(right.status, 429, 'from a stranger even the right code waits, or it would tell');
    assert.ok(Number(right.headers.get('retry-after')) > 0);
  });

  test('two cookies for one sign-in are refused, and what is no cookie opens nothing', async () => {
    const email = address();
    await secured({ email });
    const browser = await asked(email);
    const [name, value] = [...browser.cookies].find(([one]) => one.endsWith('two_factor')) as [string, string];
    for (const other of [`__Host-${name}`, `__Secure-${name}`]) {
      const both = browser.copy();
      both.cookies.set(other, value);
      const answer = await verify(both, '000000');
      assert.deepEqual([answer.status, answer.body.code], [400, 'invalid_request'], other);
    }
    for (const text of ['%', '%E0%A4%A', 'garbage', '.', 'a.b', `${value}x`, value.replace('.', '%2e'), '']) {
      const odd = openBrowser(app.url);
      odd.cookies.set(name, text);
      const answer = await verify(odd, '000000');
      assert.ok([401].includes(answer.status), `${text}: ${answer.text}`);
    }
  });

  test('no cookie makes any route fail', async () => {
    const paths = ['/api/app/session', '/api/auth/list-sessions', '/api/auth/history', '/api/app/my/licenses'];
    const posts: [string, object | undefined][] = [
      ['sign-out', undefined],
      ['two-factor/disable', { password: 'x' }],
      ['two-factor/verify-totp', { code: '000000' }],
      ['two-factor/verify-backup-code', { code: 'x' }],
      ['sign-in/email', { email: 'nobody@alder.example', password: 'x' }],
    ];
    for (const name of ['two_factor', 'session_token', 'device', 'session_data', 'dont_remember', 'trust_device']) {
      for (const text of ['%', '%ff', '"', '\u00e9', 'a'.repeat(4000), '=;=', '{}']) {
        const odd = openBrowser(app.url);
        odd.cookies.set(`carrel.${name}`, text);
        for (const path of paths) assert.ok((await odd.get(path)).status < 500, `${name}=${text} at ${path}`);
        for (const [path, body] of posts) {
          const answer = await odd.post(`/api/auth/${path}`, body);
          assert.ok(answer.status < 500, `${name}=${text} at ${path}: ${answer.text}`);
        }
      }
    }
  });

  test('wrong codes are counted for a day over all addresses, and a success of the owner takes none of them back', async () => {
    const email = address();
    const { browser, uri, backupCodes } = await secured({ email });
    const guess = async (host: number) => (await verify(await asked(email, `10.23.0.${host}`), '000000')).body.code;
    const first = [];
    for (let i = 0; i < 15; i++) first.push(await guess(i));
    assert.ok(first.every((code) => code === 'INVALID_CODE'));
    assert.equal((await verify(await asked(email, '10.24.0.1'), next(uri))).status, 200);
    assert.equal((await backup(await asked(email, '10.24.0.2'), backupCodes[0] ?? '')).status, 200);
    assert.ok(await user(browser));
    const later = [];
    for (let i = 15; i < 45; i++) later.push(await guess(i));
    assert.deepEqual([later.filter((code) => code === 'INVALID_CODE').length, later.at(-1)], [5, 'rate_limited']);
    app.clock.forward(60 * 60 + 1);
    assert.equal(await guess(50), 'rate_limited', 'an hour is not a day');
    const known = browser.copy();
    await known.post('/api/auth/sign-out');
    await known.signIn(email);
    assert.equal((await verify(known, next(uri))).status, 200, 'the browser of the owner is not held up');
    app.clock.forward(24 * 60 * 60);
    assert.equal(await guess(51), 'INVALID_CODE');
  });

  test('the person is told by mail when codes are guessed', async () => {
    const notices = async (email: string) => {
      const rows = await app.context.db.read.kysely
        .selectFrom('outbox')
        .select(['recipient', 'payload'])
        .where('kind', '=', 'security_notice')
        .where('recipient', '=', email)
        .execute();
      return rows.map(({ payload }) => JSON.parse(payload).what);
    };
    const email = address();
    await secured({ email });
    for (let i = 0; i < 25; i++) await verify(await asked(email, `10.25.0.${i}`), '000000');
    const told = await notices(email);
    assert.deepEqual(told.filter((what) => what === 'codes_stopped').length, 1);
  });

  test('a code is taken once, over all processes, however many come with it', async () => {
    const email = address();
    const { uri } = await secured({ email });
    const code = next(uri);
    const browsers = await Promise.all(
      [app, second, app, second, app, second].map(({ url }, i) => asked(email, `10.26.0.${i}`, url)),
    );
    const answers = await Promise.all(browsers.map((browser) => verify(browser, code)));
    assert.deepEqual(codesOf(answers), [...Array(5).fill('INVALID_CODE'), 'in']);
    const late = await verify(await asked(email, '10.26.1.1'), code);
    assert.equal(late.body.code, 'INVALID_CODE');
    const [before, after] = [totp(uri, app.clock.ms - 30_000), totp(uri, app.clock.ms + 30_000)];
    assert.equal((await verify(await asked(email, '10.26.1.2'), before)).body.code, 'INVALID_CODE', 'nor an older one');
    assert.equal((await verify(await asked(email, '10.26.1.3'), after)).status, 200);
  });

  test('the code that switched the second factor on opens nothing again', async () => {
    const email = address();
    const { uri } = await secured({ email });
    const answer = await verify(await asked(email), totp(uri, app.clock.ms));
    assert.equal(answer.body.code, 'INVALID_CODE');
  });

  test('a backup code is taken once; other ones that come at the same moment are taken too', async () => {
    const email = address();
    const { backupCodes } = await secured({ email });
    const [one = '', two = '', three = ''] = backupCodes;
    const browsers = await Promise.all(
      Array.from({ length: 8 }, (_, i) => asked(email, `10.27.0.${i}`, i % 2 ? app.url : second.url)),
    );
    const answers = await Promise.all(browsers.map((browser, i) => backup(browser, [two, three][i] ?? one)));
    assert.deepEqual(codesOf(answers), [...Array(5).fill('INVALID_BACKUP_CODE'), 'in', 'in', 'in']);
  });

  test('one sign-in that waits is opened once, by whatever codes come for it', async () => {
    const email = address();
    const { uri, backupCodes } = await secured({ email });
    const browser = await asked(email, '10.28.0.1');
    const [one = '', two = ''] = backupCodes;
    const answers = await Promise.all([
      verify(browser.copy(), next(uri)),
      backup(browser.copy(), one),
      backup(browser.copy(second.url), two),
    ]);
    assert.equal(answers.filter(({ status }) => status === 200).length, 1);
    assert.ok(
      answers.every(({ status }) => status === 200 || status === 401),
      JSON.stringify(codesOf(answers)),
    );
  });

  test('trusted browsers are listed, and are asked again once they are removed', async () => {
    const email = address();
    const { browser, uri } = await secured({ email });
    const device = await trusting(email, uri);
    const list = async () => (await browser.get('/api/auth/trusted-devices')).body;
    const [only] = await list();
    assert.deepEqual([only.current, typeof only.browser, only.lastUsed >= only.created], [false, 'string', true]);
    const stranger = await signedIn(app, { email: address() });
    await stranger.post('/api/auth/trusted-devices/remove', { id: only.id });
    assert.equal((await list()).length, 1, 'nobody removes a browser of somebody else');
    assert.equal((await browser.post('/api/auth/trusted-devices/remove', { id: only.id })).status, 200);
    assert.deepEqual(await list(), []);
    assert.ok(await asksAgain(device, email));
  });

  test('trust ends with “end other sessions”', async () => {
    const email = address();
    const { browser, uri } = await secured({ email });
    const device = await trusting(email, uri);
    await browser.post('/api/auth/revoke-other-sessions');
    assert.ok(await asksAgain(device, email));
  });

  test('trust ends with the session of the browser that is ended, and goes on where somebody signs out', async () => {
    const email = address();
    const { browser, uri } = await secured({ email });
    const [device, other] = [await trusting(email, uri), await trusting(email, uri)];
    const stranger = await signedIn(app, { email: address() });
    await device.signIn(email);
    const sessions = (await device.get('/api/auth/list-sessions')).body as { current: boolean; token: string }[];
    const token = sessions.find(({ current }) => current)?.token;
    await stranger.post('/api/auth/revoke-session', { token });
    assert.ok(await user(device), 'nobody ends the session of somebody else');
    assert.equal((await browser.post('/api/auth/revoke-session', { token })).status, 200);
    assert.equal(await user(device), null);
    assert.ok(await asksAgain(device, email));
    assert.equal(await asksAgain(other, email), false, 'the other one goes on');
  });

  test('a session with a new id, as after a new password, still belongs to its browser', async () => {
    const email = address();
    const { browser, uri } = await secured({ email });
    const device = await trusting(email, uri);
    await device.signIn(email);
    const change = { currentPassword: PASSWORD, newPassword: 'another password' };
    assert.equal((await device.post('/api/auth/change-password', change)).status, 200);
    assert.equal(await user(browser), null);
    const rows = await app.context.db.read.kysely
      .selectFrom('session')
      .innerJoin('person', 'person.id', 'session.user_id')
      .select('session.device_id')
      .where('person.email', '=', email)
      .execute();
    assert.deepEqual(
      rows.map(({ device_id }) => typeof device_id),
      ['string'],
    );
  });

  test('trust ends with switching the second factor off, and on again', async () => {
    const email = address();
    const { browser, uri } = await secured({ email });
    const device = await trusting(email, uri);
    assert.equal((await browser.post('/api/auth/two-factor/disable', { password: PASSWORD })).status, 200);
    const { body } = await browser.post('/api/auth/two-factor/enable', { password: PASSWORD });
    assert.equal((await verify(browser, next(body.totpURI))).status, 200);
    assert.ok(await asksAgain(device, email));
  });

  test('trust ends after thirty days, and belongs to one person', async () => {
    const email = address();
    const { uri } = await secured({ email });
    const other = address();
    await secured({ email: other });
    const device = await trusting(email, uri);
    assert.ok(await asksAgain(device.copy(), other), 'the other person is asked in the same browser');
    app.clock.forward(30 * 24 * 60 * 60 + 1);
    assert.ok(await asksAgain(device, email));
  });

  test('a new password ends trust, waiting sign-ins, and links that were mailed before it', async () => {
    const email = address();
    const { browser, uri } = await secured({ email });
    const device = await trusting(email, uri);
    const waiting = await asked(email);
    await openBrowser(app.url).post('/api/auth/sign-in/magic-link', { email });
    const { payload } = await mailed(app, 'sign_in_link', 1);
    const change = { currentPassword: PASSWORD, newPassword: 'another password' };
    assert.equal((await browser.post('/api/auth/change-password', change)).status, 200);
    const opened = await follow(openBrowser(app.url), payload.url);
    assert.deepEqual([opened.status, opened.body.code], [400, 'INVALID_TOKEN']);
    assert.equal((await verify(waiting, next(uri))).body.code, 'INVALID_TWO_FACTOR_COOKIE');
    assert.ok(await asksAgain(device, email, 'another password'));
  });
});
