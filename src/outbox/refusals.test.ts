/** What a mail server refuses before it sees the mail: who sends, everybody, or one recipient. */
import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { onBothEngines, startApp, type TestApp } from '../../test/support/app.ts';
import { cast } from '../../test/support/cast.ts';
import { type MailServer, startMailServer } from '../../test/support/mail.ts';
import { record, system } from '../event/record.ts';
import { OutboxWorker } from './worker.ts';

const [ANN, BEN] = ['ann@alder.example', 'ben@alder.example'] as const;

onBothEngines('a mail server that refuses', (engine) => {
  let smtp: MailServer;
  let app: TestApp;
  let worker: OutboxWorker;

  beforeEach(async () => {
    smtp = await startMailServer();
    app = await startApp(engine, {
      world: cast(),
      settings: { smtpUrl: smtp.url, mailFrom: 'Carrel <carrel@carrel.example>' },
    });
    worker = new OutboxWorker(app.context, { clock: async () => app.clock.ms });
    await app.context.db.write(async (tx) => {
      for (const to of [ANN, BEN]) {
        const mail = { kind: 'sign_in_link', to, payload: { url: 'https://carrel.example/x' } } as const;
        record(
          tx,
          { managerId: null, at: Math.floor(app.clock.ms / 1000), kind: 'account.link_sent', by: system },
          mail,
        );
      }
    });
  });
  afterEach(async () => {
    await worker.stop(0);
    await smtp.close();
  });

  const drain = async () => {
    while ((await worker.runOnce()) > 0);
  };
  const arrived = () => smtp.taken.flatMap(({ recipients }) => recipients).sort();
  const rows = () =>
    app.context.db.read.kysely
      .selectFrom('outbox')
      .select(['recipient', 'done_at', 'failed_at', 'payload', 'error'])
      .orderBy('recipient')
      .execute();
  const states = async () =>
    (await rows()).map(({ done_at, failed_at }) => (done_at ? 'sent' : failed_at ? 'failed' : 'waits'));
  /** Both wait with their links while it refuses, and arrive once it does not. */
  const waitAndArrive = async (words: RegExp) => {
    await drain();
    assert.deepEqual(await states(), ['waits', 'waits']);
    for (const { error, payload } of await rows()) {
      assert.match(error ?? '', words);
      assert.match(payload, /carrel\.example\/x/);
    }
    assert.deepEqual(arrived(), []);
    smtp.answerSender = () => null;
    smtp.answerRecipient = () => null;
    app.clock.forward(60);
    await drain();
    assert.deepEqual(await states(), ['sent', 'sent']);
    assert.deepEqual(arrived(), [ANN, BEN]);
  };

  for (const text of [
    '5.1.8 Sender address rejected',
    '5.7.1 Sender not permitted',
    'unknown sender',
    'No such user',
  ]) {
    test(`the sender, with “550 ${text}”, gets its mails later`, async () => {
      smtp.answerSender = () => ({ code: 550, text });
      await waitAndArrive(new RegExp(`550 ${text}`));
    });
  }

  for (const text of [
    '5.7.1 Relay access denied',
    'relaying not permitted',
    '5.7.26 Unauthenticated',
    'Access denied',
  ]) {
    test(`every recipient, with “554 ${text}”, gets them later`, async () => {
      smtp.answerRecipient = () => ({ code: 554, text });
      await waitAndArrive(new RegExp(`554 ${text}`));
    });
  }

  test('every recipient for now, with “450”, gets them later', async () => {
    smtp.answerRecipient = () => ({ code: 450, text: '4.2.0 Greylisted' });
    await waitAndArrive(/450 4\.2\.0/);
  });

  for (const text of ['5.1.1 User unknown', '5.2.1 Mailbox disabled', 'No such user here']) {
    test(`one recipient, with “550 ${text}”, fails that mail alone and at once`, async () => {
      smtp.answerRecipient = (address) => (address === ANN ? { code: 550, text } : null);
      await drain();
      assert.deepEqual(await states(), ['failed', 'sent']);
      assert.deepEqual(arrived(), [BEN]);
      const [failed] = await rows();
      assert.equal(failed?.payload, '{}');
      assert.match(failed?.error ?? '', new RegExp(`550 ${text}`));
    });
  }
});
