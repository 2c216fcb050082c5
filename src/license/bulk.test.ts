import assert from 'node:assert/strict';
import { before, beforeEach, test } from 'node:test';
import { type Client, onBothEngines, startApp, type TestApp } from '../../test/support/app.ts';
import { DAY, isoTime } from '../rules/time.ts';

interface Outcome {
  row: number;
  outcome: string;
  code: string | null;
}

onBothEngines('many licenses at once', (engine) => {
  let app: TestApp;
  let alice: Client;
  let charlie: Client;
  let shared: number;
  let owned: number;
  let companies = 0;
  let people = 0;

  const person = () => `bulk${++people}@alder.example`;
  const preview = (csv: string, more: object = {}, pool = shared) =>
    alice.post(`/v1/pool/${pool}/bulk/preview`, { csv, ...more });
  const apply = (rows: object[], more: object = {}, headers = {}) =>
    alice.post(`/v1/pool/${shared}/bulk`, { rows, ...more }, headers);
  const assign = (email: string) => alice.post(`/v1/pool/${shared}/license`, { email });
  const outcomes = (rows: Outcome[]) => rows.map(({ outcome, code }) => (outcome === 'refused' ? code : 'good'));
  const active = async (pool = shared) =>
    (await alice.get(`/v1/pool/${pool}/licenses`)).body.map(
      ({ student }: { student: { email: string } }) => student.email,
    );

  before(async () => {
    app = await startApp(engine);
  });

  /** A license manager of its own for each test, with 3 transferable and 2 untransferable licenses; and a stranger. */
  beforeEach(async () => {
    const id = (companies += 2);
    const [start, end] = [-1, 200].map((days) => isoTime(Math.floor(app.clock.ms / 1000) + days * DAY)) as [
      string,
      string,
    ];
    const pool = { managerId: id, courseId: id, start, end };
    [shared, owned] = [id * 10, id * 10 + 1];
    const allowedDomains = ['alder.example'];
    await app.load({
      managers: [
        { id, name: 'Alder', email: 'alice@alder.example', allowedDomains },
        { id: id + 1, name: 'Cedar', email: 'charlie@cedar.example', allowedDomains },
      ],
      courses: [{ id, title: 'Mastering DAX' }],
      pools: [
        { ...pool, id: shared, transferable: true, licenses: 3 },
        { ...pool, id: owned, transferable: false, licenses: 2 },
      ],
    });
    alice = await app.client(id);
    charlie = await app.client(id + 1);
  });

  test('a list is read with any separator, with titles in any order or without, and with a byte order mark', async () => {
    const [a, b] = [person(), person()];
    const lists: [string, (string | number | null)[][]][] = [
      [
        `${a}\n${b},Bea,2099-01-01`,
        [
          [1, a, null, null],
          [2, b, 'Bea', '2099-01-01'],
        ],
      ],
      [
        `\uFEFFEnd date;Name;Ignored;E-Mail\r\n2099-01-01;"Lee; Ann";x;${a}\r\n\r\n;;;${b}\r\n`,
        [
          [2, a, 'Lee; Ann', '2099-01-01'],
          [4, b, null, null],
        ],
      ],
      [`email\tname\n${a}\t Ann, the first `, [[2, a, 'Ann, the first', null]]],
    ];
    for (const [csv, rows] of lists) {
      const { status, body } = await preview(csv);
      assert.equal(status, 200, csv);
      assert.deepEqual(
        body.rows.map((row: { row: number; email: string; name: string; endDate: string }) => [
          row.row,
          row.email,
          row.name,
          row.endDate,
        ]),
        rows,
      );
      assert.deepEqual([body.assign, body.refused], [rows.length, 0]);
    }
    assert.deepEqual(await active(), [], 'nothing was written');
    assert.equal((await alice.get('/v1/students?includeInactive=1')).headers.get('x-total-count'), '0');
  });

  test('a list that is none, too long or too large is refused', async () => {
    for (const csv of ['', '\n\n', 'email,name\n', 'a,"b']) {
      const { status, body } = await preview(csv);
      assert.deepEqual([status, body.errors[0].pointer], [400, '/csv'], JSON.stringify(csv));
    }
    const rows = (count: number) => Array.from({ length: count }, (_, i) => `many${i}@alder.example`).join('\n');
    const whole = await preview(`email\n${rows(5000)}`);
    assert.deepEqual([whole.status, whole.body.assign, whole.body.refused], [200, 3, 4997]);
    const long = await preview(`email\n${rows(5001)}`);
    assert.match(long.body.detail, /has 5001 rows; up to 5000 go at once/);
    assert.equal((await preview('x'.repeat(1024 * 1024))).status, 413);
    const { status, body } = await apply([{ email: person(), name: 'x'.repeat(70_000) }]);
    assert.deepEqual([status, body.results[0].code], [200, 'invalid_request'], 'lists may have up to 1 MiB');
    assert.equal((await apply([{ email: person(), name: 'x'.repeat(1024 * 1024) }])).status, 413);
  });

  test('what is foreseen is what happens, row by row', async () => {
    const [held, fresh, twice, third] = [person(), person(), person(), person()];
    await assign(held);
    const rows = [
      { email: held },
      { email: fresh, name: 'Fresh One' },
      { email: 'nobody' },
      { email: twice, endDate: '2001-01-01' },
      { email: twice, endDate: '2099-01-01' },
      { email: twice.toUpperCase() },
      { email: 'ann@elsewhere.example' },
      { email: third, name: 'a\u0007b' },
      { email: third },
      { email: person(), endDate: '2024-02-30' },
    ];
    const csv = `email,name,endDate\n${rows.map(({ email, name = '', endDate = '' }) => [email, name, endDate].join(',')).join('\n')}`;
    const foreseen = await preview(csv);
    const done = await apply(rows);
    assert.deepEqual(outcomes(done.body.results), outcomes(foreseen.body.rows));
    assert.deepEqual(outcomes(done.body.results), [
      'already_enrolled',
      'good',
      'invalid_request',
      'end_date_in_past',
      'duplicate_row',
      'duplicate_row',
      'domain_not_allowed',
      'invalid_request',
      'duplicate_row',
      'invalid_request',
    ]);
    const places = ({ errors = [] }: { errors?: { pointer: string }[] }) => errors.map(({ pointer }) => pointer);
    for (const list of [foreseen.body.rows, done.body.results])
      assert.deepEqual(
        list.filter(({ code }: Outcome) => code === 'invalid_request').flatMap(places),
        ['/email', '/name', '/endDate'],
        'what a row has wrong is told by place',
      );
    assert.equal(foreseen.body.rows[4].detail, 'The same person as line 5.');
    assert.equal(done.body.results[4].detail, 'The same person as row 4.');
    assert.deepEqual(await active(), [held, fresh]);
    const [, { license }] = done.body.results;
    assert.deepEqual(license, {
      ...(await alice.get(`/v1/license/${license.id}`)).body,
      id: license.id,
      poolId: shared,
      student: license.student,
    });
    assert.equal(license.student.name, 'Fresh One');
    assert.equal((await alice.get('/v1/events?kind=license.assigned')).headers.get('x-total-count'), '2');
  });

  test('with recycling, too: the oldest go first, and none that the list gave', async () => {
    const [one, two, three, ...fresh] = Array.from({ length: 8 }, person) as [string, string, string, ...string[]];
    for (const email of [one, two, three]) {
      await assign(email);
      app.clock.forward(1);
    }
    const rows = [two, ...fresh].map((email) => ({ email }));
    const foreseen = await preview(rows.map(({ email }) => email).join('\n'), { recycle: true });
    const done = await apply(rows, { recycle: true });
    assert.deepEqual(outcomes(done.body.results), outcomes(foreseen.body.rows));
    const full = ['no_available_licenses', 'no_available_licenses'];
    assert.deepEqual(outcomes(done.body.results), ['already_enrolled', 'good', 'good', 'good', ...full]);
    const lost = (students: ({ email: string } | null)[]) => students.map((student) => student?.email ?? null);
    const expected = [null, one, two, three, null, null];
    assert.deepEqual(lost(foreseen.body.rows.map(({ recycles }: { recycles: null }) => recycles)), expected);
    type Recycled = { recycled: { licenseId: number; student: { email: string } } | null };
    assert.deepEqual(lost(done.body.results.map(({ recycled }: Recycled) => recycled?.student ?? null)), expected);
    assert.deepEqual(
      foreseen.body.losing.map(({ licenseId }: { licenseId: number }) => licenseId),
      done.body.results.flatMap(({ recycled }: Recycled) => recycled?.licenseId ?? []),
    );
    assert.deepEqual(await active(), fresh.slice(0, 3));
    const spare = done.body.results.flatMap(({ license }: { license: { id: number } | null }) => license?.id ?? []);
    const next = await apply([{ email: person() }], { recycle: true, spare });
    assert.deepEqual(outcomes(next.body.results), ['no_available_licenses'], 'nor what an earlier part of it gave');
    assert.deepEqual(outcomes((await apply([{ email: person() }], { recycle: true })).body.results), ['good']);
  });

  test('the preview tells the lines, the real ends, the columns, and who loses what', async () => {
    const [one, two] = [person(), person()];
    for (const email of [one, two, person()]) {
      await assign(email);
      app.clock.forward(DAY);
    }
    const at = (days: number) => isoTime(Math.floor(app.clock.ms / 1000) + days * DAY);
    const { student } = (await alice.get(`/v1/pool/${shared}/licenses`)).body[0];
    await app.load({
      progress: [
        { studentId: Number(student.id), courseId: companies, percent: 40, completed: null, lastAccess: at(-1) },
      ],
    });
    const [a, b, c] = [person(), person(), person()];
    const csv = `Nome;E-mail;Scadenza;Reparto\r\n\r\n"Anna\r\nMaria";${a};2099-01-01;x\r\n;;;\r\nBo;${b};${at(10).slice(0, 10)};y\r\nCy;${c};12/01/2026;\r\n`;
    const { body } = await preview(csv, { recycle: true });
    const { end: poolEnd } = (await alice.get(`/v1/pool/${shared}`)).body;
    assert.deepEqual(
      body.rows.map((row: Record<string, unknown>) => [row.line, row.name, row.endDate, row.end, row.recycles]),
      [
        [3, 'Anna Maria', '2099-01-01', poolEnd, { id: Number(student.id), name: 'Student', email: one }],
        [6, 'Bo', at(10).slice(0, 10), `${at(10).slice(0, 10)}T00:00:00+00:00`, body.losing[1].student],
        [7, 'Cy', '12/01/2026', null, null],
      ],
    );
    assert.deepEqual(
      body.losing.map(({ student: { email }, progress, lastAccess }: typeof body) => [email, progress, lastAccess]),
      [
        [one, 40, at(-1)],
        [two, 0, null],
      ],
    );
    assert.deepEqual(
      body.columns.map(({ title, as }: { title: string; as: string }) => [title, as]),
      [
        ['Nome', 'name'],
        ['E-mail', 'email'],
        ['Scadenza', 'endDate'],
        ['Reparto', null],
      ],
    );
    assert.deepEqual([body.skipped, body.assign, body.refused], [2, 2, 1]);
    const other = await preview(csv, { columns: [null, 'email', null, 'name'] });
    assert.deepEqual([other.body.rows[0].name, other.body.rows[0].endDate], ['x', null]);
    const wrong = await preview('email,mail\na,b');
    assert.match(wrong.body.detail, /several columns for email: “email”, “mail”/);
    assert.equal(wrong.body.columns.length, 2);
    for (const columns of [['email', 'email'], [], ['x']]) assert.equal((await preview(csv, { columns })).status, 400);
  });

  test('all or none: the first refusal undoes all', async () => {
    const good = [person(), person()].map((email) => ({ email }));
    const refusals: [object[], object, number, string][] = [
      [[...good, { email: 'nobody' }], {}, 3, 'invalid_request'],
      [[...good, {}, { email: 'nobody' }], {}, 3, 'invalid_request'],
      [[...good, { email: person(), more: 1 }], {}, 3, 'invalid_request'],
      [[...good, good[0] as object], {}, 3, 'duplicate_row'],
      [[...good, { email: person() }, { email: person() }], {}, 4, 'no_available_licenses'],
      [[...good, { email: person() }, { email: person() }], { recycle: true }, 4, 'no_available_licenses'],
    ];
    for (const [rows, more, row, reason] of refusals) {
      const { status, body } = await apply(rows, { mode: 'all', ...more });
      assert.deepEqual([status, body.code, body.row, body.reason], [400, 'batch_refused', row, reason]);
    }
    assert.deepEqual(await active(), []);
    assert.equal((await alice.get('/v1/students?includeInactive=1')).headers.get('x-total-count'), '0');
    const headers = { 'idempotency-key': 'all-1' };
    const done = await apply(good, { mode: 'all' }, headers);
    assert.deepEqual(outcomes(done.body.results), ['good', 'good']);
    const again = await apply(good, { mode: 'all' }, headers);
    assert.deepEqual([again.text, again.headers.get('idempotent-replayed')], [done.text, 'true']);
    assert.equal((await active()).length, 2);
  });

  test('a row may ask for itself to take a license back', async () => {
    for (const email of [person(), person(), person()]) await assign(email);
    const rows = [{ email: person() }, { email: person(), recycle: true }, { email: person(), recycle: null }];
    const done = await apply(rows, { minHeldDays: 0 });
    assert.deepEqual(outcomes(done.body.results), ['no_available_licenses', 'good', 'no_available_licenses']);
    const other = await apply([{ email: person(), recycle: false }, { email: person() }], { recycle: true });
    assert.deepEqual(outcomes(other.body.results), ['no_available_licenses', 'good']);
  });

  test('an untransferable pool recycles nobody, here as there', async () => {
    const rows = [1, 2, 3].map(() => ({ email: person() }));
    const foreseen = await preview(rows.map(({ email }) => email).join('\n'), { recycle: true }, owned);
    const done = await alice.post(`/v1/pool/${owned}/bulk`, { rows, recycle: true });
    assert.deepEqual(outcomes(done.body.results), outcomes(foreseen.body.rows));
    assert.equal(done.body.results[2].code, 'recycle_not_allowed');
  });

  test('a request that is sent again does nothing twice, and does what was left', async () => {
    const rows = [person(), person(), 'nobody', person(), person()].map((email) => ({ email }));
    const headers = { 'idempotency-key': 'list-1' };
    const first = await apply(rows, {}, headers);
    assert.deepEqual(outcomes(first.body.results), [
      'good',
      'good',
      'invalid_request',
      'good',
      'no_available_licenses',
    ]);
    await alice.delete(`/v1/license/${first.body.results[0].license.id}`);
    const again = await apply(rows, {}, headers);
    assert.deepEqual([again.text, again.headers.get('idempotent-replayed')], [first.text, 'true']);
    const other = await apply([{ email: person() }], {}, headers);
    assert.deepEqual([other.status, other.body.code], [400, 'idempotency_key_reused']);
    assert.equal((await active()).length, 2);
    const refusedFirst = { 'idempotency-key': 'list-2' };
    await alice.post(`/v1/pool/${owned}/bulk`, { rows: [{ email: 'nobody' }, { email: person() }] }, refusedFirst);
    const reused = await alice.post(`/v1/pool/${owned}/bulk`, { rows: [{ email: person() }] }, refusedFirst);
    assert.equal(reused.body.code, 'idempotency_key_reused', 'before its first row is looked at');
    assert.equal((await active(owned)).length, 1);
    const without = await apply(rows);
    assert.deepEqual(outcomes(without.body.results), [
      'good',
      'already_enrolled',
      'invalid_request',
      'already_enrolled',
      'no_available_licenses',
    ]);
  });

  test('licenses are revoked one by one', async () => {
    const ids = [];
    for (const email of [person(), person(), person()]) ids.push(String((await assign(email)).body.id));
    const untransferable = String((await alice.post(`/v1/pool/${owned}/license`, { email: person() })).body.id);
    const asked = { ids: [ids[0], untransferable, '999999999', '9999999999999999', ids[0], ids[1]] };
    const headers = { 'idempotency-key': 'revoke-1' };
    const { status, body, text } = await alice.post('/v1/licenses/revoke', asked, headers);
    assert.equal(status, 200);
    assert.deepEqual(
      body.results.map(({ id, outcome, code }: { id: string; outcome: string; code: string }) => [
        id,
        outcome === 'refused' ? code : outcome,
      ]),
      [
        [ids[0], 'revoked'],
        [untransferable, 'license_not_revokable'],
        ['999999999', 'not_found'],
        ['9999999999999999', 'not_found'],
        [ids[0], 'duplicate_row'],
        [ids[1], 'revoked'],
      ],
    );
    assert.equal((await alice.post('/v1/licenses/revoke', asked, headers)).text, text);
    assert.equal((await active()).length, 1);
  });

  test('licenses are changed all or none, and each tells what it is now', async () => {
    const [one, two] = [(await assign(person())).body, (await assign(person())).body];
    const all = { ids: [one.id, two.id, 999999999], mode: 'all' };
    const refused = await alice.post('/v1/licenses/revoke', all);
    const { code, row, reason } = refused.body;
    assert.deepEqual([refused.status, code, row, reason], [400, 'batch_refused', 3, 'not_found']);
    assert.equal((await alice.get(`/v1/license/${one.id}`)).body.active, true);
    const edited = await alice.post('/v1/licenses/edit', {
      ids: [one.id, String(two.id)],
      endDate: '2024-09-01',
      mode: 'all',
    });
    assert.deepEqual(
      edited.body.results.map(({ row, id, outcome, license }: Record<string, unknown>) => [
        row,
        id,
        outcome,
        (license as { end: string }).end,
      ]),
      [
        [1, one.id, 'edited', '2024-09-01T00:00:00+00:00'],
        [2, String(two.id), 'edited', '2024-09-01T00:00:00+00:00'],
      ],
    );
    const twice = await alice.post('/v1/licenses/revoke', { ids: [one.id, one.id], mode: 'all' });
    assert.deepEqual([twice.body.code, twice.body.reason], ['batch_refused', 'duplicate_row']);
    const revoked = await alice.post('/v1/licenses/revoke', { ids: [one.id, two.id] });
    assert.deepEqual(
      revoked.body.results.map(({ license }: { license: { active: boolean } }) => license.active),
      [false, false],
    );
    assert.deepEqual(revoked.body.results[0].license, (await alice.get(`/v1/license/${one.id}`)).body);
  });

  test('one request takes 1 to 1,000, of the right shape', async () => {
    const many = (length: number) => Array.from({ length }, () => ({ email: person() }));
    for (const rows of [[], many(1001), [5], [null], [[]]]) {
      const { status, body } = await apply(rows as object[]);
      assert.deepEqual([status, body.code], [400, 'invalid_request'], JSON.stringify(rows).slice(0, 80));
    }
    assert.match((await apply(many(1001))).body.detail, /has 1001 rows; up to 1000 go/);
    const misshapen = [{ name: 'x' }, { email: 5 }, { email: person(), more: 1 }, { email: person(), recycle: 'yes' }];
    const { status, body } = await apply([...misshapen, { email: person() }]);
    assert.equal(status, 200, 'a row of another shape is refused by itself');
    assert.deepEqual(outcomes(body.results), [...misshapen.map(() => 'invalid_request'), 'good']);
    assert.deepEqual(
      body.results.flatMap(({ errors = [] }: { errors?: { pointer: string }[] }) => errors.map((e) => e.pointer)),
      ['/email', '/email', '/more', '/recycle'],
    );
    for (const more of [{ recyclePolicy: 'idle' }, { minHeldDays: 1 }, { recycle: false, minHeldDays: 0 }]) {
      assert.equal((await apply(many(1), more)).body.code, 'invalid_request', JSON.stringify(more));
      assert.equal((await preview(person(), more)).body.code, 'invalid_request', JSON.stringify(more));
    }
    for (const ids of [[], ['0'], ['x'], [0], [-1], [1.5], [null], Array(1001).fill('1')]) {
      assert.equal((await alice.post('/v1/licenses/revoke', { ids })).status, 400, JSON.stringify(ids).slice(0, 80));
    }
    for (const body of [{}, { csv: 5 }, { csv: 'a', more: 1 }, []]) {
      assert.equal((await alice.post(`/v1/pool/${shared}/bulk/preview`, body)).status, 400);
    }
    const most = await apply(many(1000));
    assert.deepEqual([most.status, most.body.results.length], [200, 1000]);
  });

  test('nobody else’s pools and licenses, and nothing without the permission', async () => {
    const { id } = (await assign(person())).body;
    const rows = [{ email: person() }];
    for (const [path, body] of [
      ['bulk/preview', { csv: person() }],
      ['bulk', { rows }],
    ] as const) {
      const foreign = await charlie.post(`/v1/pool/${shared}/${path}`, body);
      const absent = await charlie.post(`/v1/pool/999999/${path}`, body);
      assert.deepEqual([foreign.status, foreign.text], [404, absent.text]);
      assert.equal((await app.withToken('').post(`/v1/pool/${shared}/${path}`, body)).status, 401);
    }
    const foreign = await charlie.post('/v1/licenses/revoke', { ids: [String(id)] });
    assert.deepEqual(
      foreign.body.results.map(({ code }: { code: string }) => code),
      ['not_found'],
    );
    assert.equal((await app.withToken('').post('/v1/licenses/revoke', { ids: [String(id)] })).status, 401);
    assert.equal((await active()).length, 1);
  });

  test('two lists for the last licenses give them once', async () => {
    const lists = [1, 2, 3, 4].map(() => Array.from({ length: 5 }, () => ({ email: person() })));
    const answers = await Promise.all(lists.map((rows) => apply(rows)));
    assert.ok(answers.every(({ status }) => status === 200));
    const all = answers.flatMap(({ body }) => body.results as Outcome[]);
    assert.equal(all.filter(({ outcome }) => outcome === 'assigned').length, 3);
    assert.ok(all.every(({ outcome, code }) => outcome === 'assigned' || code === 'no_available_licenses'));
  });

  test('a list that is sent on and on with one key, until it is answered, is answered alike each time', async () => {
    for (let round = 0; round < 8; round++) {
      const rows = Array.from({ length: 3 }, () => ({ email: person() }));
      const sent = [apply(rows, {}, { 'idempotency-key': `on-${round}` })];
      let answered = false;
      void sent[0]?.finally(() => {
        answered = true;
      });
      while (!answered) {
        sent.push(apply(rows, {}, { 'idempotency-key': `on-${round}` }));
        await alice.get('/v1/me');
      }
      const [first, ...others] = await Promise.all(sent);
      assert.ok(first);
      assert.deepEqual(outcomes(first.body.results), ['good', 'good', 'good'], first.text);
      assert.deepEqual([...new Set(others.map(({ text }) => text))], [first.text]);
      for (const { license } of first.body.results) await alice.delete(`/v1/license/${license.id}`);
    }
  });
});
