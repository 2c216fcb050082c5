import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import type { ImportFile } from '#import/schema.ts';
import { type Answer, type Client, onBothEngines, startApp, type TestApp } from '../../test/support/app.ts';
import { cleanUp } from '../jobs/cleanup.ts';
import { sweepPool } from '../license/end.ts';

const [ALICE, CHARLIE, DAX, SQL, POWER] = [1, 2, 10, 11, 12];
const [EARLY, LATE, OWNED, OTHER, CHARLIES, AHEAD] = [21, 22, 23, 24, 31, 25];
const START = '2024-01-01T00:00:00+00:00';

const pool = (id: number, courseId: number, licenses: number, end: string, more = {}) => ({
  ...{ id, managerId: ALICE, courseId, transferable: true, licenses, start: START, end: `${end}T00:00:00+00:00` },
  ...more,
});

const world = (): ImportFile => ({
  managers: [
    { id: ALICE, name: 'Alder', email: 'alice@alder.example', allowedDomains: ['alder.example'] },
    { id: CHARLIE, name: 'Cedar', email: 'charlie@cedar.example', allowedDomains: ['alder.example'] },
  ],
  courses: [
    { id: DAX, title: 'Mastering DAX' },
    { id: SQL, title: 'Writing SQL' },
    { id: POWER, title: 'Power Query' },
  ],
  pools: [
    pool(EARLY, DAX, 2, '2024-12-01'),
    pool(LATE, DAX, 3, '2025-01-01'),
    pool(OWNED, DAX, 1, '2025-06-01', { transferable: false }),
    pool(OTHER, SQL, 2, '2025-01-01'),
    pool(AHEAD, POWER, 2, '2026-01-01', { start: '2025-01-01T00:00:00+00:00' }),
    pool(CHARLIES, DAX, 2, '2025-01-01', { managerId: CHARLIE }),
  ],
  students: [],
  licenses: [],
  progress: [],
});

const mail = (name: string) => `${name}@alder.example`;

interface Row {
  line: number | null;
  action: string;
  student: { email: string };
  poolId: number | null;
  end: string | null;
  code: string | null;
}
/** The rows of a plan in short. */
const short = ({ body }: Answer) =>
  body.rows.map((row: Row) => [row.line, row.action, row.student.email.split('@')[0], row.poolId, row.code]);

