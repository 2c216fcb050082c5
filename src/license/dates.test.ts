import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { type Client, onBothEngines, startApp, type TestApp } from '../../test/support/app.ts';
import { ALICE, cast, SHARED } from '../../test/support/cast.ts';
import { type MailServer, startMailServer } from '../../test/support/mail.ts';
import { now } from '../context.ts';
import { remind } from '../jobs/reminders.ts';
import { OutboxWorker } from '../outbox/worker.ts';

onBothEngines('the end of a license', (engine) => {
  let smtp: MailServer;
  let app: TestApp;
  let alice: Client;
  let worker: OutboxWorker;

  const assign = async (endDate?: string, email = 'ann@alder.example') =>
    (await alice.post(`/v1/pool/${SHARED}/license`, { email, endDate, recycle: true })).body.id as number;
  const subjects = async () => {
    smtp.taken.length = 0;
    while ((await worker.runOnce()) > 0);
    return smtp.taken.map((mail) => mail.subject);
  };
  const changes = async () => (await alice.get('/v1/events?kind=license.end_changed')).body;

  beforeEach(async () => {
    smtp = await startMailServer();
    app = await startApp(engine, { world: cast(), settings: { smtpUrl: smtp.url } }); // 2024-04-19
    alice = await app.client(ALICE);
    worker = new OutboxWorker(app.context, { clock: async () => app.clock.ms });
  });
  afterEach(async () => {
    await worker.stop(0);
    await smtp.close();
  });

  test('that is set to what it is changes nothing, and nobody is told', async () => {
    const id = await assign('2024-06-01');
    await subjects();
    for (const endDate of ['2024-06-01', '2024-06-01']) {
      const { status, body } = await alice.patch(`/v1/license/${id}`, { endDate });
      assert.deepEqual([status, body.end], [200, '2024-06-01T00:00:00+00:00']);
    }
    await alice.patch(`/v1/license/${id}`, { endDate: '2031-01-01' });
    assert.equal((await changes()).length, 1, 'cut to the end of the pool');
    const { status, body } = await alice.patch(`/v1/license/${id}`, { endDate: '2030-01-01' });
    assert.deepEqual([status, body.id, body.end], [200, String(id), '2025-01-01T00:00:00+00:00']);
    assert.equal((await changes()).length, 1);
    assert.deepEqual(await subjects(), []);
  });

  test('that comes earlier is told to the student, one that comes later is not', async () => {
    const id = await assign('2024-06-01');
    await subjects();
    await alice.patch(`/v1/license/${id}`, { endDate: '2024-08-01' });
    assert.deepEqual(await subjects(), []);
    await alice.patch(`/v1/license/${id}`, { endDate: '2024-05-11' });
    assert.deepEqual(await subjects(), ['Your access to Mastering DAX ends earlier']);
    assert.match(smtp.taken[0]?.text ?? '', /May 10, 2024 is now the last day/);
    await alice.patch(`/v1/license/${id}`, { endDate: '2024-05-09' });
    await alice.patch(`/v1/license/${id}`, { endDate: '2024-05-07' });
    assert.deepEqual(await subjects(), ['Your access to Mastering DAX ends earlier'], 'only of the end it has now');
    assert.match(smtp.taken[0]?.text ?? '', /May 6, 2024 is now the last day/);
  });

  test('is not told by a reminder that waited until it had moved, or come', async () => {
    const id = await assign('2024-05-10');
    const other = await assign('2024-05-10', 'ben@alder.example');
    await subjects();
    app.clock.set('2024-05-05T00:00:00+00:00');
    await remind(app.context, now(app.context));
    await alice.patch(`/v1/license/${id}`, { endDate: '2024-07-10' });
    await alice.delete(`/v1/license/${other}`);
    assert.deepEqual(await subjects(), ['Your access to Mastering DAX has ended']);
    app.clock.set('2024-07-05T00:00:00+00:00');
    await remind(app.context, now(app.context));
    assert.deepEqual(await subjects(), ['Your access to Mastering DAX ends soon']);
    assert.match(smtp.taken[0]?.text ?? '', /July 9, 2024/);
  });

  test('is told once where it went away and came back while the reminder waited', async () => {
    const id = await assign('2024-05-10');
    await subjects();
    app.clock.set('2024-05-05T00:00:00+00:00');
    await remind(app.context, now(app.context));
    await alice.patch(`/v1/license/${id}`, { endDate: '2024-07-10' });
    await alice.patch(`/v1/license/${id}`, { endDate: '2024-05-10' });
    await remind(app.context, now(app.context));
    const told = (await subjects()).filter((subject) => subject?.endsWith('ends soon'));
    assert.equal(told.length, 1);
  });

  test('by being passed on is told with what was full', async () => {
    for (const email of ['ann', 'ben', 'cem', 'dan']) await assign(undefined, `${email}@alder.example`);
    await subjects();
    const [recycled] = (await alice.get('/v1/events?kind=license.recycled')).body;
    assert.equal(recycled.why.full, 'pool');
    assert.match(smtp.taken.map((mail) => mail.text).join(), /of the purchase that yours belongs to were in use/);
  });
});
