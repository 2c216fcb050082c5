/** Mails that did not reach a student: what their license manager is shown of them, and sending one again. */
import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, test } from 'node:test';
import { signedIn } from '../../test/support/accounts.ts';
import { type Client, onBothEngines, startApp, type TestApp } from '../../test/support/app.ts';
import { ALICE, CHARLIE, CHARLIES, cast, SHARED, SHARED_SQL } from '../../test/support/cast.ts';
import { type MailServer, startMailServer } from '../../test/support/mail.ts';
import { OutboxWorker } from '../outbox/worker.ts';

onBothEngines('mails that did not reach a student', (engine) => {
  let smtp: MailServer;
  let app: TestApp;
  let alice: Client;
  let worker: OutboxWorker;
  let people = 0;

  before(async () => {
    smtp = await startMailServer();
    app = await startApp(engine, {
      world: cast(),
      settings: { smtpUrl: smtp.url, mailFrom: 'Carrel <carrel@carrel.example>' },
    });
    alice = await app.client(ALICE);
  });
  beforeEach(() => {
    worker = new OutboxWorker(app.context, { clock: async () => app.clock.ms });
  });
  afterEach(async () => {
    await worker.stop(0);
    smtp.answer = () => null;
    smtp.answerSender = () => null;
    smtp.answerRecipient = () => null;
    app.clock.forward(3600);
  });

  after(() => smtp.close());

  const drain = async () => {
    while ((await worker.runOnce()) > 0);
  };
  /** Assigns to somebody new; answers the paths of the student's mails. */
  const assign = async (client = alice, pool = SHARED) => {
    const email = `p${++people}@alder.example`;
    const { body } = await client.post(`/v1/pool/${pool}/license`, { email, recycle: true });
    return { email, student: body.student.id as number, license: body.id as number, mails: mailsOf(body.student.id) };
  };
  const mailsOf = (student: number) => `/v1/student/${student}/mails`;
  const refuse = (text: string, code = 550) => {
    smtp.answerRecipient = () => ({ code, text });
  };

  test('shows one whose address does not exist, in the words of the mail server', async () => {
    const { email, license, mails } = await assign();
    assert.deepEqual((await alice.get(mails)).body, [], 'a mail that waits for its first attempt is no matter');
    refuse('5.1.1 No such user, see https://relay.example/secret');
    await drain();
    const { body, headers } = await alice.get(mails);
    assert.equal(headers.get('x-total-count'), '1');
    const [{ id, created, failed, ...rest }] = body;
    assert.ok(id && created && failed);
    assert.deepEqual(rest, {
      kind: 'license_assigned',
      email,
      course: { id: '10', title: 'Mastering DAX' },
      state: 'failed',
      trouble: 'unknown_address',
      answer: '550 5.1.1 No such user, see …',
      next: null,
    });
    await alice.delete(`/v1/license/${license}`);
    assert.equal((await alice.get(mails)).body.length, 1, 'also once the license is over');
  });

  test('says nothing of servers and settings where the recipient is not the matter', async () => {
    const { mails } = await assign();
    smtp.answerSender = () => ({ code: 550, text: '5.7.1 mx7.internal.example does not like 10.0.0.7' });
    await drain();
    const [waiting] = (await alice.get(mails)).body;
    assert.deepEqual([waiting.state, waiting.trouble, waiting.answer], ['waiting', 'not_handed_over', null]);
    assert.ok(waiting.next);
    for (let days = 0; days < 20; days++) {
      app.clock.forward(12 * 3600);
      await drain();
    }
    const answer = await alice.get(mails);
    assert.deepEqual([answer.body[0].state, answer.body[0].trouble], ['failed', 'not_handed_over']);
    assert.doesNotMatch(answer.text, /internal|10\.0/);
  });

  for (const [code, text, trouble] of [
    [552, '5.2.2 Mailbox full', 'mailbox_full'],
    [550, '5.2.1 Mailbox disabled', 'unknown_address'],
    [550, 'no', 'refused'],
    [450, '4.2.0 Greylisted', 'refused'],
  ] as const) {
    test(`tells of “${code} ${text}”`, async () => {
      const { mails } = await assign();
      refuse(text, code);
      await drain();
      const [mail] = (await alice.get(mails)).body;
      assert.deepEqual(
        [mail.state, mail.trouble, mail.answer],
        [code < 500 ? 'waiting' : 'failed', trouble, `${code} ${text}`],
      );
    });
  }

  test('is sent again at once, and gone from the list once it has arrived', async () => {
    const { email, mails } = await assign();
    refuse('5.1.1 No such user');
    await drain();
    const [{ id }] = (await alice.get(mails)).body;
    smtp.answerRecipient = () => null;
    const again = await alice.post(`${mails}/${id}/retry`);
    assert.deepEqual([again.status, again.body.id, again.body.state, again.body.answer], [200, id, 'waiting', null]);
    await drain();
    assert.deepEqual(smtp.taken.at(-1)?.recipients, [email]);
    assert.deepEqual((await alice.get(mails)).body, []);
    assert.equal((await alice.post(`${mails}/${id}/retry`)).status, 404, 'it has arrived');
  });

  test('is hastened while it waits for its next attempt', async () => {
    const { email, mails } = await assign();
    refuse('4.2.0 Greylisted', 450);
    await drain();
    const [{ id }] = (await alice.get(mails)).body;
    smtp.answerRecipient = () => null;
    await drain();
    assert.notDeepEqual(smtp.taken.at(-1)?.recipients, [email], 'its time has not come');
    assert.equal((await alice.post(`${mails}/${id}/retry`)).status, 200);
    await drain();
    assert.deepEqual(smtp.taken.at(-1)?.recipients, [email]);
  });

  test('goes to the address that the student has by then', async () => {
    const { student, mails } = await assign();
    refuse('5.1.1 No such user');
    await drain();
    const [{ id }] = (await alice.get(mails)).body;
    smtp.answerRecipient = () => null;
    const right = { email: 'Right@alder.example', email_key: 'right@alder.example' };
    await app.context.db.write((tx) => tx.kysely.updateTable('student').set(right).where('id', '=', student).execute());
    await alice.post(`${mails}/${id}/retry`);
    await drain();
    assert.deepEqual(smtp.taken.at(-1)?.recipients, ['Right@alder.example']);
  });

  test('a dry run sends nothing, and five times in a day are enough', async () => {
    const { mails } = await assign();
    refuse('5.1.1 No such user');
    await drain();
    const [{ id }] = (await alice.get(mails)).body;
    const dry = await alice.post(`${mails}/${id}/retry?dryRun=true`);
    assert.deepEqual([dry.status, dry.headers.get('dry-run')], [200, 'true']);
    assert.equal((await alice.get(mails)).body[0].state, 'failed');
    for (let n = 0; n < 5; n++) {
      assert.equal((await alice.post(`${mails}/${id}/retry`)).status, 200);
      await drain();
    }
    const over = await alice.post(`${mails}/${id}/retry`);
    assert.deepEqual([over.status, over.body.code], [429, 'rate_limited']);
    assert.ok(Number(over.headers.get('retry-after')) > 0);
    assert.equal((await alice.get(mails)).body[0].state, 'failed');
  });

  test('belongs to the license manager of the license alone, and only who may write sends it', async () => {
    const charlie = await app.client(CHARLIE);
    const reader = await app.client(ALICE, 'read');
    const { email, student, mails } = await assign();
    const theirs = await charlie.post(`/v1/pool/${CHARLIES}/license`, { email: `only-charlies@alder.example` });
    await charlie.post(`/v1/pool/${CHARLIES}/license`, { email });
    refuse('5.1.1 No such user');
    await drain();
    const [{ id }] = (await alice.get(mails)).body;
    const [foreign] = (await charlie.get(mailsOf(theirs.body.student.id))).body;
    assert.equal((await alice.get(mails)).body.length, 1);
    assert.equal((await reader.get(mails)).status, 200);
    assert.equal((await reader.post(`${mails}/${id}/retry`)).status, 403);
    const viewer = await signedIn(app, { email: 'viewer@alder.example', roles: { [ALICE]: 'viewer' } });
    assert.equal((await viewer.get(`/api/app/managers/${ALICE}${mails}`)).body.length, 1);
    assert.equal((await viewer.post(`/api/app/managers/${ALICE}${mails}/${id}/retry`)).status, 403);
    for (const path of [
      `${mails}/${foreign.id}/retry`,
      `${mailsOf(theirs.body.student.id)}/${foreign.id}/retry`,
      `${mails}/nothing/retry`,
      `${mailsOf(999_999)}/${id}/retry`,
    ])
      assert.equal((await alice.post(path)).status, 404, path);
    assert.equal((await charlie.post(`${mailsOf(student)}/${id}/retry`)).status, 404);
    for (const other of [theirs.body.student.id, 999_999]) assert.equal((await alice.get(mailsOf(other))).status, 404);
  });

  test('comes in pages, newest first', async () => {
    const { email, mails } = await assign();
    app.clock.forward(60);
    await alice.post(`/v1/pool/${SHARED_SQL}/license`, { email, recycle: true });
    refuse('5.1.1 No such user');
    await drain();
    const first = await alice.get(`${mails}?pageSize=1`);
    assert.equal(first.headers.get('x-total-count'), '2');
    assert.deepEqual(
      first.body.map((mail: { course: { title: string } }) => mail.course.title),
      ['Writing SQL'],
    );
    assert.equal((await alice.get(`${mails}?pageSize=1&page=2`)).body[0].course.title, 'Mastering DAX');
    assert.deepEqual((await alice.get(`${mails}?page=3`)).body, []);
  });
});
