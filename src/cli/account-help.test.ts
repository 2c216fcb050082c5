import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { before, test } from 'node:test';
import {
  type Browser,
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
import { ALICE, CHARLIE, cast } from '../../test/support/cast.ts';

const main = join(import.meta.dirname, '../main.js');

onBothEngines('helping and removing people from the command line', (engine) => {
  let app: TestApp;

  before(async () => {
    app = await startApp(engine, { world: cast(), clock: { ms: Date.now(), set() {}, forward() {} } });
    await makeAccount(app, { email: 'root@publisher.example', publisher: true });
  });

  const carrel = (...args: string[]) => {
    const { dataDir, databaseUrl, secretKey, publicUrl } = app.context.config;
    const settings = { DATA_DIR: dataDir, DATABASE_URL: databaseUrl, SECRET_KEY: secretKey.toString() };
    const env = { ...process.env, ...settings, PUBLIC_URL: publicUrl };
    const { status, stdout, stderr } = spawnSync(process.execPath, [main, 'account', ...args], {
      env,
      input: '',
      encoding: 'utf8',
    });
    return { status, out: stdout, err: stderr };
  };
  const done = (...args: string[]) => {
    const answer = carrel(...args);
    assert.deepEqual([answer.status, answer.err], [0, ''], args.join(' '));
    return answer.out;
  };
  const refused = (status: number, said: RegExp, ...args: string[]) => {
    const answer = carrel(...args);
    assert.deepEqual([answer.status, answer.out, answer.err.trim().split('\n').length], [status, '', 1], answer.err);
    assert.match(answer.err, said);
  };
  const user = async (browser: Browser) => (await browser.get('/api/app/session')).body.user;
  const listed = (email: string) =>
    done('list', '--json')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
      .find((account) => account.email === email);

  test('an account that is disabled is out at once, by every door, until it is enabled again', async () => {
    const email = 'dan@alder.example';
    const browser = await signedIn(app, { email, roles: { [ALICE]: 'manager' } });
    const made = await browser.post(`/api/app/managers/${ALICE}/v1/tokens`, { name: 'dan', permission: 'read' });
    const token = app.withToken(made.body.token);
    await openBrowser(app.url).post('/api/auth/sign-in/magic-link', { email });
    const link = await mailed(app, 'sign_in_link');
    assert.match(done('disable', '--email', ' Dan@Alder.example '), /^dan@alder\.example is disabled/);
    assert.equal(await user(browser), null);
    const again = await openBrowser(app.url).signIn(email);
    assert.deepEqual([again.status, again.body.code], [403, 'account_disabled']);
    assert.equal((await openBrowser(app.url).signIn(email, 'a wrong password')).body.code, 'INVALID_EMAIL_OR_PASSWORD');
    assert.equal((await follow(openBrowser(app.url), link.payload.url)).status, 400, 'links from before are void');
    assert.equal((await token.get('/v1/me')).status, 200, 'tokens are untouched');
    assert.ok(listed(email).disabled);
    done('enable', '--email', email);
    assert.equal((await openBrowser(app.url).signIn(email)).status, 200);
    assert.deepEqual(
      (await mailsOf(app, 'account_notice'))
        .filter((mail) => mail.recipient === email)
        .map((mail) => mail.payload.what),
      ['disabled', 'enabled'],
    );
    done('disable', '--email', email, '--tokens');
    assert.equal((await token.get('/v1/me')).status, 401);
  });

  test('a lost phone is helped with: the second factor goes, and sessions with it', async () => {
    const email = 'fay@alder.example';
    const browser = await signedIn(app, { email });
    const { body } = await browser.post('/api/auth/two-factor/enable', { password: PASSWORD });
    await browser.post('/api/auth/two-factor/verify-totp', { code: totp(body.totpURI, app.clock.ms) });
    assert.equal((await user(browser)).twoFactorEnabled, true);
    assert.equal(listed(email).secondFactor, true);
    done('reset-second-factor', '--email', email);
    assert.equal(await user(browser), null);
    const next = openBrowser(app.url);
    assert.equal((await next.signIn(email)).body.twoFactorRedirect, undefined);
    assert.equal((await user(next)).twoFactorEnabled, false);
    assert.equal(listed(email).secondFactor, false);
    done('end-sessions', '--email', email);
    assert.equal(await user(next), null);
  });

  test('an account is deleted with its memberships, and not the last owner or the last of the staff', async () => {
    const email = 'eve@cedar.example';
    const browser = await signedIn(app, { email, roles: { [CHARLIE]: 'owner' } });
    refused(1, /last owner of Cedar \(2\).*--last/, 'delete', '--email', email);
    assert.ok(await user(browser), 'nothing was done');
    await makeAccount(app, { email: 'second@cedar.example', roles: { [CHARLIE]: 'owner' } });
    done('disable', '--email', 'second@cedar.example');
    refused(1, /last owner/, 'delete', '--email', email);
    done('enable', '--email', 'second@cedar.example');
    assert.equal(done('delete', '--email', email), `deleted the account ${email}\n`);
    assert.equal(await user(browser), null);
    assert.equal((await openBrowser(app.url).signIn(email)).status, 401);
    refused(1, /^there is no account eve@cedar\.example$/m, 'delete', '--email', email);
    refused(1, /keeps at least one owner among its staff.*--last/, 'disable', '--email', 'root@publisher.example');
    refused(1, /--last/, 'staff', '--email', 'root@publisher.example', '--remove');
    refused(1, /--last/, 'delete', '--email', 'root@publisher.example');
    done('staff', '--email', 'second@cedar.example');
    done('staff', '--email', 'root@publisher.example', '--remove');
    refused(1, /--last/, 'disable', '--email', 'second@cedar.example');
    done('staff', '--email', 'second@cedar.example', '--remove', '--last');
    assert.deepEqual([listed('second@cedar.example').staff, listed('root@publisher.example').staff], [false, false]);
  });

  test('create changes role and staff of a known account, and says so', async () => {
    const email = 'kim@alder.example';
    await makeAccount(app, { email, roles: { [ALICE]: 'viewer' } });
    assert.match(done('create', '--email', email, '--manager', `${ALICE}`, '--role', 'owner'), /is now owner of 1;/);
    assert.match(
      done('create', '--email', email, '--manager', `${ALICE}`, '--role', 'owner'),
      /has this account already/,
    );
    assert.match(done('create', '--email', email, '--publisher'), /is now staff of the publisher;/);
    assert.deepEqual(
      [listed(email).staff, listed(email).managers],
      [true, [{ id: ALICE, name: 'Alder', role: 'owner' }]],
    );
    refused(1, /last owner of 1/, 'create', '--email', email, '--manager', `${ALICE}`, '--role', 'viewer');
  });

  test('the list has a line for each account, with tabs, and tells of the last sign-in', async () => {
    await makeAccount(app, { email: 'never@alder.example', name: 'Nina' });
    const lines = done('list').trim().split('\n');
    assert.deepEqual(
      lines.map((line) => line.split('\t').length),
      lines.map(() => 7),
    );
    const own = lines.find((line) => line.startsWith('never@')) ?? '';
    const fields = ['never@alder.example', 'Nina', '-', '-', 'second factor off', 'enabled', 'never signed in'];
    assert.deepEqual(own.split('\t'), fields);
    const seen = openBrowser(app.url);
    await seen.signIn('never@alder.example');
    await user(seen);
    assert.match(listed('never@alder.example').lastSignIn, /^\d{4}-/);
    refused(2, /^--email must be an email address/, 'end-sessions', '--email', 'nobody');
  });
});
