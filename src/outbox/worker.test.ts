import assert from 'node:assert/strict';
import { after, afterEach, beforeEach, test } from 'node:test';
import { type Client, onBothEngines, startApp, type TestApp } from '../../test/support/app.ts';
import { ALICE, cast, SHARED } from '../../test/support/cast.ts';
import { type MailServer, startMailServer } from '../../test/support/mail.ts';
import { openContext } from '../context.ts';
import { type NewMail, record, system } from '../event/record.ts';
import { openSender } from '../mail/sender.ts';
import { countWrites } from './busy.ts';
import { listOpenMails, retryMails } from './manage.ts';
import { OutboxWorker, type WorkerOptions } from './worker.ts';

onBothEngines('the outbox', (engine) => {
  let smtp: MailServer;
  let app: TestApp;
  let alice: Client;
  let worker: OutboxWorker;
  const workers: OutboxWorker[] = [];
  let people = 0;

  const clock = async () => app.clock.ms;
  const newWorker = (options: WorkerOptions = {}, context = app.context) => {
    const made = new OutboxWorker(context, { clock, ...options });
    workers.push(made);
    return made;
  };
  const person = () => `p${++people}@alder.example`;
  const assign = async (email = person()) =>
    (await alice.post(`/v1/pool/${SHARED}/license`, { email, recycle: true })).body;
  const add = (...mails: NewMail[]) =>
    app.context.db.write(async (tx) => {
      for (const mail of mails) {
        record(
          tx,
          { managerId: null, at: Math.floor(app.clock.ms / 1000), kind: 'account.link_sent', by: system },
          mail,
        );
      }
    });
  const link = (to = person()): NewMail => ({
    kind: 'sign_in_link',
    to,
    payload: { url: 'https://carrel.example/sign-in?code=hidden' },
  });
  const rows = () => app.context.db.read.kysely.selectFrom('outbox').selectAll().orderBy('event_id').execute();
  const drain = async (by = worker) => {
    while ((await by.runOnce()) > 0);
  };

  beforeEach(async () => {
    smtp = await startMailServer();
    app = await startApp(engine, {
      world: cast(),
      settings: { smtpUrl: smtp.url, mailFrom: 'Carrel <carrel@carrel.example>' },
    });
    alice = await app.client(ALICE);
    worker = newWorker();
  });
  afterEach(async () => {
    for (const made of workers.splice(0)) await made.stop(0);
    await smtp.close();
  });
  after(() => smtp.close());

  test('sends the mail of an assignment once, to the student alone', async () => {
    const license = await assign('ann@alder.example');
    assert.equal(await worker.runOnce(), 1);
    assert.equal(await worker.runOnce(), 0);
    const [mail] = smtp.taken;
    assert.equal(smtp.given.length, 1);
    assert.deepEqual(mail?.recipients, ['ann@alder.example']);
    assert.equal(mail?.from?.text, '"Alder via Carrel" <carrel@carrel.example>');
    assert.equal(mail?.subject, 'You have access to Mastering DAX');
    const [row] = await rows();
    assert.equal(mail?.messageId, `<${row?.id}@localhost>`);
    assert.equal(row?.license_id, license.id);
    assert.ok(row?.done_at);
    assert.equal(row?.locked_until, null);
  });

  test('sends nothing of a change that was undone', async () => {
    const undone = app.context.db.write(async (tx) => {
      record(tx, { managerId: null, at: 1, kind: 'account.link_sent', by: system }, link());
      throw new Error('undone');
    });
    await assert.rejects(undone, /undone/);
    await alice.post(`/v1/pool/${SHARED}/license`, { email: 'x@elsewhere.example' });
    assert.equal(await worker.runOnce(), 0);
    assert.equal(smtp.given.length, 0);
  });

  test('tries again, later and later, with the same Message-ID', async () => {
    smtp.answer = () =>
      smtp.given.length < 3 ? { code: 451, text: 'try later, see https://relay.example/secret' } : null;
    await assign();
    assert.equal(await worker.runOnce(), 1);
    app.clock.forward(3);
    assert.equal(await worker.runOnce(), 0);
    app.clock.forward(4);
    assert.equal(await worker.runOnce(), 1);
    const [waiting] = await listOpenMails(app.context.db.read, 10);
    assert.equal(waiting?.attempts, 2);
    assert.match(waiting?.error ?? '', /451 try later/);
    assert.doesNotMatch(waiting?.error ?? '', /secret/);
    app.clock.forward(20);
    assert.equal(await worker.runOnce(), 0);
    app.clock.forward(20);
    assert.equal(await worker.runOnce(), 1);
    assert.equal(smtp.taken.length, 1);
    assert.equal(new Set(smtp.given.map((mail) => mail.messageId)).size, 1);
  });

  test('gives up after days, and an operator can try again', async () => {
    smtp.answer = () => ({ code: 421, text: 'closed' });
    await assign();
    for (let tries = 1; tries <= 10; tries++) {
      assert.equal(await worker.runOnce(), 1, `attempt ${tries}`);
      app.clock.forward(30 * 60 * 60);
    }
    assert.equal(await worker.runOnce(), 0);
    const [failed] = await listOpenMails(app.context.db.read, 10);
    assert.ok(failed?.failed_at);
    smtp.answer = () => null;
    assert.deepEqual(await app.context.db.write((tx) => retryMails(tx, failed.id)), { retried: 1, gone: 0 });
    assert.equal(await worker.runOnce(), 1);
    assert.equal(smtp.taken.length, 1);
  });

  test('gives up at once what is refused for good, and forgets its link', async () => {
    smtp.answer = (mail) =>
      mail.recipients[0] === 'nobody@alder.example' ? { code: 550, text: 'no such user' } : null;
    await add(link('nobody@alder.example'), link());
    await drain();
    app.clock.forward(30 * 60 * 60);
    await drain();
    assert.equal(smtp.given.length, 2);
    const [failed, sent] = await rows();
    assert.equal(failed?.failed_at !== null && failed?.done_at === null, true);
    assert.match(failed?.error ?? '', /550 no such user/);
    assert.equal(failed?.payload, '{}');
    assert.equal(sent?.done_at !== null, true);
    assert.equal(sent?.payload, '{}');
    assert.deepEqual(await app.context.db.write((tx) => retryMails(tx, null)), { retried: 0, gone: 1 });
  });

  test('waits while the mail server cannot be reached', async () => {
    await assign();
    await smtp.close();
    assert.equal(await worker.runOnce(), 1);
    const [waiting] = await rows();
    assert.equal(waiting?.failed_at, null);
    assert.match(waiting?.error ?? '', /ECONNREFUSED/);
  });

  test('sends again, under the same Message-ID, what a process sent and died before it wrote that down', async () => {
    await assign();
    const sender = openSender(app.context.config);
    const sent = Promise.withResolvers<void>();
    const dying = new OutboxWorker(app.context, {
      clock,
      sender: {
        ...sender,
        send: async (mail) => {
          await sender.send(mail);
          sent.resolve();
          await new Promise(() => {});
        },
      },
    });
    void dying.runOnce();
    await sent.promise;
    sender.close();
    assert.equal(await worker.runOnce(), 0);
    app.clock.forward(11);
    assert.equal(await worker.runOnce(), 1);
    assert.equal(smtp.taken.length, 2);
    assert.equal(smtp.taken[0]?.messageId, smtp.taken[1]?.messageId);
    assert.equal(await worker.runOnce(), 0);
  });

  test('does not let a process that was slow overwrite what another has done since', async () => {
    await assign();
    const gate = Promise.withResolvers<void>();
    const slow = newWorker({
      sender: { send: () => gate.promise.then(() => Promise.reject(new Error('too late'))), close: () => {} },
    });
    const running = slow.runOnce();
    await new Promise(setImmediate);
    while ((await rows())[0]?.locked_until === null);
    app.clock.forward(11);
    await worker.runOnce();
    gate.resolve();
    await running;
    const [row] = await rows();
    assert.equal(row?.error, null);
    assert.ok(row?.done_at);
  });

  test('sends each mail once, however many processes send', async () => {
    await add(...Array.from({ length: 60 }, () => link()));
    const others = [1, 2, 3].map(() => openContext(app.context.config, app.context.log, () => {}));
    await Promise.all([drain(), ...others.map((context) => drain(newWorker({}, { ...app.context, db: context.db })))]);
    for (const { db } of others) await db.close();
    assert.equal(smtp.given.length, 60);
    assert.equal(new Set(smtp.given.map((mail) => mail.messageId)).size, 60);
  });

  test('tells the student of one license in the order of what happened', async () => {
    const license = await assign('ann@alder.example');
    const other = await assign();
    await alice.delete(`/v1/license/${license.id}`);
    let refused = 0;
    smtp.answer = (mail) =>
      mail.recipients[0] === 'ann@alder.example' && ++refused === 1 ? { code: 451, text: 'later' } : null;
    await drain();
    assert.deepEqual(
      smtp.taken.map((mail) => mail.recipients[0]),
      [other.student.email],
    );
    app.clock.forward(10);
    assert.equal(await worker.runOnce(), 1);
    assert.equal(await worker.runOnce(), 1);
    const hers = smtp.taken.filter((mail) => mail.recipients[0] === 'ann@alder.example');
    assert.deepEqual(
      hers.map((mail) => mail.subject),
      ['You have access to Mastering DAX', 'Your access to Mastering DAX has ended'],
    );
  });

  test('is woken by commits that added mails, and by no others', async () => {
    const { db } = app.context;
    let rung = 0;
    db.onCommit('mail', () => rung++);
    const event = { managerId: null, at: 1, kind: 'account.link_sent', by: system } as const;
    const undone = db.write(async (tx) => {
      record(tx, event, link());
      throw new Error('undone');
    });
    const [refused] = await Promise.allSettled([undone, db.write(async (tx) => record(tx, event))]);
    assert.equal(refused.status, 'rejected');
    assert.equal(rung, 0);
    await db.write(async (tx) => record(tx, event, link(), link()));
    assert.equal(rung, 1);
    assert.equal((await alice.post(`/v1/pool/${SHARED}/license?dryRun=true`, { email: person() })).status, 200);
    assert.equal(rung, 1, 'a dry run mails nothing');
  });

  test('sends soon after the commit, and leaves no claim behind when it stops', async () => {
    const { db, busy } = countWrites(app.context.db);
    const running = newWorker({ busy });
    db.onCommit('mail', () => running.wake());
    await running.start();
    const written = db.write(async (tx) =>
      record(tx, { managerId: null, at: 1, kind: 'account.link_sent', by: system }, link()),
    );
    await Promise.all([written, smtp.arrived(1)]);
    assert.equal(busy(), false);
    const stuck = Promise.withResolvers<null>();
    const given = Promise.withResolvers<void>();
    smtp.answer = () => {
      given.resolve();
      return stuck.promise;
    };
    await db.write(async (tx) => record(tx, { managerId: null, at: 1, kind: 'account.link_sent', by: system }, link()));
    await given.promise;
    await running.stop(0);
    const [, left] = await rows();
    assert.equal(left?.locked_until, null);
    assert.equal(left?.done_at, null);
    stuck.resolve(null);
  });
});
