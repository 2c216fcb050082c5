import assert from 'node:assert/strict';
import { before, beforeEach, test } from 'node:test';
import { sql } from 'kysely';
import { inspect } from '#db/inspect.ts';
import { system } from '#event/record.ts';
import { expireLicenses } from '#jobs/expire.ts';
import { settleLists } from '#jobs/lists.ts';
import { changePool } from '#publisher/change-pool.ts';
import { type Client, onBothEngines, startApp, type TestApp } from '../../test/support/app.ts';
import { ALICE, CHARLIE, CHARLIES, cast, OWNED, PAST, SHARED, SHARED_SQL } from '../../test/support/cast.ts';

const HOUR = 3600;
const at = (name: string) => `${name}@alder.example`;

onBothEngines('waiting lists', (engine) => {
  let app: TestApp;
  let alice: Client;
  let charlie: Client;

  before(async () => {
    app = await startApp(engine, { world: cast() });
    alice = await app.client(ALICE);
    charlie = await app.client(CHARLIE);
  });

  const ask = (pool: number, name: string, more: object = {}, headers = {}) =>
    alice.post(`/v1/pool/${pool}/license`, { email: at(name), ...more }, headers);
  const wait = async (pool: number, name: string, more: object = {}) => {
    const answer = await ask(pool, name, { wait: true, ...more });
    assert.equal(answer.status, 202, answer.text);
    return answer.body;
  };
  const give = async (pool: number, name: string, more: object = {}) => {
    const answer = await ask(pool, name, more);
    assert.equal(answer.status, 200, answer.text);
    return answer.body;
  };
  const entry = async (id: string) =>
    (await alice.get('/v1/waiting?state=all&pageSize=1000')).body.find((one: { id: string }) => one.id === id);
  const seats = async (pool: number) => {
    const { assignedLicenses, availableLicenses } = (await alice.get(`/v1/pool/${pool}`)).body;
    return [assignedLicenses, availableLicenses];
  };
  const events = async (kind: string) =>
    (await alice.get(`/v1/events?kind=${kind}&pageSize=1000`)).body as { studentId: number; details: object }[];
  const sound = async () => assert.deepEqual(await inspect(app.context.db, Math.floor(app.clock.ms / 1000)), []);
  /** What time alone has changed. */
  const sweep = async () => {
    await expireLicenses(app.context);
    await settleLists(app.context);
  };
  /** Everything ends, so that the next test begins with empty pools. */
  const clear = async () => {
    for (const { id } of (await alice.get('/v1/waiting?pageSize=1000')).body) await alice.delete(`/v1/waiting/${id}`);
    for (const { id } of (await alice.get('/v1/licenses?pageSize=1000')).body) await alice.delete(`/v1/license/${id}`);
  };
  beforeEach(clear);
  beforeEach(() => alice.patch('/v1/settings', { holdHours: 48 }));

  test('who finds no license waits, is offered the next that comes free, and accepts it', async () => {
    const held = [await give(SHARED_SQL, 'a1'), await give(SHARED_SQL, 'a2')];
    assert.equal((await ask(SHARED_SQL, 'a3')).body.code, 'no_available_licenses');
    const first = await wait(SHARED_SQL, 'a3', { name: 'Ada', endDate: '2024-06-01' });
    assert.deepEqual(first, {
      id: first.id,
      poolId: SHARED_SQL,
      courseId: '11',
      linkId: null,
      student: { id: first.student.id, name: 'Ada', email: at('a3') },
      state: 'waiting',
      position: 1,
      since: '2024-04-19T06:36:10+00:00',
      offeredUntil: null,
      expected: null,
      licenseId: null,
    });
    const second = await wait(SHARED_SQL, 'a4');
    assert.equal(second.position, 2);
    assert.deepEqual(await wait(SHARED_SQL, 'a3'), first, 'asking again answers the same entry');
    assert.equal((await alice.get(`/v1/student?email=${at('a3')}`)).status, 404, 'who waits holds nothing');
    assert.equal((await alice.post(`/v1/waiting/${first.id}/accept`, {})).body.code, 'not_offered');

    assert.equal((await alice.delete(`/v1/license/${held[0].id}`)).status, 200);
    const offered = await entry(first.id);
    assert.equal(offered.state, 'offered');
    assert.equal(offered.offeredUntil, '2024-04-21T06:36:10+00:00', 'for 48 hours');
    assert.equal(offered.position, null);
    assert.equal((await entry(second.id)).position, 1);
    assert.deepEqual(await seats(SHARED_SQL), [2, 0], 'an offered seat is assigned');
    assert.equal((await ask(SHARED_SQL, 'a5')).body.code, 'no_available_licenses');
    const bulk = await alice.post(`/v1/pool/${SHARED_SQL}/bulk`, { rows: [{ email: at('a5') }] });
    assert.equal(bulk.body.results[0].code, 'no_available_licenses');

    const accepted = await alice.post(`/v1/waiting/${first.id}/accept`, {});
    assert.equal(accepted.status, 200, accepted.text);
    assert.equal(accepted.body.end, '2024-06-01T00:00:00+00:00', 'it ends as was asked');
    assert.equal(accepted.body.student.name, 'Ada');
    assert.equal((await entry(first.id)).state, 'accepted');
    assert.equal((await entry(first.id)).licenseId, accepted.body.id);
    assert.deepEqual(await seats(SHARED_SQL), [2, 0]);
    assert.equal((await alice.post(`/v1/waiting/${first.id}/accept`, {})).body.code, 'not_offered');
    assert.equal((await alice.delete(`/v1/waiting/${first.id}`)).body.code, 'not_waiting');
    const gone = await alice.delete(`/v1/waiting/${second.id}`);
    assert.deepEqual([gone.status, gone.body.state], [200, 'removed']);
    assert.equal((await charlie.delete(`/v1/waiting/${second.id}`)).status, 404);
    assert.equal((await events('waiting.offered')).length, 1);
    await sound();
  });

  test('asking again where it is offered accepts it, on the terms now asked', async () => {
    const held = await give(SHARED_SQL, 'b1');
    await give(SHARED_SQL, 'b2');
    const first = await wait(SHARED_SQL, 'b3', { endDate: '2024-06-01' });
    const bulk = await wait(SHARED_SQL, 'b4');
    await alice.delete(`/v1/license/${held.id}`);
    const taken = await ask(SHARED_SQL, 'b3', { wait: true, endDate: '2024-07-01' });
    assert.deepEqual([taken.status, taken.body.end], [200, '2024-07-01T00:00:00+00:00']);
    assert.equal((await entry(first.id)).state, 'accepted');
    await alice.delete(`/v1/license/${taken.body.id}`);
    assert.equal((await entry(bulk.id)).state, 'offered');
    const rows = [{ email: at('b5') }, { email: at('b4') }];
    const { results } = (await alice.post(`/v1/pool/${SHARED_SQL}/bulk`, { rows })).body;
    assert.deepEqual([results[0].code, results[1].outcome], ['no_available_licenses', 'assigned']);
    assert.equal((await entry(bulk.id)).licenseId, results[1].license.id);
    await sound();
  });

  test('an offer that is not accepted goes to the next at that moment, swept or not', async () => {
    const held = await give(SHARED_SQL, 'c1');
    await give(SHARED_SQL, 'c2');
    const [first, second] = [await wait(SHARED_SQL, 'c3'), await wait(SHARED_SQL, 'c4')];
    assert.equal((await alice.patch('/v1/settings', { holdHours: 1 })).body.holdHours, 1);
    assert.equal((await alice.patch('/v1/settings', { holdHours: 0 })).status, 400);
    assert.equal((await alice.patch('/v1/settings', { holdHours: 337 })).status, 400);
    await alice.delete(`/v1/license/${held.id}`);
    app.clock.forward(HOUR - 1);
    assert.equal((await entry(first.id)).state, 'offered');
    app.clock.forward(1);
    assert.equal((await entry(first.id)).state, 'lapsed', 'before anybody has swept');
    assert.deepEqual(await seats(SHARED_SQL), [2, 0], 'it is the next one’s already');
    assert.equal((await alice.post(`/v1/waiting/${first.id}/accept`, {})).body.code, 'not_offered');
    assert.equal((await ask(SHARED_SQL, 'c5')).body.code, 'no_available_licenses');
    await sweep();
    assert.equal((await entry(second.id)).state, 'offered');
    app.clock.forward(2 * HOUR);
    assert.deepEqual(await seats(SHARED_SQL), [1, 1], 'nobody waits any more');
    const again = await ask(SHARED_SQL, 'c3');
    assert.equal(again.status, 200);
    await alice.patch('/v1/settings', { holdHours: 48 });
    assert.deepEqual((await events('waiting.lapsed')).length, 2);
    await sound();
  });

  test('a license that runs out is offered, swept or not, and never to anybody else', async () => {
    await give(SHARED_SQL, 'd1', { endDate: '2024-04-25' });
    await give(SHARED_SQL, 'd2');
    const first = await wait(SHARED_SQL, 'd3');
    assert.equal(first.expected, '2024-04-25T00:00:00+00:00');
    app.clock.set('2024-04-25T00:00:00+00:00');
    assert.deepEqual(await seats(SHARED_SQL), [2, 0]);
    assert.equal((await ask(SHARED_SQL, 'd4')).body.code, 'no_available_licenses');
    const joined = await wait(SHARED_SQL, 'd5');
    assert.equal(joined.position, 1, 'the write saw it, and offered it');
    assert.equal((await entry(first.id)).state, 'offered');
    await sound();
  });

  test('each way to free seats offers them in the order of joining', async () => {
    for (const n of [1, 2, 3]) await give(SHARED, `e${n}`);
    const line = [];
    for (const n of [4, 5, 6, 7]) line.push(await wait(SHARED, `e${n}`));
    const held = (await alice.get(`/v1/pool/${SHARED}/licenses`)).body.map(({ id }: { id: string }) => Number(id));
    await alice.post('/v1/licenses/revoke', { ids: held.slice(0, 2), mode: 'all' });
    assert.deepEqual(await Promise.all(line.map(async ({ id }) => (await entry(id)).state)), [
      'offered',
      'offered',
      'waiting',
      'waiting',
    ]);
    await alice.patch(`/v1/license/${held[2]}`, { endDate: '2024-04-20' });
    assert.equal((await entry(line[2].id)).state, 'offered');
    const listed = await alice.get(`/v1/waiting?poolId=${SHARED}`);
    assert.deepEqual(
      listed.body.map(({ id, position }: { id: string; position: number }) => [id, position]),
      line.map(({ id }, n) => [id, n === 3 ? 1 : null]),
    );
    assert.equal(listed.headers.get('x-total-count'), '4');
    assert.equal((await alice.get('/v1/waiting?state=offered')).headers.get('x-total-count'), '3');
    assert.equal((await alice.get('/v1/waiting?state=nonsense')).status, 400);
    assert.deepEqual((await charlie.get('/v1/waiting?state=all')).body, []);
    await sound();
  });

  test('a license of the course from elsewhere takes the student off the list', async () => {
    const held = await give(SHARED, 'f1');
    for (const n of [2, 3]) await give(SHARED, `f${n}`);
    const [first, second] = [await wait(SHARED, 'f4'), await wait(SHARED, 'f5')];
    await alice.delete(`/v1/license/${held.id}`);
    assert.equal((await entry(first.id)).state, 'offered');
    assert.equal((await charlie.post(`/v1/pool/${CHARLIES}/license`, { email: at('f4') })).status, 200);
    assert.equal((await entry(first.id)).state, 'left');
    assert.equal((await entry(second.id)).state, 'offered', 'the seat goes on in the same transaction');
    const refused = await ask(SHARED, 'f4', { wait: true });
    assert.equal(refused.body.code, 'already_enrolled');
    for (const { id } of (await charlie.get('/v1/licenses')).body) await charlie.delete(`/v1/license/${id}`);
    await sound();
  });

  test('other pools pass over whom the course was offered, and offer once that is over', async () => {
    for (const n of [1, 2, 3]) await give(SHARED, `g${n}`);
    for (const n of [4, 5]) await charlie.post(`/v1/pool/${CHARLIES}/license`, { email: at(`g${n}`) });
    const here = await wait(SHARED, 'g6');
    const there = (await charlie.post(`/v1/pool/${CHARLIES}/license`, { email: at('g6'), wait: true })).body;
    const theirs = async () =>
      (await charlie.get('/v1/waiting?state=all')).body.find(({ id }: { id: string }) => id === there.id);
    const [held] = (await alice.get(`/v1/pool/${SHARED}/licenses`)).body;
    await alice.delete(`/v1/license/${held.id}`);
    assert.equal((await entry(here.id)).state, 'offered');
    const [own] = (await charlie.get('/v1/licenses')).body;
    await charlie.delete(`/v1/license/${own.id}`);
    assert.equal((await theirs()).state, 'waiting', 'one offer of a course at a time');
    assert.equal((await charlie.get(`/v1/pool/${CHARLIES}`)).body.availableLicenses, 1, 'what nobody can use is free');
    await alice.delete(`/v1/waiting/${here.id}`);
    assert.equal((await theirs()).state, 'offered');
    await charlie.delete(`/v1/waiting/${there.id}`);
    for (const { id } of (await charlie.get('/v1/licenses')).body) await charlie.delete(`/v1/license/${id}`);
    await sound();
  });

  test('joining is refused as assigning is, and kept under its key', async () => {
    assert.equal((await ask(PAST, 'h1', { wait: true })).body.code, 'pool_not_running');
    for (const n of [1, 2]) await give(SHARED_SQL, `h${n}`);
    const elsewhere = await alice.post(`/v1/pool/${SHARED_SQL}/license`, { email: 'h3@other.example', wait: true });
    assert.equal(elsewhere.body.code, 'domain_not_allowed');
    const key = { 'idempotency-key': 'join-1' };
    const kept = await ask(SHARED_SQL, 'h3', { wait: true }, key);
    assert.equal(kept.status, 202);
    const dry = await alice.post(`/v1/pool/${SHARED_SQL}/license?dryRun=1`, { email: at('h4'), wait: true });
    assert.equal(dry.status, 202);
    assert.equal((await alice.get('/v1/waiting')).body.length, 1, 'a dry run leaves nothing');
    await alice.delete(`/v1/waiting/${kept.body.id}`);
    const again = await ask(SHARED_SQL, 'h3', { wait: true }, key);
    assert.deepEqual([again.status, again.text], [202, kept.text], 'whatever became of the entry');
    assert.equal(again.headers.get('idempotent-replayed'), 'true');
    const recycled = await ask(SHARED_SQL, 'h5', { wait: true, recycle: true });
    assert.equal(recycled.status, 200, 'recycling is tried first');
    await sound();
  });

  test('untransferable pools have a list too', async () => {
    for (const n of [1, 2]) await give(OWNED, `own${engine}${n}`);
    const first = await wait(OWNED, 'own3');
    assert.equal((await ask(OWNED, 'own4', { recycle: true, wait: true })).body.code, 'recycle_not_allowed');
    const { db } = app.context;
    await db.write((tx) => changePool(tx, { id: OWNED, licenses: 3 }, system, Math.floor(app.clock.ms / 1000)));
    assert.equal((await entry(first.id)).state, 'offered', 'a bought seat is offered');
    app.clock.forward(49 * HOUR);
    await sweep();
    assert.equal((await entry(first.id)).state, 'lapsed');
    assert.deepEqual(await seats(OWNED), [2, 1], 'an offer is no assignment');
    await sound();
  });

  test('a roster leaves the seats of those who go to who waits', async () => {
    for (const n of [1, 2]) await give(SHARED_SQL, `l${n}`);
    const first = await wait(SHARED_SQL, 'l3');
    const rows = [at('l1'), at('l4')].map((email) => ({ email, courseId: '11' }));
    const plan = (await alice.call('PUT', '/v1/roster', { rows, courses: ['11'] })).body;
    assert.deepEqual([plan.counts.revoke, plan.counts.assign, plan.counts.refuse], [1, 0, 1]);
    const applied = await alice.post(`/v1/roster/${plan.id}/apply`);
    assert.equal(applied.status, 200, applied.text);
    assert.equal((await entry(first.id)).state, 'offered');
    await sound();
  });

  test('an imported license takes its student off the list', async () => {
    const held = await give(SHARED_SQL, 'k1');
    await give(SHARED_SQL, 'k2');
    const [first, second] = [await wait(SHARED_SQL, 'k3'), await wait(SHARED_SQL, 'k4')];
    await alice.delete(`/v1/license/${held.id}`);
    assert.equal((await entry(first.id)).state, 'offered');
    const pool = { ...cast().pools[4], id: 26 } as ReturnType<typeof cast>['pools'][number];
    const license = { id: 7001, poolId: 26, studentId: first.student.id, start: '2024-04-01T00:00:00Z', end: pool.end };
    await app.load({ ...cast(), pools: [pool], managers: [], courses: [], licenses: [{ ...license, revoked: null }] });
    assert.equal((await entry(first.id)).state, 'left');
    assert.equal((await entry(second.id)).state, 'offered', 'offers follow, within the import');
    await sound();
  });

  test('the schema lets nobody else have an offered seat', async () => {
    const held = await give(SHARED_SQL, 'i1');
    const other = await give(SHARED_SQL, 'i2');
    const first = await wait(SHARED_SQL, 'i3');
    await alice.delete(`/v1/license/${held.id}`);
    const { db } = app.context;
    const run = (text: string) => db.write((tx) => sql.raw(text).execute(tx.kysely));
    const columns = 'id, pool_id, manager_id, course_id, transferable, seat, student_id, start_at, end_at';
    const end = '(select end_at from pool where id = 25)';
    const seat = `(select seat from waiting where id = ${first.id})`;
    const insert = (studentId: number, at: string) =>
      `insert into license (${columns}) select 99999, 25, 1, 11, 1, ${at}, ${studentId}, 0, ${end}`;
    await assert.rejects(run(insert(held.student.id, seat)), 'the seat is held');
    await assert.rejects(run(insert(first.student.id, '1')), 'who waits gets no license beside');
    await assert.rejects(run(`update waiting set state = 'waiting', seat = null, offered_until = null, pool_id = 21`));
    await assert.rejects(run(`update waiting set seat = 3 where id = ${first.id}`), 'no such seat');
    await assert.rejects(
      run(`update waiting set seat = (select seat from license where id = ${other.id}) where id = ${first.id}`),
      'the seat of a license',
    );
    await assert.rejects(run(`delete from waiting where id = ${first.id}`));
    await alice.delete(`/v1/waiting/${first.id}`);
    await assert.rejects(run(`update waiting set state = 'waiting' where id = ${first.id}`), 'what is over stays so');
    await sound();
  });

  test('the list of a pool that ends is closed', async () => {
    for (const n of [1, 2]) await give(SHARED_SQL, `j${n}`);
    const [first, second] = [await wait(SHARED_SQL, 'j3'), await wait(SHARED_SQL, 'j4')];
    app.clock.set('2024-12-31T20:00:00+00:00');
    const [held] = (await alice.get(`/v1/pool/${SHARED_SQL}/licenses`)).body;
    await alice.delete(`/v1/license/${held.id}`);
    assert.equal((await entry(first.id)).offeredUntil, '2025-01-01T00:00:00+00:00', 'never beyond the pool');
    const end = Date.parse('2024-12-31T23:00:00+00:00') / 1000;
    await app.context.db.write((tx) => changePool(tx, { id: SHARED_SQL, end }, system, end - HOUR));
    assert.equal((await entry(first.id)).offeredUntil, '2024-12-31T23:00:00+00:00', 'also where it ends earlier');
    app.clock.set('2024-12-31T23:00:00+00:00');
    assert.deepEqual([(await entry(first.id)).state, (await entry(second.id)).state], ['closed', 'closed']);
    assert.deepEqual((await alice.get('/v1/waiting')).body, []);
    assert.equal((await alice.get('/v1/waiting')).headers.get('x-total-count'), '0');
    await sweep();
    assert.equal((await events('waiting.closed')).length, 2);
    await sound();
  });
});
