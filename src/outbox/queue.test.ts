import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { sql } from 'kysely';
import { onBothEngines, startApp, type TestApp } from '../../test/support/app.ts';
import { cast } from '../../test/support/cast.ts';
import type { Database } from '../db/database.ts';
import { insertMany } from '../db/dialect.ts';
import { claim, hold, settle } from './queue.ts';

const WAITING = 3000;
const NOW = 1_800_000_000_000;

/** The same database, which notes how many mails PostgreSQL looked at for each change. */
function counted(db: Database): { db: Database; looked: () => number } {
  let last = Number.NaN;
  const write: Database['write'] = (work) =>
    db.write(async (tx) => {
      const value = await work(tx);
      const { rows } = await sql<{ looked: number }>`select pg_stat_get_xact_tuples_returned('outbox'::regclass)
        + pg_stat_get_xact_tuples_fetched('outbox'::regclass) as looked`.execute(tx.kysely);
      last = Number(rows[0]?.looked);
      return value;
    });
  return { db: { ...db, write }, looked: () => last };
}

onBothEngines('claims of mails', (engine) => {
  let app: TestApp;
  before(async () => {
    app = await startApp(engine, { world: cast() });
  });

  test('look at few of the mails that wait, also where the planner takes the outbox for empty', {
    skip: engine === 'sqlite' && 'it has no planner that could be mistaken',
  }, async () => {
    const { db, looked } = counted(app.context.db);
    await db.write((tx) => tx.script('analyze outbox'));
    const due = { now: NOW, until: NOW + 10_000 };
    const nobody = { id: 'nobody', attempts: 1 } as Parameters<typeof settle>[1];
    for (let times = 0; times < 8; times++) {
      await claim(db, due, 4);
      await settle(db, nobody, { state: 'done', note: null }, NOW);
      await hold(db, [nobody], null);
    }
    const mails = Array.from({ length: WAITING }, (_, i) => ({
      id: `mail-${i}`,
      channel: 'mail',
      kind: 'license_assigned',
      recipient: 'ann@alder.example',
      payload: '{}',
      license_id: i,
      created_at: NOW,
      run_at: 0,
    }));
    await db.write((tx) => insertMany(tx, 'outbox', mails));

    const jobs = await claim(db, due, 4);
    assert.equal(jobs.length, 4);
    assert.ok(looked() < 50, `a claim looked at ${looked()} mails`);
    await hold(db, jobs, NOW + 20_000);
    assert.ok(looked() < 50, `keeping claims looked at ${looked()} mails`);
    for (const job of jobs) assert.equal(await settle(db, job, { state: 'done', note: null }, NOW), true);
    assert.ok(looked() < 50, `closing a mail looked at ${looked()} mails`);
  });
});
