/** Signing in while others attack, while many come at once, and while the database is away. */
import assert from 'node:assert/strict';
import { DatabaseSync } from 'node:sqlite';
import { after, test } from 'node:test';
import pg from 'pg';
import {
  type Browser,
  follow,
  mailed,
  mailsOf,
  makeAccount,
  openBrowser,
  PASSWORD,
  signedIn,
} from '../../test/support/accounts.ts';
import { type Answer, onBothEngines, startApp, type TestApp } from '../../test/support/app.ts';
import { ALICE, cast, SHARED } from '../../test/support/cast.ts';

const behindProxy = { trustedProxies: ['127.0.0.1'] };
const times = <T>(n: number, make: (i: number) => T): T[] => Array.from({ length: n }, (_, i) => make(i));

onBothEngines('signing in under strain', (engine) => {
  test('a flood of strangers keeps nobody out who is known, and what was not judged counts for nobody', async () => {
    const app = await startApp(engine, { world: cast(), settings: behindProxy });
    const people = times(20, (i) => `known${i}@alder.example`);
    const browsers = await Promise.all(people.map((email) => signedIn(app, { email })));
    const newcomers = times(10, (i) => `newcomer${i}@alder.example`);
    for (const email of newcomers) await makeAccount(app, { email });
    const flood = times(150, (i) =>
      openBrowser(app.url, `10.40.${i}.1`).signIn(`stranger${i}@alder.example`, 'a wrong password'),
    );
    const enter = async (email: string, i: number): Promise<Answer[]> => {
      const answers: Answer[] = [];
      while (answers.length < 6 && answers.at(-1)?.status !== 200) {
        answers.push(await openBrowser(app.url, `10.41.0.${i}`).signIn(email));
      }
      return answers;
    };
    const entering = Promise.all(newcomers.map(enter));
    const known = await Promise.all(browsers.map((browser, i) => browser.signIn(people[i] as string)));
    assert.deepEqual(
      known.map(({ status }) => status),
      times(20, () => 200),
    );
    const tries = (await entering).flat().filter(({ status }) => status !== 200);
    const strangers = (await Promise.all(flood)).filter(({ status }) => status !== 401);
    assert.ok(tries.length > 3 && strangers.length > 20, `${tries.length} and ${strangers.length} were sent away`);
    for (const { status, body, headers } of [...tries, ...strangers]) {
      assert.deepEqual([status, body.code], [503, 'unavailable']);
      assert.match(headers.get('retry-after') ?? '', /^[15]$/, 'the queue of passwords, or the database, is full');
    }
    for (const [i, email] of newcomers.entries()) {
      assert.equal((await openBrowser(app.url, `10.41.0.${i}`).signIn(email)).status, 200);
    }
  });

  test('sixty students of one office are in, each by a link of their own', async () => {
    const app = await startApp(engine, { world: cast(), settings: behindProxy });
    const manager = await app.client(ALICE);
    const emails = times(60, (i) => `office${i}@alder.example`);
    for (const email of emails) await manager.post(`/v1/pool/${SHARED}/license`, { email, recycle: true });
    const browsers = emails.map(() => openBrowser(app.url, '10.42.0.1'));
    const link = (browser: Browser, email: string) => browser.post('/api/auth/sign-in/magic-link', { email });
    const asked = await Promise.all(browsers.map((browser, i) => link(browser, emails[i] as string)));
    assert.deepEqual([...new Set(asked.map(({ status }) => status))], [200]);
    await mailed(app, 'sign_in_link', 60);
    const mails = await mailsOf(app, 'sign_in_link');
    const opened = await Promise.all(
      browsers.map((browser, i) => {
        const mail = mails.find(({ recipient }) => recipient === emails[i]);
        return follow(browser, mail?.payload.url ?? '');
      }),
    );
    assert.deepEqual([...new Set(opened.map(({ status }) => status))], [200]);
    const spray = times(60, (i) => openBrowser(app.url, '10.42.0.1').signIn(`made-up${i}@alder.example`, 'wrong'));
    await Promise.all(spray);
    const [first = ''] = emails;
    assert.equal(
      (await link(openBrowser(app.url, '10.42.0.1'), first)).status,
      200,
      'the address is known by the link',
    );
  });

  test('one network asks for so many mails, and is told when to come back', async () => {
    const app = await startApp(engine, { world: cast(), settings: behindProxy });
    const ask = (i: number, host = '10.43.0.1') =>
      openBrowser(app.url, host).post('/api/auth/sign-in/magic-link', { email: `nobody${i}@alder.example` });
    const statuses = [];
    for (let i = 0; i < 301; i++) statuses.push((await ask(i)).status);
    assert.deepEqual([statuses.filter((status) => status === 200).length, statuses[300]], [300, 429]);
    assert.equal((await ask(400, '10.43.0.2')).status, 200);
    app.clock.forward(10 * 60);
    assert.equal((await ask(401)).status, 200);
  });

  test('without TRUSTED_PROXIES wrong passwords of strangers stop nobody in a browser that is known', async () => {
    const app = await startApp(engine, { world: cast() });
    const warned: string[] = [];
    app.context.log.warn = (({ code }: { code: string }) => warned.push(code)) as never;
    const through = (host: string) => openBrowser(app.url, host);
    const email = 'proxied@alder.example';
    await makeAccount(app, { email });
    const browser = through('198.51.100.1');
    assert.equal((await browser.signIn(email)).status, 200);
    assert.deepEqual(warned, ['untrusted_forwarded_for']);
    for (let i = 0; i < 12; i++) await through(`203.0.113.${i}`).signIn(email, 'a wrong password');
    assert.equal((await through('203.0.113.99').signIn(email)).status, 429, 'a stranger with the password waits');
    assert.equal((await browser.signIn(email)).status, 200);
    for (let i = 0; i < 60; i++) await through(`203.0.113.${i}`).signIn(`made-up${i}@alder.example`, 'wrong');
    const other = 'other@alder.example';
    await makeAccount(app, { email: other });
    assert.equal((await through('198.51.100.2').signIn(other)).status, 200, 'nor anybody else');
    assert.equal(warned.length, 1);
  });

  test('a copied cookie of a browser helps to guess no more than three times', async () => {
    const app = await startApp(engine, { world: cast(), settings: behindProxy });
    const email = 'copied@alder.example';
    const browser = await signedIn(app, { email });
    const thieves = times(8, (i) => openBrowser(app.url, `10.44.0.${i}`));
    for (const thief of thieves) thief.cookies.set('carrel.device', browser.cookies.get('carrel.device') ?? '');
    const answers = [];
    for (const thief of thieves) answers.push((await thief.signIn(email, 'a wrong password')).status);
    assert.deepEqual(answers, [401, 401, 401, 429, 429, 429, 429, 429]);
  });

  test('while nothing can be written every request to sign in is answered 503, and says when to try again', async () => {
    const app = await startApp(engine, { world: cast(), settings: behindProxy });
    const browser = await signedIn(app, { email: 'away@alder.example' });
    await takeAway(app);
    const posts: [string, object][] = [
      ['sign-in/email', { email: 'away@alder.example', password: PASSWORD }],
      ['sign-in/magic-link', { email: 'away@alder.example' }],
      ['request-password-reset', { email: 'away@alder.example' }],
      ['change-password', { currentPassword: PASSWORD, newPassword: 'another password' }],
      ['two-factor/enable', { password: PASSWORD }],
      ['mail-proof', {}],
      ['sign-out', {}],
    ];
    const answers = await Promise.all(
      posts.map(async ([path, body]) => [path, await browser.copy().post(`/api/auth/${path}`, body)] as const),
    );
    for (const [path, { status, body, headers }] of answers) {
      assert.deepEqual([status, body.code], [503, 'unavailable'], path);
      assert.ok(Number(headers.get('retry-after')) > 0, path);
    }
    const reset = { token: 'no such token', newPassword: 'another password' };
    const answer = await openBrowser(app.url).post('/api/auth/reset-password', reset);
    assert.ok([400, 503].includes(answer.status), answer.text); // reading goes on with SQLite, and tells a wrong token
  });
});

/** Takes the database away from the server: PostgreSQL lets nobody in, SQLite is written by another who does not end. */
async function takeAway({ context, engine }: TestApp): Promise<void> {
  const { databaseUrl } = context.config;
  if (engine === 'sqlite') {
    const other = new DatabaseSync(databaseUrl.slice('sqlite:'.length));
    other.exec('begin immediate');
    after(() => other.close());
    return;
  }
  const { pathname } = new URL(databaseUrl);
  const name = decodeURIComponent(pathname.slice(1));
  const elsewhere = new URL(databaseUrl);
  elsewhere.pathname = '/postgres';
  const client = new pg.Client(elsewhere.href);
  await client.connect();
  await client.query(`alter database "${name}" allow_connections false`);
  await client.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [name]);
  after(async () => {
    await client.query(`alter database "${name}" allow_connections true`);
    await client.end();
  });
}
