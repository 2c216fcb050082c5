import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { type Browser, signedIn } from '../../test/support/accounts.ts';
import { onBothEngines, startApp, type TestApp } from '../../test/support/app.ts';
import { ALICE, cast, SHARED } from '../../test/support/cast.ts';

const OVERVIEW = '/api/app/publisher/overview';

onBothEngines('the overview of the publisher', (engine) => {
  let app: TestApp;
  let staff: Browser;
  const look = async () => (await staff.get(OVERVIEW)).body;

  before(async () => {
    app = await startApp(engine, { world: cast() });
    staff = await signedIn(app, { email: 'pat@publisher.example', publisher: true });
  });

  test('is for staff alone', async () => {
    const owner = await signedIn(app, { email: 'olga@alder.example', roles: { [ALICE]: 'owner' } });
    assert.equal((await owner.get(OVERVIEW)).status, 404);
  });

  test('sums what pools that have not ended keep of their seats', async () => {
    const first = await look();
    const pools = (await staff.get('/api/app/publisher/v1/pools?pageSize=200')).body;
    const open = pools.filter(({ end }: { end: string }) => Date.parse(end) > app.clock.ms);
    const sum = (of: { licenses: number }[]) => of.reduce((total, { licenses }) => total + licenses, 0);
    assert.equal(first.sold, sum(open));
    assert.equal(first.free, first.sold - first.used);
    assert.equal(
      first.courses.reduce((total: number, { sold }: { sold: number }) => total + sold, 0),
      first.sold,
    );
    const alice = await app.client(ALICE);
    const body = { email: 'one.more@alder.example', endDate: '2024-05-01' };
    assert.equal((await alice.post(`/v1/pool/${SHARED}/license`, body)).status, 200);
    const then = await look();
    assert.deepEqual([then.used, then.free], [first.used + 1, first.free - 1]);
  });

  test('tells which pools end in which month, are full, or were never used', async () => {
    const before = await look();
    assert.equal(before.endings.length, 12);
    assert.equal(before.endings[0].month, '2024-04');
    const pool = (more: object) => ({ managerId: String(ALICE), courseId: before.courses[0].id, licenses: 7, ...more });
    const sold = await staff.post(
      '/api/app/publisher/v1/pools',
      pool({ start: '2024-01-01T00:00:00Z', end: '2024-07-01T00:00:00Z' }),
    );
    assert.equal(sold.status, 200);
    const then = await look();
    const june = (overview: typeof before) =>
      overview.endings.find(({ month }: { month: string }) => month === '2024-06');
    assert.equal(june(then).licenses, june(before).licenses + 7);
    assert.equal(then.endingSoon, before.endingSoon + 7);
    assert.equal(then.unusedPools, before.unusedPools + 1);
    assert.equal(then.fullPools, before.fullPools);
  });

  test('tells of mails that did not arrive', async () => {
    const before = await look();
    await app.context.db.write((tx) =>
      tx.kysely
        .updateTable('outbox')
        .set({ failed_at: 1 })
        .where('id', 'in', (eb) => eb.selectFrom('outbox').select('id').limit(1))
        .execute(),
    );
    assert.equal((await look()).deliveriesFailed, before.deliveriesFailed + 1);
  });
});