onBothEngines('a roster', (engine) => {
  let app: TestApp;
  let alice: Client;

  before(async () => {
    app = await startApp(engine, { world: world() });
    alice = await app.client(ALICE);
  });

  const put = (rows: object[], more: object = {}, query = '') =>
    alice.call('PUT', `/v1/roster${query}`, { rows, ...more });
  const assign = async (poolId: number, name: string, more = {}) =>
    (await alice.post(`/v1/pool/${poolId}/license`, { email: mail(name), ...more })).body;
  const active = async (courseId = DAX) =>
    (await alice.get(`/v1/students/search?courseId=${courseId}&status=active&pageSize=100`)).body
      .map(({ email }: { email: string }) => email.split('@')[0])
      .sort();

  test('plans who comes, stays and goes, uses the pool that ends first, and changes nothing', async () => {
    const ann = await assign(LATE, 'ann');
    await assign(EARLY, 'leaver');
    await assign(OWNED, 'owner');
    const events = (await alice.get('/v1/events?pageSize=100')).body.length;
    const rows = [
      { email: mail('ann'), courseId: String(DAX), endDate: '2024-10-01' },
      { email: mail('new1'), name: 'New One', courseId: String(DAX) },
      { email: mail('new2'), courseId: DAX, endDate: '2024-11-01' },
      { email: mail('new3'), courseId: String(DAX) },
      { email: 'x@elsewhere.example', courseId: String(DAX) },
      { email: mail('new1'), courseId: String(DAX) },
      { email: mail('new1'), courseId: '999' },
      { email: 'nobody', courseId: String(DAX) },
      { email: mail('new4'), courseId: String(DAX), endDate: '2024-02-30' },
      { email: mail('new5'), courseId: String(DAX), endDate: '2024-04-01' },
      7,
      { email: mail('new6'), courseId: String(DAX), surprise: 1 },
      { email: mail('new7'), courseId: String(POWER) },
    ];
    const answer = await put(rows as object[]);
    assert.equal(answer.status, 200, answer.text);
    assert.deepEqual(short(answer), [
      [1, 'edit', 'ann', LATE, null],
      [2, 'assign', 'new1', EARLY, null],
      [3, 'assign', 'new2', EARLY, null],
      [4, 'assign', 'new3', LATE, null],
      [5, 'refuse', 'x', null, 'domain_not_allowed'],
      [6, 'refuse', 'new1', null, 'duplicate_row'],
      [7, 'refuse', 'new1', null, 'unknown_course'],
      [8, 'refuse', 'nobody', null, 'invalid_request'],
      [9, 'refuse', 'new4', null, 'invalid_request'],
      [10, 'refuse', 'new5', null, 'end_date_in_past'],
      [11, 'refuse', '', null, 'invalid_request'],
      [12, 'refuse', 'new6', null, 'invalid_request'],
      [13, 'refuse', 'new7', null, 'pool_not_running'],
      [null, 'revoke', 'leaver', EARLY, null],
      [null, 'keep', 'owner', OWNED, 'license_not_revokable'],
    ]);
    const { state, counts, made, expires } = answer.body;
    assert.deepEqual([state, counts], ['ready', { assign: 3, revoke: 1, edit: 1, keep: 1, refuse: 9 }]);
    assert.equal(Date.parse(expires) - Date.parse(made), 24 * 60 * 60 * 1000);
    assert.deepEqual(
      [answer.body.rows[0].end, answer.body.rows[0].licenseId, answer.body.rows[1].student.name],
      ['2024-10-01T00:00:00+00:00', ann.id, 'New One'],
    );
    assert.equal((await alice.get('/v1/events?pageSize=100')).body.length, events);
    const shown = await alice.get(`/v1/roster/${answer.body.id}`);
    assert.deepEqual(shown.body, answer.body);
  });

  test('shows its rows by page and by action', async () => {
    const { body, headers } = await put(
      [
        { email: mail('p1'), courseId: '11' },
        { email: mail('p2'), courseId: '11' },
        { email: 'p3', courseId: '11' },
      ],
      {},
      '?pageSize=2',
    );
    assert.deepEqual([body.rows.length, headers.get('x-total-count')], [2, '3']);
    const second = await alice.get(`/v1/roster/${body.id}?pageSize=2&page=2`);
    assert.deepEqual(
      short(second).map(([line]: unknown[]) => line),
      [3],
    );
    assert.match(second.headers.get('link') ?? '', /pageSize=2&page=1>; rel="prev"/);
    const refused = await alice.get(`/v1/roster/${body.id}?action=refuse`);
    assert.deepEqual([short(refused).length, refused.headers.get('x-total-count')], [1, '1']);
    for (const query of ['action=all', 'pageSize=10001', 'page=0'])
      assert.equal((await alice.get(`/v1/roster/${body.id}?${query}`)).status, 400, query);
  });

  test('is applied whole, once', async () => {
    const { body } = await put([
      { email: mail('ann'), courseId: '10', endDate: '2024-10-01' },
      { email: mail('new1'), name: 'New One', courseId: '10' },
      { email: mail('new2'), courseId: '10', endDate: '2024-11-01' },
    ]);
    const rehearsed = await alice.post(`/v1/roster/${body.id}/apply?dryRun=true`);
    assert.deepEqual([rehearsed.status, rehearsed.body.counts], [200, body.counts]);
    assert.deepEqual(await active(), ['ann', 'leaver', 'owner']);
    const [once, twice] = await Promise.all([
      alice.post(`/v1/roster/${body.id}/apply`),
      alice.post(`/v1/roster/${body.id}/apply`, {}),
    ]);
    const [done, late] = once.status === 200 ? [once, twice] : [twice, once];
    assert.deepEqual(done.body, { state: 'applied', counts: { assign: 2, revoke: 1, edit: 1, keep: 1, refuse: 0 } });
    assert.deepEqual([late.status, late.body.code], [400, 'plan_applied']);
    assert.deepEqual(await active(), ['ann', 'new1', 'new2', 'owner']);
    assert.equal((await alice.get(`/v1/roster/${body.id}`)).body.state, 'applied');
    const kinds = (await alice.get('/v1/events?pageSize=5')).body.map(({ kind }: { kind: string }) => kind);
    assert.deepEqual(kinds, [
      'roster.applied',
      'license.assigned',
      'license.assigned',
      'license.end_changed',
      'license.revoked',
    ]);
  });

  test('an Idempotency-Key answers the same again', async () => {
    const { body } = await put([{ email: mail('again'), courseId: '11' }]);
    const headers = { 'idempotency-key': 'apply-once' };
    const first = await alice.post(`/v1/roster/${body.id}/apply`, undefined, headers);
    const second = await alice.post(`/v1/roster/${body.id}/apply`, undefined, headers);
    assert.deepEqual([first.status, second.status, second.text], [200, 200, first.text]);
  });

  test('changes to licenses and pools of its courses make it outdated, and nothing else does', async () => {
    const rows = [
      { email: mail('again'), courseId: '11' },
      { email: mail('bea'), courseId: '11' },
    ];
    const { body: plan } = await put(rows);
    const other = await assign(LATE, 'elsewhere');
    await alice.delete(`/v1/license/${other.id}`);
    await alice.patch('/v1/settings', { onePerMailbox: false });
    assert.equal((await alice.get(`/v1/roster/${plan.id}`)).body.state, 'ready');
    const passing = await assign(OTHER, 'passing');
    await alice.delete(`/v1/license/${passing.id}`);
    assert.equal((await alice.get(`/v1/roster/${plan.id}`)).body.state, 'outdated');
    const refused = await alice.post(`/v1/roster/${plan.id}/apply`);
    assert.deepEqual([refused.status, refused.body.code], [400, 'plan_outdated']);
    assert.deepEqual(await active(SQL), ['again']);
    assert.equal((await alice.post(`/v1/roster/${(await put(rows)).body.id}/apply`)).status, 200);
    assert.deepEqual(await active(SQL), ['again', 'bea']);
  });

  test('what ran out before it was made does not make it outdated, swept or not; what runs out after does', async () => {
    const own = await startApp(engine, { world: world() });
    const client = await own.client(ALICE);
    const give = (poolId: number, name: string, endDate?: string) =>
      client.post(`/v1/pool/${poolId}/license`, { email: mail(name), endDate });
    const plan = async () =>
      (await client.call('PUT', '/v1/roster', { rows: [{ email: mail('stays'), courseId: '10' }] })).body.id;
    const state = async (id: string) => (await client.get(`/v1/roster/${id}`)).body.state;
    await give(LATE, 'gone', '2024-04-20');
    await give(OWNED, 'owner', '2024-04-20');
    own.clock.set('2024-04-20T00:00:00+00:00');
    const waits = await plan();
    assert.equal((await client.post(`/v1/roster/${waits}/apply?dryRun=true`)).body.state, 'applied');
    await own.context.db.write(async (tx) => {
      for (const id of [LATE, OWNED]) await sweepPool(tx, id, own.clock.ms / 1000);
    });
    assert.equal(await state(waits), 'ready');
    assert.equal((await client.post(`/v1/roster/${waits}/apply`)).body.state, 'applied');

    for (const [poolId, day] of [
      [LATE, '2024-04-21'],
      [EARLY, '2024-04-22'],
    ] as const) {
      own.clock.forward(1);
      await give(poolId, `until-${day}`, day);
      const id = await plan();
      own.clock.set(`${day}T00:00:00+00:00`);
      assert.equal(await state(id), 'outdated');
      const refused = await client.post(`/v1/roster/${id}/apply`, { allowRevocations: 1 });
      assert.equal(refused.body.code, 'plan_outdated');
    }
    await own.close();
  });

  test('a license without a way back that runs out, and one that begins, make it outdated', async () => {
    const own = await startApp(engine, {
      world: {
        ...world(),
        students: [{ id: 900, name: 'Later', email: mail('later') }],
        licenses: [
          {
            id: 901,
            poolId: LATE,
            studentId: 900,
            start: '2024-05-01T00:00:00+00:00',
            end: '2024-12-01T00:00:00+00:00',
          },
        ],
      },
    });
    const client = await own.client(ALICE);
    await client.post(`/v1/pool/${OWNED}/license`, { email: mail('owner'), endDate: '2024-04-20' });
    const rows = [{ email: mail('new'), courseId: '10' }];
    for (const day of ['2024-04-20', '2024-05-01']) {
      own.clock.set(`${day}T00:00:00+00:00`);
      own.clock.forward(-1);
      const { body } = await client.call('PUT', '/v1/roster', { rows });
      assert.equal((await client.get(`/v1/roster/${body.id}`)).body.state, 'ready');
      own.clock.forward(1);
      assert.equal((await client.get(`/v1/roster/${body.id}`)).body.state, 'outdated', day);
    }
    await own.close();
  });

  test('a domain that is no longer allowed stops it whole', async () => {
    const { body: plan } = await put([
      { email: mail('again'), courseId: '11' },
      { email: mail('carl'), courseId: '11' },
    ]);
    await app.context.db.write((tx) =>
      tx.kysely.updateTable('manager').set({ allowed_domains: '["oak.example"]' }).where('id', '=', ALICE).execute(),
    );
    const refused = await alice.post(`/v1/roster/${plan.id}/apply`);
    await app.context.db.write((tx) =>
      tx.kysely.updateTable('manager').set({ allowed_domains: '["alder.example"]' }).where('id', '=', ALICE).execute(),
    );
    assert.deepEqual([refused.status, refused.body.code], [400, 'plan_outdated']);
    assert.equal((await alice.get(`/v1/roster/${plan.id}`)).body.state, 'outdated');
    assert.deepEqual(await active(SQL), ['again', 'bea']);
  });

  test('is applied for 24 hours', async () => {
    const { body: plan } = await put([
      { email: mail('again'), courseId: '11' },
      { email: mail('bea'), courseId: '11' },
    ]);
    const at = app.clock.ms;
    app.clock.forward(24 * 60 * 60);
    const refused = await alice.post(`/v1/roster/${plan.id}/apply`);
    assert.deepEqual([refused.status, refused.body.code], [400, 'plan_expired']);
    assert.equal((await alice.get(`/v1/roster/${plan.id}`)).body.state, 'expired');
    app.clock.ms = at;
  });

  test('many revocations have to be allowed by their number', async () => {
    const big = await startApp(engine, { world: { ...world(), pools: [pool(EARLY, DAX, 30, '2025-01-01')] } });
    const client = await big.client(ALICE);
    const rows = Array.from({ length: 25 }, (_, n) => ({ email: mail(`s${n}`) }));
    assert.equal((await client.post(`/v1/pool/${EARLY}/bulk`, { rows })).status, 200);
    const plan = async (kept: number) =>
      (await client.call('PUT', '/v1/roster', { rows: rows.slice(0, kept).map((row) => ({ ...row, courseId: '10' })) }))
        .body;
    const six = await plan(19);
    for (const body of [undefined, {}, { allowRevocations: 5 }, { allowRevocations: 7 }, { allowRevocations: null }]) {
      const refused = await client.post(`/v1/roster/${six.id}/apply`, body);
      assert.deepEqual([refused.status, refused.body.code, refused.body.revocations], [400, 'too_many_revocations', 6]);
    }
    assert.equal(
      (await client.post(`/v1/roster/${six.id}/apply`, { allowRevocations: 'six' })).body.code,
      'invalid_request',
    );
    const five = await plan(20); // a fifth is not more than 20 percent
    assert.equal((await client.post(`/v1/roster/${five.id}/apply`)).status, 200);
    const few = await plan(16);
    assert.equal((await client.post(`/v1/roster/${few.id}/apply`)).status, 200); // four are too few to ask
    const six2 = await plan(10);
    assert.equal((await client.post(`/v1/roster/${six2.id}/apply`, { allowRevocations: 6 })).status, 200);
    await big.close();
  });

  test('reads CSV with ids and titles, as Excel writes it', async () => {
    const csv =
      'E-Mail;Name;Course;End date\r\nagain@alder.example;Again;writing  sql;\r\n\r\n"bea@alder.example";Bea;11;2024-12-24\r\nzoe@alder.example;Zoë;Power Query;\r\n';
    const send = (body: Uint8Array | string, type = 'text/csv') =>
      alice.call('PUT', '/v1/roster', body, { 'content-type': type });
    const expected = [
      [2, 'keep', 'again', OTHER, null],
      [4, 'edit', 'bea', OTHER, null],
      [5, 'refuse', 'zoe', null, 'pool_not_running'],
    ];
    for (const [body, type] of [
      [csv, 'text/csv; charset=utf-8'],
      [Buffer.from(`\uFEFF${csv}`), 'text/csv'],
      [Buffer.from(csv, 'latin1'), 'text/csv'],
      [Buffer.from(`\uFEFF${csv}`, 'utf16le'), 'text/csv; header=present'],
    ] as const) {
      const answer = await send(body, type);
      assert.deepEqual(answer.status === 200 ? short(answer) : answer.text, expected);
      assert.equal(answer.body.rows[2].student.name, 'Zoë');
    }
    for (const [body, type, status] of [
      ['email,name\na@alder.example,A', 'text/csv', 400],
      ['a@alder.example', 'text/csv', 400],
      ['', 'text/csv', 400],
      ['email,course', 'text/csv', 400],
      [csv, 'text/plain', 415],
      [csv, 'application/json', 400],
    ] as const) {
      const answer = await send(body, type);
      assert.deepEqual(
        [answer.status, status === 400 ? answer.body.code : ''],
        [status, status === 400 ? 'invalid_request' : ''],
        `${type} ${body}: ${answer.text}`,
      );
    }
    const elsewhere = await alice.call('POST', `/v1/pool/${OTHER}/license`, csv, { 'content-type': 'text/csv' });
    assert.equal(elsewhere.status, 415);
  });

  test('names the courses that it is about', async () => {
    const { body } = await put(
      [
        { email: mail('again'), courseId: '11' },
        { email: mail('ann'), courseId: '10' },
      ],
      { courses: ['11', 12] },
    );
    assert.deepEqual(
      body.rows.map(({ action, code }: Row) => [action, code]),
      [
        ['keep', null],
        ['refuse', 'invalid_request'],
        ['revoke', null],
      ],
    );
    const nobody = await put([{ email: 'x', courseId: '11' }], { courses: [] });
    assert.deepEqual(nobody.body.counts, { assign: 0, revoke: 0, edit: 0, keep: 0, refuse: 1 });
  });

  test('refuses what is no roster, and keeps nothing of it', async () => {
    for (const [body, pointer] of [
      [{ rows: [] }, '/rows'],
      [{}, '/rows'],
      [[], ''],
      ['"text"', ''],
      [{ rows: {} }, '/rows'],
      [{ rows: null }, '/rows'],
      [{ rows: [{ email: mail('a'), courseId: '10' }], courses: 'all' }, '/courses'],
      [{ rows: [{ email: mail('a'), courseId: '10' }], courses: ['x'] }, '/courses/0'],
      [{ rows: [{ email: mail('a'), courseId: '10' }], courses: ['999'] }, '/courses/0'],
      [{ rows: [{ email: mail('a'), courseId: '10' }], more: 1 }, '/more'],
      ['{"rows":[{"email":"a"}', ''],
      ['', '/rows'],
    ] as const) {
      const { status, body: problem } = await alice.call('PUT', '/v1/roster', body, {
        'content-type': 'application/json',
      });
      assert.deepEqual(
        [status, problem.code, problem.errors[0].pointer],
        [400, 'invalid_request', pointer],
        JSON.stringify(body),
      );
    }
    const strange = await put([
      { email: 'a\0b@alder.example', name: '\ud800', courseId: '11' },
      { email: mail('again'), courseId: '11' },
    ]);
    assert.deepEqual([strange.status, strange.body.counts.refuse], [200, 1]);
    assert.equal((await alice.get(`/v1/roster/${strange.body.id}`)).status, 200);
    const long = 'x'.repeat(9 * 1024 * 1024);
    assert.equal((await alice.call('PUT', '/v1/roster', { rows: [{ email: long }] })).status, 413);
  });

  test('another manager, a read-only token and nobody cannot', async () => {
    const { body } = await put([{ email: mail('again'), courseId: '11' }]);
    const charlie = await app.client(CHARLIE);
    assert.equal((await charlie.get(`/v1/roster/${body.id}`)).status, 404);
    assert.equal((await charlie.post(`/v1/roster/${body.id}/apply`)).status, 404);
    const unknown = await charlie.call('PUT', '/v1/roster', { rows: [{ email: mail('again'), courseId: '11' }] });
    assert.equal(unknown.body.rows[0].code, 'unknown_course');
    const held = await charlie.call('PUT', '/v1/roster', { rows: [{ email: mail('ann'), courseId: '10' }] });
    assert.deepEqual([held.body.rows[0].code, held.body.rows[0].student.id], ['already_enrolled', null]);
    const reader = await app.client(ALICE, 'read');
    assert.equal(
      (await reader.call('PUT', '/v1/roster', { rows: [{ email: mail('x'), courseId: '11' }] })).status,
      403,
    );
    assert.equal((await reader.get(`/v1/roster/${body.id}`)).status, 200);
    assert.equal((await reader.post(`/v1/roster/${body.id}/apply`)).status, 403);
    assert.equal((await app.withToken('').get(`/v1/roster/${body.id}`)).status, 401);
  });

  test('is forgotten a week after it expired', async () => {
    const own = await startApp(engine, { world: world() });
    const client = await own.client(ALICE);
    const rows = Array.from({ length: 700 }, (_, n) => ({ email: mail(`gone${n}`), courseId: '11' }));
    const { body } = await client.call('PUT', '/v1/roster', { rows });
    own.clock.forward(7 * 24 * 60 * 60);
    while (await cleanUp(own.context.db, own.clock.ms / 1000));
    assert.equal((await client.get(`/v1/roster/${body.id}`)).body.state, 'expired');
    own.clock.forward(24 * 60 * 60 + 1);
    while (await cleanUp(own.context.db, own.clock.ms / 1000));
    assert.equal((await client.get(`/v1/roster/${body.id}`)).status, 404);
    const left = await own.context.db.read.kysely.selectFrom('roster_row').select('place').execute();
    assert.equal(left.length, 0);
    await own.close();
  });

  test('takes 20,000 people and keeps the last plans only', async () => {
    const rows = Array.from({ length: 20_000 }, (_, n) => ({
      email: mail(`many${n}`),
      name: `Many ${n}`,
      courseId: '11',
    }));
    const answer = await put(rows, {}, '?pageSize=10');
    assert.deepEqual([answer.status, answer.body.rows.length], [200, 10]);
    assert.equal(answer.body.counts.refuse, 20_000 - answer.body.counts.assign);
    assert.equal((await put(Array.from({ length: 50_001 }, () => ({ email: 'x', courseId: '1' })))).status, 400);
    const first = answer.body.id;
    app.clock.forward(1);
    for (let n = 0; n < 20; n++) await put([{ email: mail('again'), courseId: '11' }]);
    assert.equal((await alice.get(`/v1/roster/${first}`)).status, 404);
    const { rows: counted } = await app.context.db.read.kysely
      .selectFrom('roster_row')
      .select((eb) => eb.fn.countAll().as('n'))
      .where('roster_id', '=', first)
      .execute()
      .then((found) => ({ rows: found }));
    assert.equal(Number(counted[0]?.n), 0);
  });
});
