import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { mailsOf, makeAccount, signedIn } from '../../test/support/accounts.ts';
import { type Client, onBothEngines, startApp, type TestApp } from '../../test/support/app.ts';
import { ALICE, cast, DAX, SHARED, SHARED_SQL } from '../../test/support/cast.ts';
import { now } from '../context.ts';
import { record, system } from '../event/record.ts';
import { digestWeek, nextLevel } from '../rules/notice.ts';
import { tellManagers } from './notice.ts';

onBothEngines('mails to members', (engine) => {
  let app: TestApp;
  let alice: Client;

  const round = () => tellManagers(app.context, now(app.context));
  const told = async (kind: string) =>
    (await mailsOf(app, kind)).map(({ recipient }) => recipient.split('@')[0] as string);
  const assign = async (email: string, pool = SHARED_SQL) =>
    (await alice.post(`/v1/pool/${pool}/license`, { email: `${email}@alder.example` })).body.id as number;

  beforeEach(async () => {
    app = await startApp(engine, { world: cast() }); // 2024-04-19, a Friday
    alice = await app.client(ALICE);
    await makeAccount(app, { email: 'owner@alder.example', roles: { [ALICE]: 'owner' } });
    await makeAccount(app, { email: 'viewer@alder.example', roles: { [ALICE]: 'viewer' } });
  });

  test('tell of a full pool once, also with two servers, and not each time a license comes and goes', async () => {
    await assign('ann');
    const ben = await assign('ben');
    const other = await startApp(engine, {
      clock: app.clock,
      database: { url: app.context.config.databaseUrl, dataDir: app.context.config.dataDir },
    }).catch(() => app); // SQLite has one server
    await Promise.all([round(), tellManagers(other.context, now(app.context)), round(), round()]);
    assert.deepEqual(await told('manager_pools_full'), ['owner']);
    await alice.delete(`/v1/license/${ben}`);
    await round();
    await assign('cem');
    app.clock.forward(2 * 24 * 60 * 60);
    await round();
    assert.deepEqual(await told('manager_pools_full'), ['owner'], 'one license came and went');
  });

  test('come again once enough was free, and on another day', async () => {
    const ids = [await assign('ann'), await assign('ben')];
    await round();
    for (const id of ids) await alice.delete(`/v1/license/${id}`);
    await round();
    await assign('ann');
    await assign('ben');
    await round();
    assert.equal((await told('manager_pools_full')).length, 1, 'once a day at most');
    for (const { licenseId } of (await alice.get('/v1/student?email=ann@alder.example')).body.courses)
      await alice.delete(`/v1/license/${licenseId}`);
    for (const { licenseId } of (await alice.get('/v1/student?email=ben@alder.example')).body.courses)
      await alice.delete(`/v1/license/${licenseId}`);
    await round();
    app.clock.forward(24 * 60 * 60);
    await assign('ann');
    await assign('ben');
    await round();
    assert.equal((await told('manager_pools_full')).length, 2);
  });

  test('tell of the end of pools 60, 30 and 7 days before, each once', async () => {
    for (const day of ['2024-11-03', '2024-11-05', '2024-12-03', '2024-12-26', '2024-12-31']) {
      app.clock.set(`${day}T12:00:00+00:00`);
      await round();
      await round();
    }
    const mails = await mailsOf(app, 'manager_pools_end');
    assert.equal(mails.length, 3, 'in each, all pools that end then');
    assert.deepEqual(
      mails.map(({ payload }) => (payload.pools as object[]).length),
      [3, 3, 3],
    );
  });

  test('are switched off by each member, and preset by a token', async () => {
    const viewer = await signedIn(app, { email: 'second@alder.example', roles: { [ALICE]: 'viewer' } });
    const path = `/api/app/managers/${ALICE}/v1/settings`;
    assert.equal((await viewer.get(path)).body.mails.poolFull, false, 'viewers get none');
    const chosen = await viewer.patch(path, { mails: { poolFull: true } });
    assert.deepEqual([chosen.status, chosen.body.mails.poolFull, chosen.body.mails.newPool], [200, true, false]);
    assert.equal((await viewer.patch(path, { language: 'it' })).status, 403);
    assert.equal((await alice.get('/v1/settings')).body.mails.poolFull, true);
    await alice.patch('/v1/settings', { mails: { poolFull: false }, language: 'it', timeZone: 'Europe/Rome' });
    const { body } = await alice.get('/v1/settings');
    assert.deepEqual([body.language, body.timeZone, body.mails.poolFull], ['it', 'Europe/Rome', false]);
    assert.equal((await alice.patch('/v1/settings', { timeZone: 'Mars' })).status, 400);
    await assign('ann');
    await assign('ben');
    await round();
    assert.deepEqual(await told('manager_pools_full'), ['second'], 'the owner had not chosen, and the preset is off');
  });

  test('tell of a new pool, and of mails that could not be delivered', async () => {
    const staff = await signedIn(app, { email: 'staff@acme.example', publisher: true });
    const made = await staff.post('/api/app/publisher/v1/pools', {
      managerId: String(ALICE),
      courseId: String(DAX),
      transferable: true,
      licenses: 5,
      start: '2024-05-01T00:00:00+00:00',
      end: '2025-05-01T00:00:00+00:00',
    });
    assert.ok(made.status < 300, made.text);
    assert.deepEqual(await told('manager_new_pool'), ['owner']);
    await assign('ann', SHARED);
    await app.context.db.write((tx) =>
      tx.kysely
        .updateTable('outbox')
        .set({ failed_at: app.clock.ms, error: 'no such mailbox' })
        .where('kind', '=', 'license_assigned')
        .execute(),
    );
    await round();
    await round();
    const [mail, ...more] = await mailsOf(app, 'manager_undelivered');
    assert.deepEqual([mail?.payload.addresses, more], [['ann@alder.example'], []]);
  });

  test('tell of a week on Monday, where something happened', async () => {
    await assign('ann');
    app.clock.set('2024-04-22T05:00:00+00:00');
    await round();
    assert.deepEqual(await told('manager_digest'), []);
    app.clock.set('2024-04-22T06:00:00+00:00');
    await Promise.all([round(), round()]);
    app.clock.set('2024-04-22T12:00:00+00:00');
    await round();
    assert.deepEqual(await told('manager_digest'), ['owner']);
    assert.equal((await mailsOf(app, 'manager_digest'))[0]?.payload.assigned, 1);
    app.clock.set('2024-05-06T06:00:00+00:00');
    await round();
    assert.equal((await told('manager_digest')).length, 1, 'a quiet week is no news');
  });

  test('are written with what they tell of, or not at all', async () => {
    await assign('ann');
    await assign('ben');
    await assert.rejects(
      app.context.db.write(async (tx) => {
        await tellManagers({ db: { ...app.context.db, write: (work) => work(tx) } }, now(app.context));
        record(tx, { managerId: ALICE, at: 1, kind: 'manager.told', by: system, after: { kind: 'poolFull' } });
        throw new Error('killed');
      }),
    );
    assert.deepEqual(await told('manager_pools_full'), []);
    await round();
    assert.deepEqual(await told('manager_pools_full'), ['owner']);
  });
});

test('a level goes up at once, and down when enough is free', () => {
  const pool = (free: number) => ({ licenses: 20, free });
  assert.deepEqual([nextLevel(0, pool(3)), nextLevel(0, pool(2)), nextLevel(0, pool(0))], [0, 1, 2]);
  assert.deepEqual([nextLevel(2, pool(1)), nextLevel(2, pool(3)), nextLevel(2, pool(4))], [2, 2, 0]);
  assert.deepEqual([nextLevel(0, { licenses: 1, free: 0 }), nextLevel(2, { licenses: 1, free: 1 })], [2, 0]);
});

test('a week begins on Monday, and is told of for a day from six o’clock on', () => {
  const at = (iso: string) => digestWeek(Date.parse(iso) / 1000);
  assert.deepEqual(at('2024-04-22T05:59:59Z'), { monday: '2024-04-22', due: false });
  assert.deepEqual(at('2024-04-22T06:00:00Z'), { monday: '2024-04-22', due: true });
  assert.deepEqual(at('2024-04-28T23:00:00Z'), { monday: '2024-04-22', due: false });
});
