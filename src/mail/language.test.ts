import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { mailed, makeAccount, openBrowser, signedIn } from '../../test/support/accounts.ts';
import { type Client, onBothEngines, startApp, type TestApp } from '../../test/support/app.ts';
import { ALICE, cast, SHARED, SHARED_SQL } from '../../test/support/cast.ts';
import { type MailServer, type ReceivedMail, startMailServer } from '../../test/support/mail.ts';
import { OutboxWorker } from '../outbox/worker.ts';
import { languages } from '../rules/language.ts';
import { type LicenseKind, type LinkKind, type NoticeKind, texts } from './texts/texts.ts';

onBothEngines('the reader of a mail', (engine) => {
  let smtp: MailServer;
  let app: TestApp;
  let alice: Client;
  let worker: OutboxWorker;

  const set = (id: number, values: { language?: string; time_zone?: string; name?: string; email?: string }) =>
    app.context.db.write((tx) => tx.kysely.updateTable('manager').set(values).where('id', '=', id).execute());
  const sent = async (): Promise<ReceivedMail> => {
    smtp.taken.length = 0;
    while ((await worker.runOnce()) > 0);
    assert.equal(smtp.taken.length, 1);
    return smtp.taken[0] as ReceivedMail;
  };
  const assign = (email: string) => alice.post(`/v1/pool/${SHARED}/license`, { email, endDate: '2024-05-01' });

  before(async () => {
    smtp = await startMailServer();
    app = await startApp(engine, {
      world: cast(),
      settings: { smtpUrl: smtp.url, publisherName: 'Acme Training', mailFrom: 'Acme <mail@acme.example>' },
    });
    alice = await app.client(ALICE);
    worker = new OutboxWorker(app.context, { clock: async () => app.clock.ms });
  });
  after(async () => {
    await worker.stop();
    await smtp.close();
  });

  test('is told who the manager is, and can write to them', async () => {
    await assign('ann@alder.example');
    const mail = await sent();
    assert.deepEqual(mail.from?.value, [{ name: 'Alder via Acme Training', address: 'mail@acme.example' }]);
    assert.deepEqual(mail.replyTo?.value, [{ name: 'Alder', address: 'alice@alder.example' }]);
    assert.match(mail.text ?? '', /write to Alder: alice@alder\.example\n/);
    assert.match(String(mail.html), /<a href="mailto:alice%40alder\.example"/);
    assert.match(String(mail.html), />Acme Training<\/p>/);
    assert.doesNotMatch(mail.raw, /Carrel/);
  });

  test('gets it in the language of the manager where nothing is known of their own', async () => {
    await set(ALICE, { language: 'it', time_zone: 'Europe/Rome' });
    await assign('ben@alder.example');
    const mail = await sent();
    assert.equal(mail.subject, 'Hai accesso a Mastering DAX');
    assert.equal(mail.headers.get('content-language'), 'it');
    assert.match(String(mail.html), /<html lang="it">/);
    assert.match(mail.text ?? '', /Ultimo giorno: +1 maggio 2024 \(1 maggio 2024 alle ore 02:00 CEST\)/);
    await set(ALICE, { language: 'en', time_zone: 'UTC' });
  });

  test('gets it in the language of their account, learned when they first sign in', async () => {
    const browser = openBrowser(app.url);
    await makeAccount(app, { email: 'cem@alder.example' });
    browser.headers['accept-language'] = 'it-IT,it;q=0.9,en;q=0.5';
    await browser.signIn('cem@alder.example');
    browser.headers['accept-language'] = 'en';
    await browser.signIn('cem@alder.example');
    await assign('cem@alder.example');
    assert.equal((await sent()).subject, 'Hai accesso a Mastering DAX');
  });

  test('gets what they asked for in the language in which they asked', async () => {
    const browser = openBrowser(app.url);
    browser.headers['accept-language'] = 'en';
    await browser.post('/api/auth/sign-in/magic-link', { email: 'cem@alder.example' });
    await mailed(app, 'sign_in_link');
    assert.equal((await sent()).subject, 'Your link to sign in');
    browser.headers['accept-language'] = 'it';
    await browser.post('/api/auth/request-password-reset', { email: 'cem@alder.example' });
    await mailed(app, 'password_reset');
    assert.equal((await sent()).subject, 'Scegli una nuova password');
    const { body } = await (await signedIn(app, { email: 'boss@alder.example', roles: { [ALICE]: 'owner' } })).post(
      `/api/app/managers/${ALICE}/v1/links`,
      { poolId: SHARED_SQL, licenses: 1 },
    );
    browser.headers['accept-language'] = 'it';
    await browser.post(`/api/app/links/${body.url.split('/').pop()}/request`, { email: 'dan@alder.example' });
    const mail = await sent();
    assert.equal(mail.subject, 'Conferma il tuo indirizzo per iscriverti a Writing SQL');
    assert.equal(mail.from?.value[0]?.name, 'Alder tramite Acme Training');
  });

  test('is invited in the language of whoever invites, where nothing else is known', async () => {
    await set(ALICE, { language: null as never });
    const owner = await signedIn(app, { email: 'owner@alder.example', roles: { [ALICE]: 'owner' } });
    owner.headers['accept-language'] = 'it';
    await owner.post(`/api/app/managers/${ALICE}/v1/members`, { email: 'new@alder.example', role: 'viewer' });
    assert.equal((await sent()).subject, 'Invito a gestire le licenze di Alder');
    await set(ALICE, { language: 'en' });
    await owner.post(`/api/app/managers/${ALICE}/v1/members`, { email: 'cem@alder.example', role: 'viewer' });
    assert.equal((await sent()).subject, 'Invito a gestire le licenze di Alder', 'their own comes first');
  });

  test('is not led astray by odd names', async () => {
    await set(ALICE, { name: '\u202eevil, "Boss" <x@evil.example>\r\nBcc: x@evil.example', email: 'no address' });
    await alice.post(`/v1/pool/${SHARED_SQL}/license`, { email: 'eve@alder.example' });
    const mail = await sent();
    assert.deepEqual(mail.recipients, ['eve@alder.example']);
    assert.equal(mail.from?.value.length, 1);
    assert.equal(mail.from?.value[0]?.address, 'mail@acme.example');
    assert.equal(mail.from?.value[0]?.name, 'evil, "Boss" <x@evil.example> Bcc: x@evil.example via Acme Training');
    assert.equal(mail.bcc, undefined);
    assert.equal(mail.replyTo, undefined);
    assert.ok(!mail.text?.includes('\u202e'));
    await set(ALICE, { name: 'שלום', email: 'alice@alder.example' });
    await alice.post(`/v1/pool/${SHARED_SQL}/license`, { email: 'fay@alder.example' });
    const again = await sent();
    assert.match(again.text ?? '', /\u2068שלום\u2069/);
    assert.match(String(again.html), /<bdi>שלום<\/bdi>/);
  });
});

