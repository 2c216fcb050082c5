/** Students across all license managers: found, corrected, and two who are one person made one. */
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { openBrowser, signedIn } from '../../test/support/accounts.ts';
import { type Client, onBothEngines, startApp, type TestApp } from '../../test/support/app.ts';
import { ALICE, CHARLIE, CHARLIES, cast, DAX, OWNED, SHARED, SHARED_SQL, SQL } from '../../test/support/cast.ts';
import { inspect } from '../db/inspect.ts';

onBothEngines('students of all license managers', (engine) => {
  let app: TestApp;
  let publisher: Client;
  let alice: Client;
  let charlie: Client;

  before(async () => {
    const world = cast();
    const pools = world.pools.map((pool) => ({ ...pool, licenses: 60 }));
    const ended = '2024-12-01T00:00:00+00:00';
    pools.push({
      ...{ id: 32, managerId: CHARLIE, courseId: DAX, transferable: false, licenses: 60 },
      ...{ start: '2024-01-01T00:00:00+00:00', end: ended },
    });
    pools.push({
      ...{ id: 33, managerId: CHARLIE, courseId: SQL, transferable: true, licenses: 1 },
      ...{ start: '2024-01-01T00:00:00+00:00', end: ended },
    });
    app = await startApp(engine, { world: { ...world, pools } });
    publisher = await app.publisher();
    alice = await app.client(ALICE);
    charlie = await app.client(CHARLIE);
  });

  let made = 0;
  /** A new student; with a license of a pool. */
  const student = async (client: Client, pool: number, name = 'Some One', more: object = {}) => {
    const email = `p${++made}@alder.example`;
    const { status, body, text } = await client.post(`/v1/pool/${pool}/license`, { email, name, ...more });
    assert.equal(status, 200, text);
    return { id: body.student.id as number, email, licenseId: body.id as number };
  };
  const merge = (from: { id: number }, into: { id: number }, query = '') =>
    publisher.post(`/v1/students/${from.id}/merge${query}`, { into: into.id });
  const sound = async () => assert.deepEqual(await inspect(app.context.db), []);
  const poolNow = async (client: Client, id: number) => (await client.get(`/v1/pool/${id}`)).body.assignedLicenses;

  test('are listed newest first, found by words, by address and by id', async () => {
    const zoe = await student(alice, SHARED, 'Zoë Łukasz');
    const eve = await student(charlie, CHARLIES, 'Eve Łukasz');
    const list = await publisher.get('/v1/students?pageSize=2');
    assert.deepEqual(
      list.body.map(({ id }: { id: number }) => id),
      [eve.id, zoe.id],
    );
    assert.equal(list.headers.get('x-total-count'), '2');
    assert.deepEqual(list.body[1], {
      ...{ id: zoe.id, name: 'Zoë Łukasz', email: zoe.email },
      ...{ activeLicenses: 1, managers: 1 },
    });
    const find = async (search: string) =>
      (await publisher.get(`/v1/students?search=${encodeURIComponent(search)}`)).body.map(
        (one: { id: number }) => one.id,
      );
    assert.deepEqual(await find('lukasz zoe'), [zoe.id]);
    assert.deepEqual(await find(eve.email.toUpperCase()), [eve.id]);
    assert.deepEqual(await find(String(zoe.id)), [zoe.id]);
    assert.deepEqual(await find('alder'), [eve.id, zoe.id]);
    assert.deepEqual(await find('nobody'), []);
    assert.equal((await publisher.get('/v1/students?page=0')).status, 400);
    for (const id of ['0', 'x', '987654']) assert.equal((await publisher.get(`/v1/students/${id}`)).status, 404, id);
    const [license] = (await publisher.get(`/v1/students/${zoe.id}`)).body.licenses;
    assert.deepEqual(
      [license.licenseId, license.manager, license.course, license.active],
      [zoe.licenseId, { id: '1', name: 'Alder' }, { id: String(DAX), title: 'Mastering DAX' }, true],
    );
  });

  test('are corrected for all license managers', async () => {
    const one = await student(alice, SHARED);
    const other = await student(alice, SHARED);
    const path = `/v1/students/${one.id}`;
    const renamed = await publisher.patch(path, { name: 'Right Name', email: 'Right@Alder.example' });
    assert.deepEqual(
      [renamed.status, renamed.body.name, renamed.body.email],
      [200, 'Right Name', 'Right@Alder.example'],
    );
    assert.equal((await alice.get(`/v1/student?email=${one.email}`)).status, 404, 'the wrong address finds nobody');
    assert.equal((await alice.get('/v1/student?email=right@alder.example')).body.id, one.id);
    assert.equal((await alice.get('/v1/students/search?search=right')).body[0].id, one.id);
    const taken = await publisher.patch(path, { email: other.email.toUpperCase() });
    assert.deepEqual([taken.status, taken.body.code], [400, 'email_in_use']);
    for (const body of [{ email: 'x' }, { name: '' }, { what: 1 }, []])
      assert.equal((await publisher.patch(path, body)).body.code, 'invalid_request', JSON.stringify(body));
    assert.equal((await publisher.patch('/v1/students/987654', { name: 'X' })).status, 404);
    assert.equal((await (await app.publisher('read')).patch(path, { name: 'X' })).status, 403);
    const kinds = (await alice.get(`/v1/events?studentId=${one.id}`)).body.map(({ kind }: { kind: string }) => kind);
    assert.deepEqual(kinds, ['student.address_changed', 'student.renamed', 'license.assigned']);
    const dry = await publisher.patch(`${path}?dryRun=true`, { email: 'dry@alder.example' });
    assert.deepEqual([dry.body.email, dry.headers.get('dry-run')], ['dry@alder.example', 'true']);
    assert.equal((await publisher.get(path)).body.email, 'Right@Alder.example');
    await sound();
  });

  test('become one: licenses, history, progress and the earlier address', async () => {
    const from = await student(alice, SHARED, 'A. Example');
    const into = await student(charlie, 32, 'Ann Example');
    const sql = await alice.post(`/v1/pool/${SHARED_SQL}/license`, { email: from.email });
    const report = (id: number, courseId: number, percent: number, lastAccess: string | null = null) => ({
      ...{ studentId: id, courseId, percent, completed: null, lastAccess },
    });
    await app.load({
      progress: [
        report(from.id, DAX, 80, '2024-04-02T00:00:00+00:00'),
        report(into.id, DAX, 30, '2024-04-10T00:00:00+00:00'),
        report(from.id, SQL, 55),
      ],
    });
    const used = await poolNow(alice, SHARED);

    const dry = await merge(from, into, '?dryRun=1');
    assert.deepEqual([dry.status, dry.headers.get('dry-run')], [200, 'true']);
    assert.equal(await poolNow(alice, SHARED), used, 'a rehearsal leaves nothing');
    assert.equal((await publisher.get(`/v1/students/${from.id}`)).status, 200);
    const done = await merge(from, into);
    assert.equal(done.text, dry.text, 'and shows what comes');
    assert.deepEqual(
      [done.body.id, done.body.name, done.body.email, done.body.otherAddresses],
      [into.id, 'Ann Example', into.email, [from.email]],
    );
    assert.deepEqual(
      done.body.merged.licenses.map(({ licenseId, becomes, keeps }: Record<string, unknown>) => [
        licenseId,
        becomes,
        keeps,
      ]),
      [
        [from.licenseId, 'ended', into.licenseId],
        [into.licenseId, 'kept', null],
        [sql.body.id, 'moved', null],
      ],
    );
    assert.equal(await poolNow(alice, SHARED), used - 1, 'the seat comes back');
    assert.equal((await publisher.get(`/v1/students/${from.id}`)).status, 404);
    assert.equal((await alice.get(`/v1/student?email=${from.email}`)).body.id, into.id);
    const held = (await publisher.get(`/v1/students/${into.id}`)).body.licenses;
    assert.deepEqual(
      held.map((one: Record<string, unknown>) => [
        one.licenseId,
        one.active,
        one.endedHow,
        one.progress,
        one.lastAccess,
      ]),
      [
        [sql.body.id, true, null, 55, null],
        [into.licenseId, true, null, 80, '2024-04-10T00:00:00+00:00'],
        [from.licenseId, false, 'merged', 80, '2024-04-10T00:00:00+00:00'],
      ],
    );
    const events: { kind: string }[] = (await alice.get(`/v1/events?studentId=${into.id}`)).body;
    const kinds = events.map(({ kind }) => kind).filter((kind) => kind !== 'progress.reported');
    assert.deepEqual(kinds, ['student.merged', 'license.merged', 'license.assigned', 'license.assigned']);
    await sound();

    const again = await alice.post(`/v1/pool/${OWNED}/license`, { email: from.email });
    assert.deepEqual([again.status, again.body.code], [400, 'already_enrolled'], 'assigning');
    const bulk = await alice.post(`/v1/pool/${SHARED_SQL}/bulk`, {
      rows: [{ email: into.email }, { email: from.email }],
    });
    assert.deepEqual(
      bulk.body.results.map(({ code }: { code: string }) => code),
      ['already_enrolled', 'duplicate_row'],
    );
    const preview = await alice.post(`/v1/pool/${SHARED_SQL}/bulk/preview`, { csv: `email\n${from.email}\n` });
    assert.equal(preview.body.rows[0].code, 'already_enrolled');
    const plan = await alice.call('PUT', '/v1/roster', { rows: [{ email: from.email, courseId: String(SQL) }] });
    const mine = plan.body.rows.filter((one: { student: { id: number } }) => one.student.id === into.id);
    assert.deepEqual([plan.body.counts.assign, mine[0]?.action], [0, 'keep'], JSON.stringify(plan.body.rows));
    const browser = await signedIn(app, { email: from.email, name: 'Ann Example' });
    assert.equal((await browser.get('/api/app/my/licenses')).body.length, 3, 'my licenses');
    assert.equal((await browser.get('/api/app/session')).body.student, true);
    assert.deepEqual(
      (await publisher.get(`/v1/students?search=${from.email}`)).body.map(({ id }: { id: number }) => id),
      [into.id],
    );
    const taken = await publisher.patch(`/v1/students/${(await student(alice, SHARED)).id}`, { email: from.email });
    assert.equal(taken.body.code, 'email_in_use');
    const swapped = await publisher.patch(`/v1/students/${into.id}`, { email: from.email });
    assert.deepEqual([swapped.status, swapped.body.otherAddresses], [200, [into.email]]);
    assert.equal((await charlie.get(`/v1/student?email=${into.email}`)).body.id, into.id);
    await sound();
  });

  test('of two transferable licenses keep the one that ends later', async () => {
    const late = await student(alice, SHARED, 'Late', { endDate: '2024-12-30' });
    const early = await student(charlie, CHARLIES, 'Early', { endDate: '2024-06-01' });
    const done = await merge(late, early);
    assert.deepEqual(
      done.body.merged.licenses.map((one: Record<string, unknown>) => [one.licenseId, one.becomes, one.keeps]),
      [
        [late.licenseId, 'moved', null],
        [early.licenseId, 'ended', late.licenseId],
      ],
    );
    await sound();
  });

  test('are not merged where neither license can be given up, and then nothing has changed', async () => {
    const [one, other] = [await student(alice, OWNED), await student(charlie, 32)];
    const extra = await alice.post(`/v1/pool/${SHARED_SQL}/license`, { email: one.email });
    const refused = await merge(one, other);
    assert.deepEqual([refused.status, refused.body.code], [400, 'cannot_merge']);
    assert.equal((await alice.get(`/v1/license/${extra.body.id}`)).body.student.id, String(one.id));
    for (const [from, into, status, code] of [
      [one.id, one.id, 400, 'invalid_request'],
      [one.id, 987654, 400, 'invalid_request'],
      [987654, one.id, 404, 'not_found'],
    ] as const) {
      const { status: got, body } = await merge({ id: from }, { id: into });
      assert.deepEqual([got, body.code], [status, code]);
    }
    for (const body of [{}, { into: 'x' }, { into: other.id, more: 1 }])
      assert.equal((await publisher.post(`/v1/students/${one.id}/merge`, body)).body.code, 'invalid_request');
    await sound();
  });

  test('are followed through several merges', async () => {
    const [a, b, c] = [
      await student(alice, SHARED),
      await student(alice, SHARED_SQL),
      await student(charlie, CHARLIES),
    ];
    assert.equal((await merge(a, b)).status, 200);
    assert.equal((await merge(b, c)).status, 200);
    for (const { email } of [a, b, c])
      assert.equal((await charlie.get(`/v1/student?email=${email}`)).body.id, c.id, email);
    assert.equal((await merge(a, c)).status, 404);
    assert.equal((await merge(c, a)).body.code, 'invalid_request');
    await sound();
  });

  test('leave the lists of a license manager who had looked before', async () => {
    const [from, into] = [
      await student(alice, SHARED, 'Quill Before'),
      await student(alice, SHARED_SQL, 'Quill After'),
    ];
    const find = async () =>
      (await alice.get('/v1/students/search?search=quill&sort=email')).body.map(({ id }: { id: number }) => id).sort();
    assert.deepEqual(await find(), [from.id, into.id]);
    const total = Number((await alice.get('/v1/students/search')).headers.get('x-total-count'));
    await merge(from, into);
    assert.deepEqual(await find(), [into.id]);
    assert.equal(Number((await alice.get('/v1/students/search')).headers.get('x-total-count')), total - 1);
    assert.equal((await alice.get('/v1/students/search?status=all&sort=enrolled')).status, 200);
  });

  test('are merged once where many want it at once, each way, while licenses are given to them', async () => {
    for (let round = 0; round < 8; round++) {
      const [a, b] = [await student(alice, SHARED_SQL), await student(charlie, CHARLIES)];
      const tries = [
        merge(a, b),
        merge(b, a),
        merge(a, b),
        alice.post(`/v1/pool/${SHARED}/license`, { email: a.email }),
        alice.post(`/v1/pool/${SHARED}/bulk`, { rows: [{ email: b.email }, { email: a.email }] }),
      ];
      const statuses = (await Promise.all(tries)).map(({ status }) => status);
      assert.deepEqual(
        statuses.filter((status) => status >= 500),
        [],
        statuses.join(),
      );
      assert.equal(statuses.slice(0, 3).filter((status) => status === 200).length, 1, statuses.join());
      const found = new Set<number>();
      for (const { email } of [a, b])
        found.add((await alice.get(`/v1/student?email=${email}&includeInactive=true`)).body.id);
      assert.equal(found.size, 1);
    }
    await sound();
  });

  test('wait once for a pool, and an erased one leaves the seat to who waits', async () => {
    const email = (name: string) => `${name}@cedar.example`;
    const ask = (name: string) => charlie.post('/v1/pool/33/license', { email: email(name), wait: true });
    const holder = await ask('w-holder');
    const waits = [await ask('w-one'), await ask('w-two'), await ask('w-three')].map(({ body }) => body);
    const [one, two, three] = waits.map(({ student }) => ({ id: student.id as number }));
    assert.equal((await merge(two as { id: number }, one as { id: number })).status, 200);
    const live = async () =>
      (await charlie.get('/v1/waiting?poolId=33')).body.map((entry: { student: { id: number }; state: string }) => [
        entry.student.id,
        entry.state,
      ]);
    assert.deepEqual(await live(), [
      [one?.id, 'waiting'],
      [three?.id, 'waiting'],
    ]);
    await sound();
    const erased = await publisher.delete(`/v1/students/${holder.body.student.id}?end=true`);
    assert.equal(erased.status, 200, erased.text);
    assert.deepEqual(await live(), [
      [one?.id, 'offered'],
      [three?.id, 'waiting'],
    ]);
    assert.equal((await publisher.delete(`/v1/students/${one?.id}`)).status, 200);
    assert.deepEqual(await live(), [[three?.id, 'offered']]);
    assert.equal((await merge(three as { id: number }, await student(charlie, CHARLIES))).status, 200);
    assert.equal((await live()).length, 1);
    await sound();
  });

  test('are the staff’s too, who are signed in', async () => {
    const staff = await signedIn(app, { email: 'staff@publisher.example', name: 'Staff', publisher: true });
    const [from, into] = [await student(alice, SHARED), await student(alice, SHARED_SQL)];
    const path = `/api/app/publisher/v1/students/${from.id}`;
    assert.equal((await staff.get(path)).status, 200);
    assert.equal((await staff.post(`${path}/merge`, { into: into.id })).status, 200);
    assert.equal((await openBrowser(app.url).get(path)).status, 401);
    await sound();
  });
});
