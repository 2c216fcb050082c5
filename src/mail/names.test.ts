/** Names that look like addresses of pages: a stranger may choose them, and have them mailed to anybody. */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { onBothEngines, startApp } from '../../test/support/app.ts';
import { ALICE, cast, SHARED } from '../../test/support/cast.ts';
import { startMailServer } from '../../test/support/mail.ts';
import { record, system } from '../event/record.ts';
import { OutboxWorker } from '../outbox/worker.ts';
import { headerName, named, plainText } from './names.ts';

const UNSEEN = '\u200b';
const names = [
  'Evil.Com',
  't.co',
  'www.x.example',
  'ann@evil.io',
  'https://evil.io/x',
  'e.xn--p1ai',
  'evil。com',
  'ｅ．com',
];
/** What a mail program looks for. */
const LINK = /[\p{L}\p{N}][.。．｡](?:\p{L}{2}|xn--)|:\/\/|@[\p{L}]/iu;

test('a name stays as people read it, and is no link to programs', () => {
  for (const name of names) {
    const shown = plainText(named(name));
    assert.doesNotMatch(shown, LINK, name);
    assert.equal(shown.replaceAll(UNSEEN, ''), name);
    assert.equal(plainText(named(shown)), shown, 'once is enough');
    assert.equal(headerName(shown), name);
  }
  for (const name of ['Dr. J. R. Smith', 'Łukasz 王芳', 'Version 1.5', 'Ann - Ben', 'St. Mary'])
    assert.equal(plainText(named(name)), name);
});

onBothEngines('a name like an address of a page', (engine) => {
  const servers: { close(): Promise<void> }[] = [];
  after(() => Promise.all(servers.map((server) => server.close())));

  test('is no link in any part of a mail', async () => {
    const smtp = await startMailServer();
    servers.push(smtp);
    const app = await startApp(engine, {
      world: cast(),
      settings: { smtpUrl: smtp.url, mailFrom: 'Carrel <carrel@carrel.example>' },
    });
    const alice = await app.client(ALICE);
    await alice.post(`/v1/pool/${SHARED}/license`, { email: 'a@alder.example', name: 'Evil.Com' });
    await app.context.db.write(async (tx) => {
      const told = { kind: 'manager.told', after: { kind: 'newPool' } } as const;
      const event = { managerId: ALICE, at: Math.floor(app.clock.ms / 1000), by: system, ...told };
      const payload = { url: 'https://carrel.example/x', name: 't.co', course: 'Evil.Com', by: 'www.evil.com' };
      record(tx, event, { kind: 'enroll_link', to: 'b@alder.example', payload });
      record(tx, event, { kind: 'invitation', to: 'c@alder.example', payload });
    });
    const worker = new OutboxWorker(app.context, { clock: async () => app.clock.ms });
    while ((await worker.runOnce()) > 0);
    await worker.stop(0);
    assert.equal(smtp.taken.length, 3);
    for (const { subject = '', text = '', html } of smtp.taken) {
      for (const part of [subject, text, String(html)]) assert.doesNotMatch(part, /evil\.com|\bt\.co\b/i);
      assert.match((subject + text).replaceAll(UNSEEN, ''), /evil\.com|\bt\.co\b/i);
    }
  });
});
