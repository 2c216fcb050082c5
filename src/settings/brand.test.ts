import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Browser, mailed, openBrowser, signedIn } from '../../test/support/accounts.ts';
import { type Answer, type Client, onBothEngines, request, startApp, type TestApp } from '../../test/support/app.ts';
import { ALICE, cast, SHARED } from '../../test/support/cast.ts';
import { type MailServer, startMailServer } from '../../test/support/mail.ts';
import { OutboxWorker } from '../outbox/worker.ts';
import { contrast, worstContrast } from '../rules/contrast.ts';

const SETTINGS = '/api/app/publisher/settings';
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

test('contrast is measured as WCAG does', () => {
  assert.equal(contrast('#000000', '#ffffff'), 21);
  assert.equal(contrast('#777777', '#ffffff').toFixed(2), '4.48');
  assert.ok(worstContrast('#1c6a4e', 'light').contrast > 4.5);
  assert.ok(worstContrast('#7cc3a3', 'dark').contrast > 4.5);
});

onBothEngines('what stands for the publisher', (engine) => {
  let smtp: MailServer;
  let app: TestApp;
  let alice: Client;
  let owner: Browser;
  let worker: OutboxWorker;
  let students = 0;

  const brand = async () => (await openBrowser(app.url).get('/api/app/session')).body.brand;
  const mailTo = async () => {
    smtp.taken.length = 0;
    const email = `s${++students}@alder.example`;
    const { body } = await alice.post(`/v1/pool/${SHARED}/license`, { email, endDate: '2024-05-01' });
    while ((await worker.runOnce()) > 0);
    const mail = smtp.taken.find(({ recipients }) => recipients.includes(email));
    assert.ok(mail);
    await alice.delete(`/v1/license/${body.id}`); // its seat serves the next
    return mail;
  };
  const upload = (bytes: Buffer, type = 'image/png'): Promise<Answer> =>
    request(new URL(`${SETTINGS}/logo`, app.url).href, {
      method: 'PUT',
      headers: {
        cookie: [...owner.cookies].map(([name, value]) => `${name}=${value}`).join('; '),
        'sec-fetch-site': 'same-origin',
        'content-type': type,
      },
      body: new Uint8Array(bytes),
    });
  const lastEvent = async () => {
    const events = app.context.db.read.kysely.selectFrom('event').selectAll().orderBy('id', 'desc').limit(1);
    return (await events.execute())[0];
  };

  before(async () => {
    smtp = await startMailServer();
    app = await startApp(engine, {
      world: cast(),
      settings: { smtpUrl: smtp.url, publisherName: 'Acme Training', mailFrom: 'Acme <mail@acme.example>' },
    });
    alice = await app.client(ALICE);
    owner = await signedIn(app, { email: 'olga@publisher.example', publisher: true });
    worker = new OutboxWorker(app.context, { clock: async () => app.clock.ms });
  });
  after(async () => {
    await worker.stop();
    await smtp.close();
  });

  test('is, as long as nothing is set, the name by which the server was started', async () => {
    assert.deepEqual(await brand(), {
      name: 'Acme Training',
      logo: null,
      lightColor: null,
      darkColor: null,
      supportEmail: null,
      footer: null,
      languages: ['en', 'it'],
    });
  });

  test('is changed by owners alone, and stands on pages and mails from then on', async () => {
    const staff = await signedIn(app, { email: 'stan@publisher.example' });
    await owner.post('/api/app/publisher/staff', { email: 'stan@publisher.example', role: 'staff' });
    assert.equal((await staff.patch(SETTINGS, { name: 'Mine' })).status, 403);
    assert.equal((await staff.get(SETTINGS)).body.standardName, 'Acme Training');
    const changed = await owner.patch(SETTINGS, {
      name: 'Birch Academy',
      senderName: 'Birch courses',
      supportEmail: 'Help@birch.example',
      footer: 'Birch Ltd\r\n1 <High> Street',
      lightColor: '#7A2E1D',
      darkColor: '#f0b7a4',
    });
    assert.equal(changed.status, 200);
    assert.equal(changed.body.footer, 'Birch Ltd\n1 <High> Street');
    const { name, lightColor, darkColor, footer } = await brand();
    assert.deepEqual([name, lightColor, darkColor], ['Birch Academy', '#7a2e1d', '#f0b7a4']);
    assert.equal(footer, 'Birch Ltd\n1 <High> Street');
    assert.equal((await lastEvent())?.kind, 'publisher.settings_changed');
    const mail = await mailTo();
    assert.equal(mail.from?.value[0]?.name, 'Alder via Birch courses');
    assert.match(String(mail.html), /#7a2e1d[^>]*>Birch Academy/);
    assert.match(String(mail.html), /background: #f0b7a4 !important/);
    assert.match(String(mail.html), /1 &lt;High&gt; Street/);
    assert.match(mail.text ?? '', /Birch Ltd\n1 <High> Street/);
    assert.equal(mail.attachments.length, 0);
    smtp.taken.length = 0;
    await openBrowser(app.url).post('/api/auth/sign-in/magic-link', { email: 'olga@publisher.example' });
    await mailed(app, 'sign_in_link');
    while ((await worker.runOnce()) > 0);
    const link = smtp.taken.find(({ recipients }) => recipients.includes('olga@publisher.example'));
    assert.equal(link?.replyTo?.value[0]?.address, 'Help@birch.example');
    assert.match(link?.text ?? '', /write to Birch Academy: Help@birch\.example/);
    const back = await owner.patch(SETTINGS, { name: null, senderName: '', supportEmail: null, footer: ' ' });
    assert.deepEqual(
      [back.body.name, back.body.senderName, back.body.supportEmail, back.body.footer],
      [null, null, null, null],
    );
    assert.equal((await brand()).name, 'Acme Training');
  });

  test('has no colour that is hard to read, in light or in dark', async () => {
    const before = await owner.get(SETTINGS);
    for (const [change, pointer, detail] of [
      [{ lightColor: '#8fc3ac' }, '/lightColor', /contrast of 1\.\d\d:1 .* choose a darker colour/],
      [{ lightColor: '#777777' }, '/lightColor', /4\.5:1/],
      [{ darkColor: '#1c6a4e' }, '/darkColor', /choose a lighter colour/],
      [{ lightColor: 'red' }, '/lightColor', /such as #1c6a4e/],
    ] as const) {
      const refused = await owner.patch(SETTINGS, { ...change, name: 'Half' });
      assert.deepEqual([refused.status, refused.body.errors[0].pointer], [400, pointer]);
      assert.match(refused.body.errors[0].detail, detail);
    }
    assert.deepEqual((await owner.get(SETTINGS)).body, before.body);
    for (const wrong of [{ languages: [] }, { languages: ['de'] }, { supportEmail: 'nobody' }, { other: 1 }])
      assert.equal((await owner.patch(SETTINGS, wrong)).status, 400, JSON.stringify(wrong));
  });

  test('has a logo by its bytes, whatever it is called, which anybody may see and mails bring along', async () => {
    for (const [bytes, type] of [
      [Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), 'image/png'],
      [Buffer.alloc(0), 'image/png'],
      [Buffer.from('GIF89a..............'), 'image/gif'],
    ] as const)
      assert.equal((await upload(bytes, type)).status, 415, type);
    assert.equal((await upload(Buffer.alloc(300 * 1024, PNG))).status, 413);
    const kept = await upload(PNG, 'application/octet-stream');
    assert.equal(kept.status, 200);
    const { logo } = await brand();
    assert.equal(logo, kept.body.logo);
    const seen = await fetch(new URL(logo, app.url));
    assert.deepEqual([seen.status, seen.headers.get('content-type')], [200, 'image/png']);
    assert.deepEqual(Buffer.from(await seen.arrayBuffer()), PNG);
    const [attached, ...others] = (await mailTo()).attachments;
    assert.deepEqual([attached?.contentType, others.length], ['image/png', 0]);
    assert.deepEqual(attached?.content, PNG);
    assert.equal((await owner.delete(`${SETTINGS}/logo`)).body.logo, null);
    assert.equal((await fetch(new URL(logo, app.url))).status, 404);
  });

  test('says in mails what the publisher wrote, with placeholders that this mail knows', async () => {
    const path = `${SETTINGS}/texts/license_assigned/en`;
    const listed = (await owner.get(`${SETTINGS}/texts`)).body;
    const found = listed.find((one: { kind: string; language: string }) => one.kind === 'license_assigned');
    assert.equal(found.standard.subject, 'You have access to {course}');
    assert.deepEqual(found.placeholders, ['course', 'manager', 'until', 'publisher']);
    const unknown = await owner.call('PUT', path, { subject: 'Hi {name}', body: 'x' });
    assert.deepEqual([unknown.status, unknown.body.errors[0].pointer], [400, '/subject']);
    assert.equal((await owner.call('PUT', path, { subject: 'Two\nlines', body: 'x' })).status, 400);
    assert.equal(
      (await owner.call('PUT', `${SETTINGS}/texts/mailed_code/en`, { subject: 'x', body: 'x' })).status,
      404,
    );
    const text = {
      subject: 'Your seat in {course}',
      body: 'Welcome to <b>{course}</b>.\n\nUntil {until}, by {manager}.',
    };
    const preview = await owner.post(`${SETTINGS}/preview`, { kind: 'license_assigned', language: 'en', text });
    assert.equal(preview.body.subject, 'Your seat in Mastering DAX');
    assert.match(preview.body.html, /Welcome to &lt;b&gt;Mastering DAX&lt;\/b&gt;\./);
    assert.match((await mailTo()).subject ?? '', /^You have access/);
    assert.deepEqual((await owner.call('PUT', path, text)).body.own, text);
    const mail = await mailTo();
    assert.equal(mail.subject, 'Your seat in Mastering DAX');
    assert.match(mail.text ?? '', /Welcome to <b>Mastering DAX<\/b>\.\n\nUntil .*, by Alder\./);
    assert.match(String(mail.html), /&lt;b&gt;/);
    assert.equal((await lastEvent())?.kind, 'license.revoked');
    assert.equal((await owner.delete(path)).body.own, null);
    assert.match((await mailTo()).subject ?? '', /^You have access/);
  });

  test('previews every mail in every language as it is, without a placeholder left', async () => {
    for (const { kind, language, standard } of (await owner.get(`${SETTINGS}/texts`)).body) {
      const settings = { lightColor: '#7a2e1d', name: 'Unsaved' };
      const shown = await owner.post(`${SETTINGS}/preview`, { kind, language, text: standard, settings });
      assert.equal(shown.status, 200, kind);
      assert.doesNotMatch(shown.body.html + shown.body.text, /\{\w+\}|undefined/, `${kind} ${language}`);
      assert.match(shown.body.html, /#7a2e1d[^>]*>Unsaved/);
    }
  });

  test('offers some languages, and writes in no other', async () => {
    await app.context.db.write((tx) =>
      tx.kysely.updateTable('manager').set({ language: 'it' }).where('id', '=', ALICE).execute(),
    );
    assert.match((await mailTo()).subject ?? '', /^Hai accesso/);
    assert.deepEqual((await owner.patch(SETTINGS, { languages: ['en'] })).body.languages, ['en']);
    assert.match((await mailTo()).subject ?? '', /^You have access/);
    assert.deepEqual((await brand()).languages, ['en']);
  });
});
