import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { get as httpGet } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { makeAccount, openBrowser } from '../../test/support/accounts.ts';
import { type Answer, type Client, onBothEngines, startApp, type TestApp } from '../../test/support/app.ts';
import { ALICE, cast, DAX, SHARED } from '../../test/support/cast.ts';
import { type MailServer, startMailServer } from '../../test/support/mail.ts';
import { buildApp } from '../app.ts';
import { readConfig } from '../config.ts';
import { type NewMail, record, system } from '../event/record.ts';
import { OutboxWorker } from '../outbox/worker.ts';
import { SettingError } from '../setting-error.ts';
import { openSender } from './sender.ts';

const SECRET = 'a secret of the printed address';
const url = 'https://carrel.example/invitation/a?b=1&c=%22';

onBothEngines('mails', (engine) => {
  let smtp: MailServer;
  let app: TestApp;
  let alice: Client;
  let worker: OutboxWorker;

  const add = (mail: NewMail, recipient = mail.to) =>
    app.context.db.write(async (tx) =>
      record(tx, { managerId: null, at: 1, kind: 'account.link_sent', by: system }, { ...mail, to: recipient }),
    );
  const sent = async () => {
    smtp.taken.length = 0;
    while ((await worker.runOnce()) > 0);
    return smtp.taken;
  };
  const only = async () => {
    const mails = await sent();
    assert.equal(mails.length, 1);
    return mails[0] as (typeof mails)[number];
  };
  const failures = async () => {
    const failed = await app.context.db.read.kysely
      .selectFrom('outbox')
      .select('error')
      .where('failed_at', 'is not', null)
      .execute();
    return failed.map((row) => row.error);
  };

  before(async () => {
    smtp = await startMailServer();
    app = await startApp(engine, {
      world: cast(),
      settings: { smtpUrl: smtp.url, publicUrl: 'https://carrel.example' },
    });
    alice = await app.client(ALICE);
    worker = new OutboxWorker(app.context, { clock: async () => app.clock.ms });
  });
  after(async () => {
    await worker.stop();
    await smtp.close();
  });

  test('tell each student what happened to the license, in HTML and in text', async () => {
    const assign = (email: string, body: object = {}) => alice.post(`/v1/pool/${SHARED}/license`, { email, ...body });
    await assign('ann@alder.example', { name: 'Ann <i>Ash</i>', endDate: '2024-05-01' });
    const assigned = await only();
    assert.match(assigned.text ?? '', /^Hello Ann <i>Ash<\/i>,\n\nAlder has given you a license/);
    assert.match(assigned.text ?? '', /\nUntil: +April 30, 2024 \(May 1, 2024 at 00:00 UTC\)\n/);
    assert.match(
      String(assigned.html),
      /<time datetime="2024-05-01T00:00:00\+00:00" title="May 1, 2024 at 00:00 UTC">/,
    );
    assert.match(assigned.text ?? '', /https:\/\/carrel\.example\/sign-in\/link\?token=\S+&next=%2Fmy%3Fcourse%3D10\n/);
    assert.match(String(assigned.html), /Hello Ann &lt;i&gt;Ash&lt;\/i&gt;,/);
    assert.doesNotMatch(String(assigned.html), /<i>/);
    assert.equal(assigned.headers.get('auto-submitted'), 'auto-generated');

    await assign('ben@alder.example');
    await assign('cem@alder.example');
    await sent();
    await assign('dan@alder.example', { recycle: true });
    const recycled = (await sent()).find((mail) => mail.recipients[0] === 'ann@alder.example');
    assert.equal(recycled?.subject, 'Your license for Mastering DAX was given to another person');
    assert.match(recycled?.text ?? '', /All licenses of the purchase that yours belongs to were in use/);

    const { body } = await alice.get('/v1/student?email=ben@alder.example');
    await alice.delete(`/v1/license/${body.courses[0].licenseId}`);
    const revoked = await only();
    assert.equal(revoked.subject, 'Your access to Mastering DAX has ended');
    assert.match(revoked.text ?? '', /Alder has taken back your license.*\nEnded: +April 19, 2024 at 06:36 UTC\n/s);
  });

  test('carry their link where they are for one person', async () => {
    const kinds = {
      invitation: 'You are invited to manage the licenses of Alder',
      sign_in_link: 'Your link to sign in',
      password_reset: 'Choose a new password',
      enroll_link: 'Confirm your address to enroll in Mastering DAX',
    } as const;
    for (const kind of Object.keys(kinds) as (keyof typeof kinds)[]) {
      await add({
        kind,
        to: 'eve@alder.example',
        payload: { url, managerId: ALICE, course: 'Mastering DAX', name: 'Eve' },
      });
      const mail = await only();
      assert.equal(mail.subject, kinds[kind]);
      assert.ok(mail.text?.includes(`\n${url}\n`), kind);
      assert.ok(String(mail.html).includes(`href="${url.replace('&', '&amp;')}"`));
    }
  });

  test('are not sent with a link that has expired, or is none', async () => {
    const to = 'late@alder.example';
    await add({ kind: 'sign_in_link', to, payload: { url, expires: app.clock.ms / 1000 - 1 } });
    await add({ kind: 'sign_in_link', to, payload: { url: 'javascript:alert(1)' } });
    assert.equal((await sent()).length, 0);
    assert.equal((await failures()).length, 2);
    await add({ kind: 'sign_in_link', to, payload: { url, expires: app.clock.ms / 1000 + 60 } });
    await only();
  });

  test('cannot be led to anybody else, or into other headers', async () => {
    const before = (await failures()).length;
    const recipients = [
      'a@alder.example\r\nBcc: evil@evil.example',
      'a@alder.example\nevil@evil.example',
      'a@alder.example, evil@evil.example',
      'a@alder.example>\r\nRCPT TO:<evil@evil.example',
      '"evil@evil.example" <a@alder.example>',
      'evil@evil.example;a@alder.example',
      'a@alder.example ',
    ];
    for (const recipient of recipients) await add({ kind: 'sign_in_link', to: '', payload: { url } }, recipient);
    smtp.given.length = 0;
    assert.equal((await sent()).length, 0);
    assert.equal(smtp.given.length, 0);
    assert.equal((await failures()).length, before + recipients.length);
    await app.context.db.write((tx) =>
      tx.kysely.updateTable('course').set({ title: 'DAX\r\nBcc: evil@evil.example' }).where('id', '=', DAX).execute(),
    );
    await alice.post(`/v1/pool/${SHARED}/license`, { email: 'fay@alder.example', recycle: true });
    assert.equal((await sent()).length, 0);
    await app.context.db.write((tx) =>
      tx.kysely.updateTable('course').set({ title: 'DAX' }).where('id', '=', DAX).execute(),
    );
    await add({
      kind: 'invitation',
      to: 'gus@alder.example',
      payload: { url, name: 'Gus\r\nBcc: evil@evil.example', manager: 'Alder', by: '\r\n.\r\nMAIL FROM:<x@y.z>' },
    });
    const mail = await only();
    assert.deepEqual(mail.recipients, ['gus@alder.example']);
    assert.equal(mail.bcc, undefined);
    assert.equal(
      smtp.given.every(({ recipients: all }) => all.length === 1),
      true,
    );
  });
});

