/** Pools in the publisher's API: sold, found, changed, closed, shrunk, and never oversold meanwhile. */
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { sql } from 'kysely';
import { inspect } from '#db/inspect.ts';
import { expireLicenses } from '#jobs/expire.ts';
import { signedIn } from '../../test/support/accounts.ts';
import { type Client, onBothEngines, startApp, type TestApp } from '../../test/support/app.ts';
import { ALICE, CHARLIE, cast, DAX, OWNED, PAST, SHARED, SQL } from '../../test/support/cast.ts';
import { giveRenewals } from './renew.ts';

const START = '2024-01-01T00:00:00+00:00';
const END = '2025-01-01T00:00:00+00:00';

onBothEngines('pools of the publisher', (engine) => {
  let app: TestApp;
  let publisher: Client;
  let alice: Client;

  before(async () => {
    app = await startApp(engine, { world: cast() });
    publisher = await app.publisher();
    alice = await app.client(ALICE);
  });

  let people = 0;
  const address = () => `p${++people}@alder.example`;
  const sell = async (more: object = {}): Promise<string> => {
    const body = { managerId: String(ALICE), courseId: String(DAX), licenses: 3, start: START, end: END, ...more };
    const { status, text, body: pool } = await publisher.post('/v1/pools', body);
    assert.equal(status, 200, text);
    return pool.id;
  };
  const get = async (id: string) => (await publisher.get(`/v1/pools/${id}`)).body;
  const patch = (id: string, body: object) => publisher.patch(`/v1/pools/${id}`, body);
  const assign = (id: string, more: object = {}) => alice.post(`/v1/pool/${id}/license`, { email: address(), ...more });
  const given = async (id: string, count: number): Promise<string[]> => {
    const answers = [];
    for (let i = 0; i < count; i++) answers.push(await assign(id));
    assert.ok(answers.every(({ status }) => status === 200));
    return answers.map(({ body }) => body.id);
  };
  const seats = async (id: string) => {
    const { licenses, assignedLicenses, availableLicenses, shrinkTo } = await get(id);
    return [licenses, assignedLicenses, availableLicenses, shrinkTo];
  };
  const kinds = async (id: string) =>
    (
      await app.context.db.read.kysely
        .selectFrom('event')
        .select('kind')
        .where('pool_id', '=', Number(id))
        .where('kind', 'like', 'pool.%')
        .orderBy('id')
        .execute()
    ).map(({ kind }) => kind);
  const sound = async () => assert.deepEqual(await inspect(app.context.db), []);

  test('are sold, with what is not said taken from the course and the moment', async () => {
    const body = { managerId: ALICE, courseId: String(DAX), licenses: 7, order: ' B-7 ' };
    const made = await publisher.post('/v1/pools', body);
    assert.deepEqual(made.body, {
      ...{ id: made.body.id, managerId: String(ALICE), course: { id: String(DAX), title: 'Mastering DAX' } },
      ...{ transferable: true, licenses: 7, assignedLicenses: 0, availableLicenses: 7 },
      ...{ start: '2024-04-19T06:36:10+00:00', end: '2027-04-19T06:36:10+00:00', order: 'B-7' },
      ...{ closed: false, shrinkTo: null },
    });
    assert.deepEqual((await publisher.get(`/v1/pools/${made.body.id}`)).body, made.body);
    const short = await get(await sell({ end: undefined, months: 13, transferable: false }));
    assert.deepEqual([short.end, short.transferable], ['2025-02-01T00:00:00+00:00', false]);
    const last = await get(await sell({ start: '2024-01-31T12:00:00Z', end: undefined, months: 1 }));
    assert.equal(last.end, '2024-02-29T12:00:00+00:00', 'the last day of a shorter month');
  });

  test('that make no sense are refused at their place', async () => {
    const body = { managerId: '1', courseId: '10', licenses: 1, start: START, end: END };
    const wrong: [object, string][] = [
      [{ managerId: '987654' }, '/managerId'],
      [{ managerId: 1e300 }, '/managerId'],
      [{ managerId: 'x' }, '/managerId'],
      [{ courseId: '987654' }, '/courseId'],
      [{ end: START }, '/end'],
      [{ start: '2024-02-30T00:00:00Z' }, '/start'],
      [{ start: '2024-02-03' }, '/start'],
      [{ licenses: 0 }, '/licenses'],
      [{ licenses: 1.5 }, '/licenses'],
      [{ months: 12 }, '/months'],
      [{ end: undefined, months: 0 }, '/months'],
      [{ start: '9999-06-01T00:00:00Z', end: undefined, months: 12 }, '/months'],
      [{ closed: true }, '/closed'],
    ];
    for (const [more, pointer] of wrong) {
      const { status, body: problem } = await publisher.post('/v1/pools', { ...body, ...more });
      const found = [status, problem.code, problem.errors?.[0]?.pointer];
      assert.deepEqual(found, [400, 'invalid_request', pointer], JSON.stringify(more));
    }
    for (const [more, pointer] of [
      [{ licenses: -1 }, '/licenses'],
      [{ end: START }, '/end'],
      [{ end: 'tomorrow' }, '/end'],
      [{ whenInUse: 'perhaps' }, '/whenInUse'],
      [{ start: START }, '/start'],
    ] as const)
      assert.equal((await patch(String(SHARED), more)).body.errors?.[0]?.pointer, pointer, JSON.stringify(more));
    assert.equal((await patch('987654', { licenses: 1 })).status, 404);
    assert.equal((await (await app.publisher('read')).patch(`/v1/pools/${SHARED}`, { closed: true })).status, 403);
    assert.equal((await alice.patch(`/v1/pools/${SHARED}`, { closed: true })).status, 404);
  });

  test('are listed newest first, and found by manager, course and words', async () => {
    const [one, two] = [await sell({ order: 'shop 100%_x' }), await sell({ courseId: SQL, managerId: CHARLIE })];
    const list = await publisher.get('/v1/pools?pageSize=2');
    assert.deepEqual(
      list.body.map(({ id }: { id: string }) => id),
      [two, one],
    );
    const total = Number(list.headers.get('x-total-count'));
    const last = await publisher.get(`/v1/pools?pageSize=1&page=${total}`);
    assert.deepEqual([last.body.length, last.body[0].id], [1, '21']);
    assert.deepEqual((await publisher.get(`/v1/pools?page=${total}`)).body, []);
    const found = async (query: string) => {
      const { status, body, headers } = await publisher.get(`/v1/pools?pageSize=100&${query}`);
      assert.equal(status, 200, query);
      assert.equal(headers.get('x-total-count'), String(body.length), query);
      return body.map(({ id }: { id: string }) => id);
    };
    assert.deepEqual(await found(`managerId=${CHARLIE}`), [two, '31']);
    assert.deepEqual(await found(`courseId=${SQL}`), [two, '25']);
    assert.deepEqual(await found(`courseId=${SQL}&managerId=${ALICE}`), ['25']);
    assert.deepEqual(await found('managerId=987654'), []);
    assert.deepEqual(await found('search=100%25_X'), [one]);
    assert.deepEqual(await found('search=cedar%20sql'), [two]);
    assert.deepEqual(await found(`search=%23${two}`), [two]);
    assert.deepEqual(await found(`search=dax&managerId=${CHARLIE}`), ['31']);
    assert.ok((await found('search=DAX')).length > 5);
    for (const query of ['managerId=x', 'courseId=', 'managerId=1&managerId=2', 'pageSize=1001'])
      assert.equal((await publisher.get(`/v1/pools?${query}`)).status, 400, query);
  });

  test('grow, and get another order', async () => {
    const id = await sell();
    assert.equal((await patch(id, { licenses: 5 })).body.licenses, 5);
    assert.deepEqual((await patch(id, { order: 'C-1', licenses: 6 })).body.order, 'C-1');
    assert.equal((await patch(id, { order: null })).body.order, null);
    assert.equal((await patch(id, {})).status, 200);
    assert.deepEqual(await kinds(id), ['pool.created', 'pool.enlarged', 'pool.changed', 'pool.changed']);
    const me = (await alice.get('/v1/me')).body.licenses;
    await patch(id, { licenses: 2 });
    assert.equal((await alice.get('/v1/me')).body.licenses, me - 4);
    await sound();
  });

  test('that are closed give nothing, and say so before anything else', async () => {
    const id = await sell();
    const [license] = await given(id, 1);
    const closed = await patch(id, { closed: true });
    assert.deepEqual([closed.body.closed, closed.body.availableLicenses, closed.body.assignedLicenses], [true, 0, 1]);
    assert.equal((await alice.get(`/v1/pool/${id}`)).body.availableLicenses, 0);
    for (const body of [
      { email: 'nobody@elsewhere.example' },
      { email: address(), endDate: '2020-01-01' },
      { email: 'p1@alder.example' },
      { email: address(), recycle: true },
    ])
      assert.equal((await alice.post(`/v1/pool/${id}/license`, body)).body.code, 'pool_closed');
    const bulk = await alice.post(`/v1/pool/${id}/bulk`, { rows: [{ email: address() }] });
    assert.equal(bulk.body.results[0].code, 'pool_closed');
    assert.equal((await alice.post('/v1/links', { poolId: Number(id), licenses: 1 })).body.code, 'pool_closed');
    assert.equal((await alice.get(`/v1/license/${license}`)).body.active, true, 'licenses run on');
    assert.equal((await alice.patch(`/v1/license/${license}`, { endDate: '2024-06-01' })).status, 200);
    assert.equal((await patch(id, { closed: false })).body.availableLicenses, 2);
    await given(id, 1);
    assert.deepEqual(await kinds(id), ['pool.created', 'pool.closed', 'pool.opened']);
  });

  test('refuse to have fewer licenses than are assigned, or shrink as they come back', async () => {
    const id = await sell({ licenses: 6 });
    const [one, two, three, four] = await given(id, 5);
    const refused = await patch(id, { licenses: 3 });
    assert.deepEqual([refused.status, refused.body.code, refused.body.assigned], [400, 'licenses_in_use', 5]);
    assert.deepEqual(await seats(id), [6, 5, 1, null]);
    const dry = await publisher.patch(`/v1/pools/${id}?dryRun=1`, { licenses: 3, whenInUse: 'wait' });
    assert.deepEqual([dry.body.licenses, dry.body.shrinkTo], [5, 3]);
    assert.deepEqual(await seats(id), [6, 5, 1, null]);
    await patch(id, { licenses: 3, whenInUse: 'wait' });
    assert.deepEqual(await seats(id), [5, 5, 0, 3]);
    assert.equal((await assign(id)).body.code, 'no_available_licenses');
    await alice.delete(`/v1/license/${one}`);
    assert.deepEqual(await seats(id), [4, 4, 0, 3]);
    assert.equal((await assign(id)).body.code, 'no_available_licenses', 'what came back is gone');
    const recycled = await assign(id, { recycle: true });
    assert.equal(recycled.status, 200, 'a recycled license hands its seat on');
    assert.deepEqual(await seats(id), [4, 4, 0, 3]);
    assert.equal(recycled.headers.get('recycled-license'), String(two));
    await alice.post('/v1/licenses/revoke', { ids: [three, four] });
    assert.deepEqual(await seats(id), [3, 2, 1, null]);
    await given(id, 1);
    assert.deepEqual(await seats(id), [3, 3, 0, null]);
    await sound();
    assert.deepEqual(await kinds(id), ['pool.created', 'pool.changed', 'pool.shrunk', 'pool.shrunk']);
    assert.deepEqual((await alice.get(`/v1/pool/${id}`)).body.licenses, 3);
  });

  test('stop shrinking when they get more, and count what has run out, swept or not', async () => {
    const id = await sell({ licenses: 4 });
    await given(id, 2);
    await assign(id, { endDate: '2024-05-01' });
    await assign(id, { endDate: '2024-05-02' });
    await patch(id, { licenses: 1, whenInUse: 'wait' });
    assert.deepEqual(await seats(id), [4, 4, 0, 1]);
    app.clock.set('2024-05-01T00:00:00Z');
    assert.deepEqual(await seats(id), [3, 3, 0, 1], 'not swept');
    await expireLicenses(app.context);
    assert.deepEqual(await seats(id), [3, 3, 0, 1], 'swept');
    app.clock.set('2024-05-02T00:00:00Z');
    const more = await patch(id, { licenses: 5 });
    assert.deepEqual([more.body.licenses, more.body.availableLicenses, more.body.shrinkTo], [5, 3, null]);
    await sound();
    const owned = await sell({ licenses: 2, transferable: false });
    await given(owned, 2);
    await patch(owned, { licenses: 1, whenInUse: 'wait' });
    assert.deepEqual(await seats(owned), [2, 2, 0, 1], 'an untransferable seat never comes back');
  });

  test('with an earlier end cut their licenses, with a later one lengthen none', async () => {
    const id = await sell();
    const long = (await assign(id)).body;
    const short = (await assign(id, { endDate: '2024-06-01' })).body;
    const ends = async () =>
      Promise.all(
        [long, short].map(async ({ id: license }) => (await alice.get(`/v1/license/${license}`)).body.end.slice(0, 10)),
      );
    assert.equal((await patch(id, { end: '2024-08-01T00:00:00+00:00' })).body.end, '2024-08-01T00:00:00+00:00');
    assert.deepEqual(await ends(), ['2024-08-01', '2024-06-01']);
    await patch(id, { end: '2026-01-01T00:00:00+00:00' });
    assert.deepEqual(await ends(), ['2024-08-01', '2024-06-01']);
    assert.equal((await alice.patch(`/v1/license/${long.id}`, { endDate: '2025-03-01' })).status, 200);
    assert.equal((await patch(id, { end: '2024-05-01T00:00:00Z' })).body.errors[0].pointer, '/end', 'in the past');
    const now = new Date(app.clock.ms).toISOString();
    const over = await patch(id, { end: now });
    assert.deepEqual([over.body.assignedLicenses, over.body.availableLicenses], [0, 0]);
    assert.equal((await alice.get(`/v1/license/${long.id}`)).body.active, false);
    await sound();
    assert.equal((await patch(String(PAST), { end: '2025-01-01T00:00:00Z' })).body.availableLicenses, 3);
    assert.equal((await patch(String(PAST), { end: '2023-06-01T00:00:00Z' })).status, 200, 'nothing was assigned');
  });

  test('never have more held than they have, however changes and assignments race', async () => {
    const id = await sell({ licenses: 8 });
    await given(id, 4);
    const rounds = [3, 12, 5, 9, 4, 7];
    const work = [
      ...Array.from({ length: 12 }, () => assign(id)),
      ...rounds.map((licenses, i) => patch(id, { licenses, whenInUse: i % 2 ? 'wait' : 'refuse' })),
      ...Array.from({ length: 6 }, () => assign(id, { recycle: true })),
    ];
    for (const { status, body } of await Promise.all(work)) {
      assert.ok([200, 400].includes(status), JSON.stringify(body));
      if (body.assignedLicenses !== undefined) assert.ok(body.assignedLicenses <= body.licenses);
    }
    await sound();
  });

  test('the schema refuses what must never be', async () => {
    const id = await sell({ licenses: 2 });
    await given(id, 2);
    await patch(id, { licenses: 1, whenInUse: 'wait' });
    const { kysely } = app.context.db.read;
    const run = (text: string) => app.context.db.write((tx) => sql.raw(text).execute(tx.kysely));
    for (const set of [
      'licenses = 1',
      'shrink_to = 2',
      'shrink_to = -1',
      'licenses = 1, held = 1',
      'shrink_to = null, licenses = 0',
    ])
      await assert.rejects(run(`update pool set ${set} where id = ${id}`), set);
    const [license] = await kysely.selectFrom('license').selectAll().where('pool_id', '=', Number(id)).execute();
    const columns = 'pool_id, manager_id, course_id, transferable, seat, student_id, start_at, end_at';
    const [other] = await kysely.selectFrom('student').select('id').orderBy('id').limit(1).execute();
    await assert.rejects(
      run(`insert into license (${columns}) select pool_id, manager_id, course_id, transferable, 3, ${other?.id},
        start_at, end_at from license where id = ${license?.id}`),
    );
    await sound();
  });

  test('are renewed: at their end their students go on with the next pool, as far as it reaches', async () => {
    const now = app.clock.ms;
    const iso = (seconds: number) => new Date(now + seconds * 1000).toISOString().replace(/\.\d+Z/, '+00:00');
    const id = await sell({ licenses: 6, start: START, end: iso(1000), order: 'first' });
    const [left] = await given(id, 1);
    const emails = ['r1', 'r2', 'r3', 'r4'].map((name) => `${name}@alder.example`);
    for (const email of emails) assert.equal((await assign(id, { email })).status, 200);
    await assign(id, { email: 'short@alder.example', endDate: iso(-86400 * -1).slice(0, 10) });
    const before = await kinds(id);
    const dry = await publisher.post(`/v1/pools/${id}/renew?dryRun=true`, {});
    assert.equal(dry.status, 200, dry.text);
    assert.deepEqual(await kinds(id), before);
    for (const [body, pointer] of [
      [{ end: iso(1000) }, '/end'],
      [{ end: iso(2000), months: 1 }, '/months'],
      [{ licenses: 0 }, '/licenses'],
    ] as const)
      assert.equal((await publisher.post(`/v1/pools/${id}/renew`, body)).body.errors[0].pointer, pointer);
    assert.equal((await publisher.post('/v1/pools/987654/renew', {})).status, 404);
    const keyed = () =>
      publisher.post(
        `/v1/pools/${id}/renew`,
        { end: iso(5000), licenses: 4, order: 'second' },
        { 'idempotency-key': 'r' },
      );
    const [renewed, again] = await Promise.all([keyed(), keyed()]);
    assert.equal(renewed.status, 200, renewed.text);
    assert.equal(again.text, renewed.text);
    const { start, end, licenses, order, assignedLicenses } = renewed.body;
    assert.deepEqual([start, end, licenses, order, assignedLicenses], [iso(1000), iso(5000), 4, 'second', 0]);
    assert.equal((await publisher.post(`/v1/pools/${id}/renew`, {})).body.code, 'pool_renewed');
    assert.deepEqual((await kinds(id)).slice(-1), ['pool.renewed']);

    const next = renewed.body.id;
    await giveRenewals(app.context);
    assert.equal((await get(next)).assignedLicenses, 0, 'not before the end');
    await alice.delete(`/v1/license/${left}`);
    app.clock.forward(1000);
    await expireLicenses(app.context);
    await giveRenewals(app.context);
    await giveRenewals(app.context);
    assert.deepEqual(await seats(next), [4, 4, 0, null]);
    const holders = (await alice.get(`/v1/pool/${next}/licenses?pageSize=100`)).body.map(
      (license: { student: { email: string } }) => license.student.email,
    );
    assert.deepEqual(holders.sort(), emails, 'who came first; not who had left or was not to stay');
    assert.deepEqual(
      (await alice.get(`/v1/pool/${next}/licenses`)).body.map((license: { start: string; end: string }) => [
        license.start,
        license.end,
      ])[0],
      [iso(1000), iso(5000)],
    );
    const mails = await app.context.db.read.kysely
      .selectFrom('outbox')
      .select(['kind', 'recipient'])
      .where('recipient', '=', 'r1@alder.example')
      .execute();
    assert.deepEqual(
      mails.map(({ kind }) => kind),
      ['license_assigned', 'license_assigned'],
      'nobody is told of an end',
    );
    await sound();
  });

  test('are changed by the staff in the console by the same operation', async () => {
    const staff = await signedIn(app, { email: 'pat@publisher.example', name: 'Pat', publisher: true });
    const changed = await staff.patch(`/api/app/publisher/v1/pools/${OWNED}`, { order: 'by hand' });
    assert.deepEqual(changed.body, await get(String(OWNED)));
    const body = { managerId: ALICE, courseId: DAX, licenses: 1 };
    const keyed = () => publisher.post('/v1/pools', body, { 'idempotency-key': 'once' });
    const [one, two] = await Promise.all([keyed(), keyed()]);
    assert.equal(one.text, two.text);
  });
});
