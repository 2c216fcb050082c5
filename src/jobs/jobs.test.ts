import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, test } from 'node:test';
import { makeAccount } from '../../test/support/accounts.ts';
import { type Client, onBothEngines, startApp, type TestApp } from '../../test/support/app.ts';
import { ALICE, cast, OWNED, SHARED } from '../../test/support/cast.ts';
import { now } from '../context.ts';
import { record, system } from '../event/record.ts';
import { deleteKeptMails } from '../mail/kept.ts';
import { DAY } from '../rules/time.ts';
import { cleanUp } from './cleanup.ts';
import { remind } from './reminders.ts';

onBothEngines('reminders', (engine) => {
  let app: TestApp;
  let alice: Client;

  const assign = async (email: string, pool: number, endDate?: string) =>
    (await alice.post(`/v1/pool/${pool}/license`, { email, endDate })).body.id as number;
  const reminded = async () => {
    const rows = await app.context.db.read.kysely
      .selectFrom('outbox')
      .select('license_id')
      .where('kind', '=', 'license_expires_soon')
      .orderBy('event_id')
      .execute();
    return rows.map((row) => row.license_id);
  };
  const round = (context = app.context) => remind(context, now(context));

  beforeEach(async () => {
    app = await startApp(engine, { world: cast() }); // 2024-04-19
    alice = await app.client(ALICE);
  });

  test('come once, a week before the end', async () => {
    const may = await assign('ann@alder.example', SHARED, '2024-05-10');
    await assign('ben@alder.example', OWNED);
    app.clock.set('2024-05-02T23:00:00+00:00');
    await round();
    assert.deepEqual(await reminded(), []);
    app.clock.set('2024-05-03T00:00:00+00:00');
    await round();
    await round();
    app.clock.set('2024-05-09T00:00:00+00:00');
    await round();
    assert.deepEqual(await reminded(), [may]);
    const [event] = await app.context.db.read.kysely
      .selectFrom('event')
      .selectAll()
      .where('kind', '=', 'license.expires_soon')
      .execute();
    assert.equal(event?.license_id, may);
    assert.equal(event?.manager_id, ALICE);
    assert.equal(JSON.parse(event?.details ?? '').after.end, '2024-05-10T00:00:00+00:00');
  });

  test('come once over several processes', async () => {
    const ids = [
      await assign('ann@alder.example', SHARED, '2024-05-10'),
      await assign('ben@alder.example', SHARED, '2024-05-10'),
    ];
    app.clock.set('2024-05-04T00:00:00+00:00');
    await Promise.all([round(), round(), round(), round()]);
    assert.deepEqual((await reminded()).sort(), ids.sort());
  });

  test('come anew when the end has moved away and comes near again', async () => {
    const license = await assign('ann@alder.example', SHARED, '2024-05-10');
    app.clock.set('2024-05-05T00:00:00+00:00');
    await round();
    await alice.patch(`/v1/license/${license}`, { endDate: '2024-08-01' });
    await round();
    assert.deepEqual(await reminded(), [license], 'not before it is near');
    app.clock.set('2024-07-28T00:00:00+00:00');
    await round();
    await round();
    assert.deepEqual(await reminded(), [license, license]);
  });

  test('come for a license that was new when it was near its end, and was then extended', async () => {
    const license = await assign('ann@alder.example', SHARED, '2024-04-22');
    await round();
    assert.deepEqual(await reminded(), [], 'who just got it knows when it ends');
    await alice.patch(`/v1/license/${license}`, { endDate: '2024-08-01' });
    app.clock.set('2024-07-28T00:00:00+00:00');
    await round();
    assert.deepEqual(await reminded(), [license]);
  });

  test('come when the end is moved into the week', async () => {
    const license = await assign('ann@alder.example', SHARED);
    app.clock.set('2024-05-05T00:00:00+00:00');
    await round();
    await alice.patch(`/v1/license/${license}`, { endDate: '2024-05-08' });
    await round();
    assert.deepEqual(await reminded(), [license]);
  });

  test('do not come for a license that is given for less than the week', async () => {
    await assign('ann@alder.example', SHARED, '2024-04-25');
    await round();
    app.clock.set('2024-04-23T00:00:00+00:00');
    await round();
    assert.deepEqual(await reminded(), []);
  });

  test('do not come for a license that has ended, nor when they are switched off', async () => {
    const ended = await assign('ann@alder.example', SHARED, '2024-05-10');
    await assign('ben@alder.example', SHARED, '2024-05-10');
    await alice.delete(`/v1/license/${ended}`);
    app.clock.set('2024-05-05T00:00:00+00:00');
    await remind({ ...app.context, config: { ...app.context.config, expiryReminderDays: 0 } }, now(app.context));
    assert.deepEqual(await reminded(), []);
    await round();
    assert.equal((await reminded()).includes(ended), false);
  });
});

