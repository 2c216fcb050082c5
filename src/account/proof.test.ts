import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import {
  follow,
  mailed,
  mailsOf,
  makeAccount,
  openBrowser,
  PASSWORD,
  signedIn,
  totp,
} from '../../test/support/accounts.ts';
import { onBothEngines, startApp, type TestApp } from '../../test/support/app.ts';
import { cast } from '../../test/support/cast.ts';

onBothEngines('people without a password', (engine) => {
  let app: TestApp;
  let people = 0;
  let links = 0;
  let codes = 0;
  /** Somebody who signed in by a mailed link. */
  const mailedIn = async () => {
    const email = `mailed${++people}@alder.example`;
    await makeAccount(app, { email, password: null });
    const browser = openBrowser(app.url);
    await browser.post('/api/auth/sign-in/magic-link', { email });
    await follow(browser, (await mailed(app, 'sign_in_link', ++links)).payload.url);
    return { email, browser };
  };
  const code = async ({ browser }: Awaited<ReturnType<typeof mailedIn>>) => {
    assert.equal((await browser.post('/api/auth/mail-proof')).status, 200);
    return String((await mailed(app, 'mailed_code', ++codes)).payload.code);
  };

  before(async () => {
    app = await startApp(engine, { world: cast() });
  });

  test('set one with a code that is mailed, once', async () => {
    const person = await mailedIn();
    const { browser, email } = person;
    assert.deepEqual((await browser.get('/api/auth/methods')).body, { password: false });
    const set = (proof: string) => browser.post('/api/auth/set-password', { proof, newPassword: PASSWORD });
    assert.equal((await set('AAAA-AAAA')).body.code, 'INVALID_PROOF');
    const proof = await code(person);
    const stranger = await mailedIn();
    const theirs = { proof, newPassword: 'a password of a thief' };
    assert.equal((await stranger.browser.post('/api/auth/set-password', theirs)).body.code, 'INVALID_PROOF');
    assert.equal((await set(proof.toLowerCase())).status, 200);
    assert.ok((await browser.get('/api/app/session')).body.user, 'this session goes on');
    assert.equal((await openBrowser(app.url).signIn(email)).status, 200);
    assert.equal((await set(proof)).body.code, 'PASSWORD_ALREADY_SET');
    const told = (await mailsOf(app, 'security_notice')).filter(({ recipient }) => recipient === email);
    assert.deepEqual(
      told.map(({ payload }) => payload.what),
      ['password_changed'],
    );
  });

  test('switch a second factor on and off with such codes', async () => {
    const person = await mailedIn();
    const { browser } = person;
    const missing = await browser.post('/api/auth/two-factor/enable', {});
    assert.deepEqual([missing.status, missing.body.errors?.[0]?.pointer], [400, '/proof']);
    const { body } = await browser.post('/api/auth/two-factor/enable', { proof: await code(person) });
    const first = { code: totp(body.totpURI, app.clock.ms) };
    assert.equal((await browser.post('/api/auth/two-factor/verify-totp', first)).status, 200);
    assert.equal((await browser.get('/api/app/session')).body.user.twoFactorEnabled, true);
    const off = await browser.post('/api/auth/two-factor/disable', { proof: await code(person) });
    assert.equal(off.status, 200, off.text);
    const kinds = (await browser.get('/api/auth/history')).body.map(({ kind }: { kind: string }) => kind);
    assert.deepEqual(kinds.toSorted(), ['second_factor_off', 'second_factor_on', 'signed_in']);
  });

  test('who has a password is asked for it, whatever else is sent', async () => {
    const browser = await signedIn(app, { email: `with${++people}@alder.example` });
    for (const body of [{}, { proof: 'AAAA-AAAA' }]) {
      const answer = await browser.post('/api/auth/two-factor/enable', body);
      assert.deepEqual([answer.status, answer.body.errors?.[0]?.pointer], [400, '/password']);
    }
    const wrong = await browser.post('/api/auth/two-factor/enable', { password: 'not this one' });
    assert.deepEqual([wrong.status, wrong.body.code], [400, 'INVALID_PASSWORD']);
  });

  test('a code is too old after ten minutes', async () => {
    const person = await mailedIn();
    const proof = await code(person);
    app.clock.forward(10 * 60 + 1);
    const answer = await person.browser.post('/api/auth/set-password', { proof, newPassword: PASSWORD });
    assert.equal(answer.body.code, 'INVALID_PROOF');
  });

  test('a name that mails would show as a link is none', async () => {
    const { browser } = await mailedIn();
    const named = async (name: string) => (await browser.post('/api/auth/update-user', { name })).status;
    for (const name of [
      'Win at evil.com',
      'http://evil.example',
      'WWW.EVIL',
      'a@b.example',
      'x\u202ey',
      'x'.repeat(101),
    ])
      assert.equal(await named(name), 400, name);
    for (const name of [
      'J. R. R. Tolkien',
      'Dr.Smith',
      'Ana-María O’Neil',
      '山田太郎',
      'Sammy Davis Jr.',
      'Anne Ph.D.',
    ])
      assert.equal(await named(name), 200, name);
  });
});
