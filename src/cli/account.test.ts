import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { openBrowser, PASSWORD } from '../../test/support/accounts.ts';
import { onBothEngines, startApp, type TestApp } from '../../test/support/app.ts';
import { ALICE, CHARLIE, cast, DAX } from '../../test/support/cast.ts';
import { ownAccount } from './quickstart-account.ts';

const main = join(import.meta.dirname, '../main.js');

onBothEngines('accounts from the command line', (engine) => {
  let app: TestApp;

  before(async () => {
    app = await startApp(engine, { world: cast(), clock: { ms: Date.now(), set() {}, forward() {} } });
  });

  const carrel = (input: string, ...args: string[]) => {
    const { dataDir, databaseUrl, secretKey, publicUrl } = app.context.config;
    const settings = { DATA_DIR: dataDir, DATABASE_URL: databaseUrl, SECRET_KEY: secretKey.toString() };
    const env = { ...process.env, ...settings, PUBLIC_URL: publicUrl };
    return spawnSync(process.execPath, [main, 'account', 'create', ...args], { env, input, encoding: 'utf8' });
  };
  const sessionOf = async (email: string, password = PASSWORD) => {
    const browser = openBrowser(app.url);
    await browser.signIn(email, password);
    return (await browser.get('/api/app/session')).body;
  };

  test('a password from standard input opens the account, beside a running server', async () => {
    const { status, stderr } = carrel(
      `${PASSWORD}\n`,
      '--email',
      'pat@publisher.example',
      '--name',
      'Pat',
      '--publisher',
    );
    assert.equal(status, 0, stderr);
    const session = await sessionOf('pat@publisher.example');
    assert.deepEqual([session.user.name, session.publisher, session.managers], ['Pat', true, []]);
  });

  test('without a password it prints a link to choose one, and nothing else', async () => {
    const { status, stdout } = carrel('', '--email', 'olga@alder.example', '--manager', String(ALICE));
    assert.equal(status, 0);
    assert.match(stdout, /^http:\/\/localhost:3000\/reset\?token=[\w-]+\n$/);
    const token = new URL(stdout.trim()).searchParams.get('token');
    await openBrowser(app.url).post('/api/auth/reset-password', { token, newPassword: PASSWORD });
    const session = await sessionOf('olga@alder.example');
    assert.deepEqual(session.managers, [{ id: ALICE, name: 'Alder', role: 'owner' }]);
    const more = carrel('', '--email', 'olga@alder.example', '--manager', String(CHARLIE), '--role', 'viewer');
    assert.equal(more.status, 0);
    assert.equal((await sessionOf('olga@alder.example')).managers.length, 2);
  });

  test('what is wrong is told in one line', () => {
    const refused = (status: number, said: RegExp, ...args: string[]) => {
      const answer = carrel(args.includes('short@alder.example') ? 'short\n' : '', ...args);
      assert.deepEqual([answer.status, answer.stdout], [status, '']);
      assert.match(answer.stderr, said);
    };
    refused(2, /^--email must be an email address/, '--email', 'nobody');
    refused(2, /^--role must be owner, manager or viewer/, '--email', 'a@alder.example', '--role', 'king');
    refused(2, /^the password must have 10 to 256 characters/, '--email', 'short@alder.example');
    refused(1, /^there is no license manager 77\n$/, '--email', 'a@alder.example', '--manager', '77');
  });

  test('the account of the quick start sees every side, and its password is kept for its owner alone', async () => {
    const times = { start: '2020-01-01T00:00:00Z', end: '2100-01-01T00:00:00Z' };
    const pool = { id: 90, managerId: ALICE, courseId: DAX, transferable: true, licenses: 1, ...times };
    const student = { id: 90, name: 'Sue', email: 'sue@alder.example' };
    await app.load({ pools: [pool], students: [student], licenses: [{ id: 90, poolId: 90, studentId: 90, ...times }] });
    const login = await ownAccount(app.context);
    assert.equal(login.email, 'sue@alder.example');
    const session = await sessionOf(login.email, login.password);
    assert.deepEqual([session.publisher, session.student, session.managers.length], [true, true, 2]);
    const path = join(app.context.config.dataDir, 'quickstart.account');
    assert.equal(statSync(path).mode & 0o777, 0o600);
    assert.deepEqual(await ownAccount(app.context), login, 'the same at each start');
    writeFileSync(path, readFileSync(path, 'utf8').replace(login.password, 'a forgotten one'));
    const renewed = await ownAccount(app.context);
    assert.ok((await sessionOf(renewed.email, renewed.password)).user);
    assert.equal((await sessionOf(login.email, login.password)).user, null);
  });
});