test('every language has every text, and none is empty', () => {
  const license = {
    course: 'C',
    manager: 'M',
    transferable: true,
    byLink: false,
    full: null,
    signsIn: true,
    until: 'U',
  };
  const lists = { course: 'C', manager: 'M', student: 'S', words: null, until: 'U', signsIn: true };
  const notice = { manager: 'M', count: 2, more: 1, course: 'C', link: 'L' };
  const link = { course: 'C', manager: 'M', publisher: 'P', by: 'B', role: 'owner' };
  for (const language of languages) {
    const { license: aboutLicenses, link: withLinks, notice: notices, waiting } = texts[language];
    assert.deepEqual(Object.keys(waiting), Object.keys(texts.en.waiting));
    assert.deepEqual(Object.keys(notices), Object.keys(texts.en.notice));
    assert.deepEqual(Object.keys(aboutLicenses), Object.keys(texts.en.license));
    assert.deepEqual(Object.keys(withLinks), Object.keys(texts.en.link));
    const all = [
      ...Object.keys(aboutLicenses).map((kind) => aboutLicenses[kind as LicenseKind](license)),
      ...Object.keys(withLinks).map((kind) => withLinks[kind as LinkKind](link)),
      ...Object.values(waiting).flatMap((write) => [true, false].map((licensed) => write({ ...lists, licensed }))),
      ...Object.keys(texts.en.notice).map((kind) =>
        notices[kind as NoticeKind]({
          ...notice,
          what: kind === 'security_notice' ? 'new_device' : 'deleted',
        } as never),
      ),
    ];
    for (const { subject, paragraphs, footnote } of all)
      for (const text of [subject, footnote, ...paragraphs]) assert.ok(text.trim().length > 3, text);
  }
});