onBothEngines('cleaning up', (engine) => {
  test('deletes sent mails after 30 days and first answers after a day, and nothing else', async () => {
    const app = await startApp(engine, { world: cast() });
    const { db } = app.context;
    const alice = await app.client(ALICE);
    for (const name of ['old', 'new', 'failed', 'waiting']) {
      const mail = { kind: 'sign_in_link', to: `${name}@alder.example`, payload: {} } as const;
      await db.write(async (tx) => record(tx, { managerId: null, at: 1, kind: 'account.link_sent', by: system }, mail));
    }
    const at = now(app.context);
    const set = (name: string, values: { done_at?: number; failed_at?: number }) =>
      db.write((tx) =>
        tx.kysely.updateTable('outbox').set(values).where('recipient', '=', `${name}@alder.example`).execute(),
      );
    await set('old', { done_at: (at - 31 * DAY) * 1000 });
    await set('new', { done_at: (at - 28 * DAY) * 1000 });
    await set('failed', { failed_at: (at - 31 * DAY) * 1000 });
    const keyed = (email: string, key: string) =>
      alice.post(`/v1/pool/${SHARED}/license`, { email }, { 'idempotency-key': key });
    await keyed('ann@alder.example', 'yesterday');
    app.clock.forward(26 * 60 * 60);
    const answer = await keyed('ben@alder.example', 'today');
    assert.equal(await cleanUp(db, now(app.context)), false);
    const mails = await db.read.kysely
      .selectFrom('outbox')
      .select('recipient')
      .where('license_id', 'is', null)
      .execute();
    assert.deepEqual(mails.map((mail) => mail.recipient.split('@')[0]).sort(), ['failed', 'new', 'waiting']);
    const keys = await db.read.kysely.selectFrom('idempotency').select('key').execute();
    assert.deepEqual(
      keys.map(({ key }) => key),
      ['today'],
    );
    assert.equal((await keyed('ben@alder.example', 'today')).text, answer.text);
  });

  test('keeps nothing about people for longer than it says', async () => {
    const app = await startApp(engine, { world: cast() });
    const { db } = app.context;
    const at = now(app.context);
    const person = await makeAccount(app, { email: 'ann@alder.example' });
    const moment = (seconds: number) => new Date((at + seconds) * 1000).toISOString();
    const names = async () => {
      const { kysely } = db.read;
      const [mails, sessions, verifications, members, attempts, quotas] = await Promise.all([
        kysely.selectFrom('outbox').select('id').execute(),
        kysely.selectFrom('session').select('id').execute(),
        kysely.selectFrom('verification').select('id').execute(),
        kysely.selectFrom('member').select('id').execute(),
        kysely.selectFrom('attempt').select('subject as id').execute(),
        kysely.selectFrom('quota').select('subject as id').execute(),
      ]);
      return [mails, sessions, verifications, members, attempts, quotas].map((rows) => rows.map(({ id }) => id).sort());
    };
    await db.write(async ({ kysely }) => {
      for (const [id, seconds] of [
        ['long ago', -100 * DAY],
        ['now', 0],
      ] as const) {
        const times = { created_at: moment(seconds), updated_at: moment(seconds), expires_at: moment(seconds + 60) };
        const mail = { kind: 'sign_in_link', recipient: 'a@alder.example', payload: '{}', channel: 'mail' as const };
        const failed = { created_at: 0, run_at: 0, failed_at: (at + seconds) * 1000 };
        await kysely
          .insertInto('outbox')
          .values({ id, ...mail, ...failed })
          .execute();
        const session = { id, token: id, user_id: person, ip_address: null, user_agent: null };
        await kysely
          .insertInto('session')
          .values({ ...session, ...times })
          .execute();
        await kysely
          .insertInto('verification')
          .values({ id, identifier: id, value: '', ...times })
          .execute();
        const invitation = { email: `${id}@alder.example`, role: 'viewer' as const, person_id: null, code_hash: id };
        await kysely
          .insertInto('member')
          .values({ id, manager_id: ALICE, ...invitation, code_expires_at: at + seconds, since: at + seconds })
          .execute();
        await kysely
          .insertInto('attempt')
          .values({ subject: id, failures: 1, last_at: at + seconds })
          .execute();
        await kysely
          .insertInto('quota')
          .values({ subject: id, used: 1, since: at + seconds })
          .execute();
      }
    });
    await db.write(({ kysely }) =>
      kysely
        .insertInto('member')
        .values({
          id: 'member',
          manager_id: ALICE,
          email: 'ann@alder.example',
          role: 'owner',
          person_id: person,
          since: 1,
        })
        .execute(),
    );
    assert.equal(await cleanUp(db, at), false);
    const kept = await names();
    assert.deepEqual(kept, [['now'], ['now'], ['now'], ['member', 'now'], ['now'], ['now']]);
    assert.equal(await cleanUp(db, at + 89 * DAY), false);
    assert.deepEqual(await names(), [['now'], [], [], ['member'], ['now'], []]);
    assert.equal(await cleanUp(db, at + 91 * DAY), false);
    assert.deepEqual(await names(), [[], [], [], ['member'], [], []]);
  });

  test('deletes the files of kept mails by their age, and no other file', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'carrel-kept-'));
    const at = Date.parse('2024-04-19T06:36:10Z');
    const file = (ms: number, n: number) => `${new Date(ms).toISOString().replaceAll(':', '-')}_00000000000${n}_x.eml`;
    const names = [file(at - 31 * DAY * 1000, 1), file(at - 30 * DAY * 1000, 2), 'notes.txt', '2001.eml'];
    for (const name of names) await writeFile(join(folder, name), '');
    assert.equal(await deleteKeptMails(folder, at - 30 * DAY * 1000, 10), 1);
    assert.deepEqual((await readdir(folder)).sort(), names.slice(1).sort());
    assert.equal(await deleteKeptMails(join(folder, 'missing'), at, 10), 0);
    await rm(folder, { recursive: true });
  });

  test('goes in small batches', async () => {
    const app = await startApp(engine, { world: cast() });
    const { db } = app.context;
    const old = Array.from({ length: 501 }, (_, i) => ({
      owner: `manager:${ALICE}` as const,
      key: `k${i}`,
      fingerprint: '',
      status: 200,
      body: '',
      created_at: 1,
    }));
    await db.write((tx) => tx.kysely.insertInto('idempotency').values(old).execute());
    assert.equal(await cleanUp(db, now(app.context)), true);
    assert.equal((await db.read.kysely.selectFrom('idempotency').select('key').execute()).length, 1);
    assert.equal(await cleanUp(db, now(app.context)), false);
    assert.equal((await db.read.kysely.selectFrom('idempotency').select('key').execute()).length, 0);
  });
});
