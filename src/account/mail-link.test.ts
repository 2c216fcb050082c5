import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  type Account,
  type Browser,
  follow,
  mailed,
  makeAccount,
  openBrowser,
  PASSWORD,
  pathOf,
  signedIn,
  totp,
} from '../../test/support/accounts.ts';
import { type Client, onBothEngines, startApp, type TestApp } from '../../test/support/app.ts';
import { ALICE, cast, DAX, SHARED } from '../../test/support/cast.ts';
import { type MailServer, startMailServer } from '../../test/support/mail.ts';
import { OutboxWorker } from '../outbox/worker.ts';
import { DAY } from '../rules/time.ts';

const user = async (browser: Browser) => (await browser.get('/api/app/session')).body.user;
const tokenIn = (url: string) => new URL(url).searchParams.get('token') ?? '';

onBothEngines('the button of a mail about a license', (engine) => {
  let smtp: MailServer;
  let app: TestApp;
  let alice: Client;
  let worker: OutboxWorker;
  let people = 0;
  let links = 0;
  const address = () => `reader${++people}@alder.example`;

  /** Gives a license, and answers the link in the mail. */
  const given = async (email: string, name?: string): Promise<string> => {
    const { status, body } = await alice.post(`/v1/pool/${SHARED}/license`, { email, ...(name ? { name } : {}) });
    assert.equal(status, 200);
    smtp.taken.length = 0;
    while ((await worker.runOnce()) > 0);
    await alice.delete(`/v1/license/${body.licenseId ?? body.id}`);
    const mail = smtp.taken.find(({ recipients, text }) => recipients[0] === email && /%2Fmy|\/my/.test(text ?? ''));
    return /https?:\/\/\S+(?=\n)/.exec(mail?.text ?? '')?.[0] ?? 'no link';
  };
  const rows = () => app.context.db.read.kysely.selectFrom('verification').selectAll().execute();

  before(async () => {
    smtp = await startMailServer();
    app = await startApp(engine, {
      world: cast(),
      settings: { smtpUrl: smtp.url, trustedProxies: ['127.0.0.1'] },
    });
    alice = await app.client(ALICE);
    worker = new OutboxWorker(app.context, { clock: async () => app.clock.ms });
  });
  after(async () => {
    await worker.stop();
    await smtp.close();
  });

  test('signs in once, makes the account of a student who has none, and leads to the course', async () => {
    const email = address();
    const url = await given(email, 'Rea Reader');
    assert.deepEqual(
      [new URL(url).pathname, new URL(url).searchParams.get('next')],
      ['/sign-in/link', `/my?course=${DAX}`],
    );
    const browser = openBrowser(app.url);
    assert.deepEqual((await follow(browser, url)).body, { status: true });
    const { name, email: who } = await user(browser);
    assert.deepEqual([name, who], ['Rea Reader', email]);
    assert.equal((await browser.get('/api/app/my/licenses')).body[0].courseId, String(DAX));
    const again = openBrowser(app.url);
    const used = await follow(again, url);
    assert.deepEqual([used.status, used.body.code, await user(again)], [400, 'INVALID_TOKEN', null]);
  });

  test('is not used up by programs that open it, and other sites cannot press it', async () => {
    const email = address();
    const url = await given(email);
    const look = `/api/auth/magic-link?token=${tokenIn(url)}`;
    const scanner = openBrowser(app.url);
    for (const path of [pathOf(url), look, `/api/auth/magic-link/verify?token=${tokenIn(url)}`])
      for (const method of ['HEAD', 'GET', 'GET']) await scanner.call(method, path);
    assert.deepEqual([await user(scanner), (await scanner.get(look)).body], [null, { email }]);
    const elsewhere = openBrowser(app.url);
    elsewhere.headers['sec-fetch-site'] = 'cross-site';
    assert.equal((await follow(elsewhere, url)).status, 403);
    assert.equal((await follow(openBrowser(app.url), url)).status, 200);
  });

  test('is nowhere in clear once it is sent', async () => {
    const token = tokenIn(await given(address()));
    const outbox = await app.context.db.read.kysely.selectFrom('outbox').selectAll().execute();
    const events = await app.context.db.read.kysely.selectFrom('event').selectAll().execute();
    const kept = JSON.stringify([outbox, events, await rows()]);
    const [, signature = 'none'] = token.split('.');
    assert.ok(signature.length === 43 && !kept.includes(signature));
  });

  test('is good for seven days; then, and once used, a new link goes where the mail went', async () => {
    const email = address();
    const url = await given(email);
    app.clock.forward(7 * DAY - 60);
    assert.equal((await openBrowser(app.url).get(`/api/auth/magic-link?token=${tokenIn(url)}`)).status, 200);
    app.clock.forward(61);
    const browser = openBrowser(app.url);
    assert.equal((await browser.get(`/api/auth/magic-link?token=${tokenIn(url)}`)).status, 404);
    assert.equal((await follow(browser, url)).status, 400);
    const renew = (token: string, more: object = {}) => browser.post('/api/auth/magic-link/renew', { token, ...more });
    assert.equal((await renew(tokenIn(url), { callbackURL: '/my?course=1' })).status, 200);
    const { recipient, payload } = await mailed(app, 'sign_in_link', ++links);
    assert.deepEqual([recipient, new URL(payload.url).searchParams.get('next')], [email, '/my?course=1']);
    assert.equal((await follow(browser, payload.url)).status, 200);
    assert.equal((await user(browser)).email, email);
    assert.equal((await renew(tokenIn(url), { callbackURL: '//evil.example' })).status, 400);
    for (let i = 0; i < 3; i++) await renew(tokenIn(url));
    assert.equal((await renew(tokenIn(url))).status, 429, 'as many as may be asked for by address');
    links += 2;
  });

  test('is no use to whoever makes one up, or changes it', async () => {
    const [mine, other] = [tokenIn(await given(address())), tokenIn(await given(address()))];
    const browser = openBrowser(app.url);
    const [id] = other.split('.');
    const [, signature] = mine.split('.');
    for (const token of [`${id}.${signature}`, `${id}.${'A'.repeat(43)}`, `${id}.`, id ?? '', 'x', `${mine}A`]) {
      assert.equal((await browser.get(`/api/auth/magic-link?token=${token}`)).status, 404, token);
      assert.equal((await browser.post('/api/auth/magic-link/verify', { token })).status, 400, token);
      assert.equal((await browser.post('/api/auth/magic-link/renew', { token })).status, 400, token);
    }
    assert.equal(await user(browser), null);
  });

  test('guessing ends for a network, and for nobody else', async () => {
    const url = await given(address());
    const guesser = openBrowser(app.url, '10.77.0.1');
    const path = (n: number) => `/api/auth/magic-link?token=guess${n}`;
    const statuses = [];
    for (let i = 0; i < 301; i++) statuses.push((await guesser.get(path(i))).status);
    assert.deepEqual([statuses.indexOf(429), statuses.at(-1)], [300, 429]);
    assert.equal(
      (await openBrowser(app.url, '10.78.0.1').get(`/api/auth/magic-link?token=${tokenIn(url)}`)).status,
      200,
    );
  });

  test('asks for the second factor where there is one', async () => {
    const account: Account = { email: address() };
    const browser = await signedIn(app, account);
    const { body } = await browser.post('/api/auth/two-factor/enable', { password: PASSWORD });
    const code = () => {
      app.clock.forward(30);
      return totp(body.totpURI, app.clock.ms);
    };
    await browser.post('/api/auth/two-factor/verify-totp', { code: code() });
    const elsewhere = openBrowser(app.url);
    const answer = await follow(elsewhere, await given(account.email));
    assert.equal(answer.status, 200, answer.text);
    assert.deepEqual([answer.body.twoFactorRedirect, await user(elsewhere)], [true, null]);
    assert.equal((await elsewhere.post('/api/auth/two-factor/verify-totp', { code: code() })).status, 200);
    assert.equal((await user(elsewhere)).email, account.email);
  });

  test('is void after a new password, the first one included', async () => {
    const account = { email: address() };
    const browser = await signedIn(app, account);
    const url = await given(account.email);
    const changed = { currentPassword: PASSWORD, newPassword: 'another long secret' };
    assert.equal((await browser.post('/api/auth/change-password', changed)).status, 200);
    assert.equal((await follow(openBrowser(app.url), url)).status, 400);

    const email = address();
    const [first, second] = [await given(email), await given(email)];
    const student = openBrowser(app.url);
    await follow(student, first);
    await student.post('/api/auth/mail-proof');
    const { payload } = await mailed(app, 'mailed_code');
    const set = { proof: payload.code, newPassword: 'another long secret' };
    assert.equal((await student.post('/api/auth/set-password', set)).status, 200);
    assert.equal((await follow(openBrowser(app.url), second)).status, 400);
  });

  test('of a disabled account is refused, and says why to whoever holds the mail', async () => {
    const email = address();
    const id = await makeAccount(app, { email });
    const url = await given(email);
    const disable = (at: number | null) =>
      app.context.db.write((tx) =>
        tx.kysely.updateTable('person').set({ disabled_at: at }).where('id', '=', id).execute(),
      );
    await disable(1);
    const browser = openBrowser(app.url);
    const answer = await follow(browser, url);
    assert.deepEqual([answer.status, answer.body.code, await user(browser)], [403, 'account_disabled', null]);
    const look = await browser.get(`/api/auth/magic-link?token=${tokenIn(url)}`);
    assert.deepEqual([look.status, look.body.code], [403, 'account_disabled']);
    assert.equal(new URL(await given(email)).pathname, '/my', 'no link that signs in is made for it');
    await disable(null);
  });

  test('signs no staff of the publisher in', async () => {
    const email = address();
    await makeAccount(app, { email, publisher: true });
    assert.equal(new URL(await given(email)).pathname, '/my');
  });
});