onBothEngines('kept mails', (engine) => {
  let app: TestApp;
  let alice: Client;
  let base: string;
  let cookie: string;
  let close: () => Promise<void>;

  const at = (path: string, headers: Record<string, string> = {}) =>
    new Promise<Pick<Answer, 'status' | 'body'>>((resolve, reject) => {
      httpGet(`${base}${path}`, { headers: { cookie, ...headers } }, async (response) => {
        let text = '';
        for await (const chunk of response) text += chunk;
        resolve({ status: response.statusCode ?? 0, body: JSON.parse(text) });
      }).on('error', reject);
    });

  const cookieOf = async (email: string) => {
    await makeAccount(app, { email, publisher: true });
    const browser = openBrowser(base);
    assert.equal((await browser.signIn(email)).status, 200);
    return [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  };

  before(async () => {
    app = await startApp(engine, { world: cast() });
    alice = await app.client(ALICE);
    const quick = await buildApp({ ...app.context, mailbox: { owner: 'quick@alder.example', secret: SECRET } });
    base = await quick.listen({ host: '127.0.0.1', port: 0 });
    close = async () => void (await quick.close());
    cookie = await cookieOf('quick@alder.example');
  });
  after(() => close());

  test('are files of their owner alone, in the order of time, and can be read in the web app', async () => {
    assert.deepEqual((await at('/api/app/mail')).body, []);
    const worker = new OutboxWorker(app.context, { clock: async () => app.clock.ms });
    await alice.post(`/v1/pool/${SHARED}/license`, { email: 'ann@alder.example' });
    app.clock.forward(60);
    await alice.post(`/v1/pool/${SHARED}/license`, { email: 'ben@alder.example', name: 'Ben' });
    while ((await worker.runOnce()) > 0);
    await worker.stop();
    const folder = join(app.context.config.dataDir, 'mail');
    const files = readdirSync(folder).sort();
    assert.match(files[0] ?? '', /^2024-04-19T06-36-10\.000Z_\d+_[0-9a-f-]{36}\.eml$/);
    assert.match(files[1] ?? '', /^2024-04-19T06-37-10\.000Z_/);
    assert.equal(files.length, 2);
    assert.equal(statSync(join(folder, files[0] as string)).mode & 0o077, 0);
    const list = (await at('/api/app/mail')).body;
    assert.deepEqual(
      list.map(({ to, subject, at: time }: Record<string, string>) => [to, subject, time]),
      [
        ['ben@alder.example', 'You have access to Mastering DAX', '2024-04-19T06:37:10+00:00'],
        ['ann@alder.example', 'You have access to Mastering DAX', '2024-04-19T06:36:10+00:00'],
      ],
    );
    const { body } = await at(`/api/app/mail/${list[0].id}`);
    assert.match(body.text, /^Hello Ben,/);
    assert.match(body.html, />Hello Ben,<\/p>/);
  });

  test('are the same file when they are sent twice', async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'carrel-test-'));
    const sender = openSender(readConfig({ DATA_DIR: dataDir }));
    const mail = {
      id: 'x',
      to: 'a@b.example',
      from: 'f',
      replyTo: null,
      language: 'en' as const,
      unsubscribe: null,
      logo: null,
      subject: 's',
      html: 'h',
      text: 't',
      event: { id: 1, at: 0 },
    };
    await sender.send(mail);
    await sender.send(mail);
    assert.equal(readdirSync(join(dataDir, 'mail')).length, 1);
    rmSync(dataDir, { recursive: true });
  });

  test('are shown to the quick start’s account and to who knows the secret, and to nobody else', async () => {
    assert.equal((await at('/api/app/mail')).status, 200);
    assert.equal((await at('/api/app/mail', { host: 'quick.example', 'x-forwarded-for': '203.0.113.1' })).status, 200);
    const [newest] = (await at('/api/app/mail')).body;
    for (const other of ['', await cookieOf('other@alder.example')]) {
      assert.equal((await at('/api/app/mail', { cookie: other })).status, 404);
      assert.equal((await at(`/api/app/mail/${newest.id}`, { cookie: other })).status, 404);
      assert.equal((await at('/api/app/session', { cookie: other })).body.mailbox, false);
    }
    assert.equal((await at('/api/app/session')).body.mailbox, true);
    for (const [told, status] of [
      [SECRET, 200],
      [SECRET.slice(1), 404],
      ['', 404],
    ] as const)
      for (const path of ['/api/app/mail', `/api/app/mail/${newest.id}`])
        assert.equal((await at(path, { cookie: '', 'x-mailbox-secret': told })).status, status, told);
    assert.equal((await at('/api/app/mail/..%2f..%2fcarrel.db')).status, 404);
    assert.equal((await at('/api/app/mail/00000000-0000-0000-0000-000000000000')).status, 404);
  });

  test('are not shown by a server that is no quick start', async () => {
    base = app.url;
    assert.equal((await at('/api/app/mail')).status, 404);
  });
});

describe('MAIL_FROM', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'carrel-test-'));
  after(() => rmSync(dataDir, { recursive: true, force: true }));
  const from = (text: string) => openSender(readConfig({ DATA_DIR: dataDir, MAIL_FROM: text }));

  test('is one address, with or without a name', () => {
    from('Carrel <carrel@carrel.example>').close();
    from('carrel@carrel.example').close();
    for (const wrong of ['Carrel', 'a@b.example, c@d.example', 'a@b.example\nBcc: c@d.example', '<>']) {
      assert.throws(() => from(wrong), SettingError, wrong);
    }
    assert.equal(existsSync(join(dataDir, 'mail')), false);
  });
});
