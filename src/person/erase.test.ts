/** Who was erased is named nowhere: looked for in every table by value, and in every byte of the files. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { sql } from 'kysely';
import { makeAccount, signedIn } from '../../test/support/accounts.ts';
import { type Client, onBothEngines, startApp, type TestApp } from '../../test/support/app.ts';
import { ALICE, CHARLIE, CHARLIES, cast, OWNED, SHARED, SHARED_SQL, SQL } from '../../test/support/cast.ts';
import { recorder } from '../../test/support/xapi.ts';
import { tableNames } from '../db/dialect.ts';
import { inspect } from '../db/inspect.ts';
import { OutboxWorker } from '../outbox/worker.ts';
import { finishErasures } from './finish.ts';

const NAME = "Zéphyrine Quux-O'Neill";
const OLD_NAME = 'Zephy Quuxfield';
const ADDRESS = 'Zephyrine.Quux@alder.example';
const WRONG = 'zephyrin.kuux@alder.example';
const EARLIER = 'zq.earlier@bücher.example';
/** In lower case, as they may stand anywhere. */
const NEEDLES = [
  NAME,
  OLD_NAME,
  ADDRESS,
  WRONG,
  EARLIER,
  'zq.earlier@xn--bcher-kva.example',
  'quux',
  'kuux',
  'zq.earlier',
]
  .flatMap((text) => [
    text,
    encodeURIComponent(text),
    Buffer.from(text.toLowerCase()).toString('hex'),
    JSON.stringify(text).slice(1, -1),
  ])
  .map((text) => text.toLowerCase());
const NAMESAKE = { name: 'Maria Bianchi', email: 'maria.b@alder.example' };

const foundIn = (text: string) => NEEDLES.filter((needle) => text.toLowerCase().includes(needle));

/** Text with what MIME writes otherwise. */
const decoded = (bytes: Buffer, mail: boolean): string => {
  const text = bytes.toString('latin1');
  if (!mail) return [text, bytes.toString(), bytes.toString('utf16le')].join('\n');
  const quoted = text
    .replace(/=\r?\n/g, '')
    .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  const parts = (text.match(/(?:[A-Za-z0-9+/]{40,}={0,2}\r?\n?)+/g) ?? []).map((part) =>
    Buffer.from(part, 'base64').toString('latin1'),
  );
  return [text, quoted, ...parts].map((one) => `${one}\n${Buffer.from(one, 'latin1').toString()}`).join('\n');
};

const filesIn = (folder: string): string[] =>
  readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? filesIn(path) : [path];
  });

onBothEngines('a person is erased', (engine) => {
  let app: TestApp;
  let publisher: Client;
  let alice: Client;
  let charlie: Client;
  let worker: OutboxWorker;

  before(async () => {
    const world = cast();
    app = await startApp(engine, {
      world: { ...world, pools: world.pools.map((pool) => ({ ...pool, licenses: 40 })) },
    });
    publisher = await app.publisher();
    alice = await app.client(ALICE);
    charlie = await app.client(CHARLIE);
    worker = new OutboxWorker(app.context, { clock: async () => app.clock.ms });
  });

  const ran = async (text: string) => app.context.db.write((tx) => tx.script(text));

  /** Where the person is named, by table. */
  async function tables(): Promise<string[]> {
    const { read } = app.context.db;
    const found: string[] = [];
    for (const table of await tableNames(read)) {
      const { rows } = await sql.raw<Record<string, unknown>>(`select * from "${table}"`).execute(read.kysely);
      for (const row of rows)
        for (const [column, value] of Object.entries(row))
          if (typeof value === 'string' && foundIn(value).length > 0) found.push(`${table}.${column}`);
    }
    return [...new Set(found)].sort();
  }

  const files = (): string[] =>
    filesIn(app.context.config.dataDir)
      .filter((path) => foundIn(decoded(readFileSync(path), path.endsWith('.eml'))).length > 0)
      .map((path) => path.slice(app.context.config.dataDir.length + 1));

  const sendAll = async () => {
    while ((await worker.runOnce()) > 0);
  };

  /** Everything that Carrel keeps of people, of one person. Answers the id. */
  async function makePerson(): Promise<number> {
    const key = { 'idempotency-key': 'assign-1' };
    const first = await alice.post(`/v1/pool/${SHARED}/license`, { email: WRONG, name: OLD_NAME }, key);
    const id: number = first.body.student.id;
    assert.equal(
      (await publisher.patch(`/v1/students/${id}`, { name: NAME, email: ADDRESS }, { 'idempotency-key': 'fix' }))
        .status,
      200,
    );
    const rows = {
      rows: [
        { email: ADDRESS, name: NAME },
        { email: NAMESAKE.email, name: NAMESAKE.name },
      ],
    };
    assert.equal((await alice.post(`/v1/pool/${SHARED_SQL}/bulk`, rows, { 'idempotency-key': 'bulk-1' })).status, 200);
    const other = await charlie.post(`/v1/pool/${CHARLIES}/license`, { email: 'zq@alder.example', name: 'Z Q' });
    await publisher.patch(`/v1/students/${other.body.student.id}`, { email: EARLIER });
    assert.equal(
      (await publisher.post(`/v1/students/${other.body.student.id}/merge`, { into: id }, { 'idempotency-key': 'm' }))
        .status,
      200,
    );
    const browser = await signedIn(app, { email: ADDRESS, name: 'Zéphyrine Q. Quux' });
    const held = (await browser.get('/api/app/my/licenses')).body;
    const sqlLicense = held.find((one: { courseId: string }) => one.courseId === String(SQL));
    assert.equal((await browser.post(`/api/app/my/licenses/${sqlLicense.licenseId}/return`)).status, 200);
    await browser.post('/api/auth/sign-in/magic-link', { email: ADDRESS });
    await alice.call('PUT', '/v1/roster', {
      rows: [
        { email: EARLIER, name: NAME, courseId: String(SQL) },
        { email: 'x', name: NAME, courseId: 'y' },
      ],
    });
    await alice.post('/v1/links', { poolId: SHARED, licenses: 1, name: `For ${NAME}` });
    await alice.post('/v1/webhooks', {
      url: `https://hooks.example/?for=${encodeURIComponent(ADDRESS)}`,
      events: ['*'],
      description: NAME,
    });
    await sendAll();
    await alice.post('/v1/students/remind', { ids: [id] });
    await charlie.post(`/v1/pool/${CHARLIES}/bulk`, { rows: [{ email: ADDRESS }] });
    const player = await recorder(app);
    const sha1 = createHash('sha1').update(`mailto:${ADDRESS.toLowerCase()}`).digest('hex');
    const homePage = app.context.config.publicUrl;
    for (const actor of [
      { mbox: `mailto:${EARLIER.replace('bücher', 'xn--bcher-kva')}`, name: NAME },
      { mbox_sha1sum: sha1 },
      { account: { homePage, name: String(id) } },
      { mbox: 'mailto:teacher@alder.example', name: `Teacher of ${NAME}` },
      { mbox: 'mailto:other@alder.example', name: 'Other' },
      { mbox: `mailto:${ADDRESS}` },
    ]) {
      const statement = { actor, verb: { id: 'http://v.example/did' }, object: { id: 'http://o.example/x' } };
      const { status, text } = await player.post([statement]);
      assert.equal(status, 200, text);
    }
    const agent = encodeURIComponent(JSON.stringify({ account: { homePage, name: String(id) } }));
    const path = `/activities/state?activityId=http%3A%2F%2Fo.example&stateId=s&agent=${agent}`;
    assert.equal((await player.call('PUT', path, JSON.stringify({ me: NAME }))).status, 204);
    const quoted = (text: string) => `'${text.replaceAll("'", "''")}'`;
    const json = (value: unknown) => quoted(JSON.stringify(value));
    const person = { id, name: NAME, email: ADDRESS };
    const mary = { id: 1, ...NAMESAKE };
    await ran(`
      insert into outbox (id, channel, kind, recipient, payload, created_at, run_at, failed_at, error, answer) values
        ('told', 'mail', 'manager_undelivered', 'alice@alder.example', ${json({ managerId: ALICE, students: [person, mary], text: `${NAME} <${ADDRESS}>` })}, 1, 0, 2, ${quoted(`550 <${ADDRESS}>`)}, null),
        ('code', 'mail', 'mailed_code', ${quoted(ADDRESS.toLowerCase())}, '{"code":"1"}', 1, 0, null, null, null);
      insert into agent_plan (id, manager_id, action, made_at, expires_at, maker, request, terms, steps, refused)
        values ('plan', ${ALICE}, 'assign', 1, 4000000000, ${quoted(NAME)}, ${json({ body: { rows: [{ email: ADDRESS, name: NAME, firstName: 'Quux' }] } })}, '{}',
          ${json([{ student: person, takenFrom: { licenseId: 1, ...NAMESAKE } }])}, ${json([{ of: EARLIER, detail: `${OLD_NAME} has it` }])});
      insert into event (manager_id, at, kind, actor_kind, actor_label, details) values
        (${ALICE}, 1, 'member.invited', 'person', ${quoted(NAME)}, ${json({ after: { email: ADDRESS, role: 'viewer' }, why: `asked by ${NAME.toUpperCase()}` })}),
        (${ALICE}, 1, 'link.created', 'person', 'Alice', ${json({ after: { name: `For ${NAME}`, to: [mary] } })});
      insert into quota (subject, used, since) values (${quoted(`to:${ADDRESS}`)}, 1, 1);
      insert into idempotency (owner, key, fingerprint, status, body, created_at) values ('manager:1', ${quoted(`for-${ADDRESS}`)}, 'f', 200, '{}', 1);
      insert into member (id, manager_id, email, role, code_hash, code_expires_at, since) values ('inv', ${CHARLIE}, ${quoted(ADDRESS.toLowerCase())}, 'viewer', 'h', 1, 1);
      update webhook_delivery set error = ${quoted(`refused for ${ADDRESS}`)};`);
    return id;
  }

  let id: number;

  test('only with the licenses, where there are some, and a rehearsal keeps all', async () => {
    id = await makePerson();
    const named = await tables();
    for (const column of [
      'student.name',
      'event.details',
      'event.actor_label',
      'outbox.recipient',
      'outbox.payload',
      'idempotency.body',
      'roster_row.email',
      'agent_plan.request',
      'person.name',
      'verification.value',
      'link.name',
      'webhook.url',
      'member.email',
    ])
      assert.ok(named.includes(column), `${column} of ${named.join()}`);
    assert.ok(
      files().some((file) => file.startsWith('mail/')),
      files().join(),
    );
    const refused = await publisher.delete(`/v1/students/${id}`);
    assert.deepEqual([refused.status, refused.body.code], [400, 'has_licenses']);
    const dry = await publisher.delete(`/v1/students/${id}?end=true&dryRun=true`);
    assert.deepEqual([dry.status, dry.body.name, dry.headers.get('dry-run')], [200, 'Erased person', 'true']);
    assert.deepEqual(await tables(), named);
    assert.equal((await publisher.delete('/v1/students/987654')).status, 404);
    assert.equal((await (await app.publisher('read')).delete(`/v1/students/${id}`)).status, 403);
    assert.equal((await publisher.delete(`/v1/students/${id}?end=perhaps`)).status, 400);
  });

  test('and all that is kept can be had before, without the names of others', async () => {
    const { status, body, text } = await publisher.get(`/v1/students/${id}/export`);
    assert.equal(status, 200);
    for (const list of [
      'student',
      'licenses',
      'progress',
      'events',
      'mails',
      'rosterRows',
      'agentPlans',
      'idempotencyAnswers',
      'accounts',
      'sessions',
      'keptMails',
      'memberships',
      'webhookDeliveries',
      'statements',
      'playerDocuments',
    ])
      assert.ok(Array.isArray(body[list]), list);
    assert.deepEqual(
      [body.student.length, body.licenses.length, body.accounts.length, body.sessions.length, body.memberships.length],
      [2, 3, 1, 1, 1],
    );
    assert.deepEqual([...body.addresses].filter((one: string) => one === one.toLowerCase()).sort(), [
      'zephyrin.kuux@alder.example',
      'zephyrine.quux@alder.example',
      'zq.earlier@bücher.example',
      'zq.earlier@xn--bcher-kva.example',
      'zq@alder.example',
    ]);
    const waiting = body.mails.find(
      (mail: { written: object | null; kind: string }) => mail.kind === 'license_unopened',
    );
    assert.match(waiting.written.text, /Zéphyrine/);
    assert.ok(
      body.keptMails.length > 0 && body.keptMails.every((mail: { text: string }) => !/https?:\/\//.test(mail.text)),
    );
    const others = [NAMESAKE.email, NAMESAKE.name].map((one) => text.indexOf(one));
    assert.deepEqual(
      others.map((at) => (at < 0 ? '' : text.slice(at - 200, at + 50))),
      ['', ''],
      'others are not named',
    );
    assert.ok(!/"(hash|token|password|secret)":/i.test(text), 'and nothing secret is told');
    assert.match(body.events[0].at, /^\d{4}-\d\d-\d\dT/);
    assert.equal((await publisher.get('/v1/students/987654/export')).status, 404);
  });

  test('from every table and file, with licenses, seats and history as they were', async () => {
    const seats = (await alice.get(`/v1/pool/${SHARED}`)).body.assignedLicenses;
    const events = (await alice.get(`/v1/events?studentId=${id}&pageSize=100`)).body.length;
    const done = await publisher.delete(`/v1/students/${id}?end=true`);
    assert.equal(done.status, 200, done.text);
    assert.deepEqual(done.body, {
      ...{ id, name: 'Erased person', email: '', activeLicenses: 0, managers: 2 },
      ...{ endedLicenses: 1, accountBecame: 'deleted' },
    });
    assert.deepEqual(await tables(), []);
    assert.deepEqual(files(), []);
    assert.deepEqual(await inspect(app.context.db), []);
    const view = await publisher.get(`/v1/students/${id}`);
    assert.deepEqual([view.body.name, view.body.email, view.body.licenses.length], ['Erased person', '', 3]);
    assert.equal((await alice.get(`/v1/pool/${SHARED}`)).body.assignedLicenses, seats - 1);
    const { kysely } = app.context.db.read;
    const statements = await kysely.selectFrom('xapi_statement').select(['body', 'voided']).orderBy('seq').execute();
    assert.deepEqual(
      statements.map(({ body, voided }) => [JSON.parse(body).actor?.name ?? null, voided]),
      [
        ['Other', 0],
        [null, 1],
      ],
    );
    assert.deepEqual(await kysely.selectFrom('xapi_document').select('id').execute(), []);
    const told = (await alice.get(`/v1/events?studentId=${id}&pageSize=100`)).body;
    assert.equal(told.length, events + 2);
    assert.deepEqual([told[0].kind, told[1].kind], ['student.erased', 'license.erased']);
    assert.equal((await publisher.get('/v1/students?search=erased')).body.length, 0);
    const replayed = await alice.post(
      `/v1/pool/${SHARED}/license`,
      { email: WRONG, name: OLD_NAME },
      { 'idempotency-key': 'assign-1' },
    );
    assert.deepEqual(
      [replayed.status, replayed.headers.get('idempotent-replayed'), replayed.body.student],
      [200, 'true', { id, name: 'Erased person', email: '' }],
    );
    const bulk = await app.context.db.read.kysely
      .selectFrom('idempotency')
      .select('body')
      .where('key', '=', 'bulk-1')
      .execute();
    assert.match(bulk[0]?.body ?? '', /Maria Bianchi.*maria\.b@alder\.example/, 'others stay');
    const plan = await app.context.db.read.kysely.selectFrom('agent_plan').selectAll().execute();
    assert.match(plan[0]?.steps ?? '', /Erased person.*Maria Bianchi/);
    assert.notEqual(plan[0]?.outdated_at, null);
    await sendAll();
    assert.deepEqual([await tables(), files()], [[], []], 'also once mails that waited have left');
  });

  test('for good: again it answers the same, and who comes again is somebody new', async () => {
    const again = await publisher.delete(`/v1/students/${id}`);
    assert.deepEqual([again.status, again.body.name, again.body.endedLicenses], [200, 'Erased person', 0]);
    for (const [answer, code] of [
      [await publisher.patch(`/v1/students/${id}`, { name: 'X' }), 'student_erased'],
      [await publisher.get(`/v1/students/${id}/export`), 'student_erased'],
      [await publisher.post(`/v1/students/${id}/merge`, { into: 987654 }), 'student_erased'],
    ] as const)
      assert.deepEqual([answer.status, answer.body.code], [400, code]);
    const fresh = await alice.post(`/v1/pool/${SHARED}/license`, { email: ADDRESS, name: NAME });
    assert.notEqual(fresh.body.student.id, id);
    assert.equal((await alice.get(`/v1/student?email=${EARLIER}`)).status, 404);
    const refused = await publisher.post(`/v1/students/${fresh.body.student.id}/merge`, { into: id });
    assert.equal(refused.body.code, 'student_erased');
    await assert.rejects(
      app.load({ students: [{ id, name: 'X', email: 'x@x.example' }] } as never),
      /was erased/,
      'an import gives nothing to who was erased',
    );
    assert.equal((await publisher.delete(`/v1/students/${fresh.body.student.id}?end=1`)).status, 200);
    assert.deepEqual([await tables(), files()], [[], []]);
  });

  test('but whoever works for a license manager keeps the account', async () => {
    const email = 'busy@alder.example';
    await makeAccount(app, { email, name: 'Busy Person', roles: { [CHARLIE]: 'owner' } });
    const { body } = await alice.post(`/v1/pool/${OWNED}/license`, { email, name: 'Busy Person' });
    const done = await publisher.delete(`/v1/students/${body.student.id}?end=true`);
    assert.deepEqual([done.status, done.body.accountBecame], [200, 'kept']);
    const { kysely } = app.context.db.read;
    assert.equal((await kysely.selectFrom('member').select('id').where('email', '=', email).execute()).length, 1);
    assert.equal(
      (await kysely.selectFrom('person').select('name').where('email', '=', email).execute())[0]?.name,
      'Busy Person',
    );
    const labels = await kysely
      .selectFrom('event')
      .select(['kind', 'details'])
      .where('kind', '=', 'member.joined')
      .execute();
    assert.ok(
      labels.some(({ details }) => details.includes(email)),
      'and its own history',
    );
    assert.deepEqual(await inspect(app.context.db), []);
  });

  test('and another of the same name is not touched', async () => {
    const { name, email } = NAMESAKE;
    const twin = await charlie.post(`/v1/pool/${CHARLIES}/license`, { email: 'maria.two@cedar.example', name });
    const { body } = await alice.get(`/v1/student?email=${email}`);
    await ran(
      `insert into event (manager_id, at, kind, actor_kind, actor_label, details) values (2, 1, 'x', 'person', '${name}', '{"why":"${name} asked"}')`,
    );
    assert.equal((await publisher.delete(`/v1/students/${body.id}?end=true`)).status, 200);
    const { kysely } = app.context.db.read;
    const [event] = await kysely
      .selectFrom('event')
      .select(['actor_label', 'details'])
      .where('kind', '=', 'x')
      .execute();
    assert.deepEqual([event?.actor_label, event?.details], [name, `{"why":"${name} asked"}`]);
    assert.equal((await publisher.get(`/v1/students/${twin.body.student.id}`)).body.name, name);
    await ran(`update outbox set payload = '{}' where id = 'told'`);
  });

  test('whole or not at all, where licenses are given and others erase at once', async () => {
    for (let round = 0; round < 6; round++) {
      const email = `racer${round}@alder.example`;
      const { body } = await alice.post(`/v1/pool/${SHARED}/license`, { email, name: `Racer Roundly ${round}` });
      const erase = () => publisher.delete(`/v1/students/${body.student.id}?end=true`);
      const statuses = (
        await Promise.all([
          erase(),
          alice.post(`/v1/pool/${SHARED_SQL}/license`, { email }),
          erase(),
          charlie.post(`/v1/pool/${CHARLIES}/bulk`, { rows: [{ email }] }),
          publisher.post(`/v1/students/${body.student.id}/merge`, { into: 1 }),
        ])
      ).map(({ status }) => status);
      assert.deepEqual(
        statuses.filter((status) => status >= 500),
        [],
        statuses.join(),
      );
      const view = await publisher.get(`/v1/students/${body.student.id}`);
      if (view.status === 200) assert.deepEqual([view.body.name, view.body.activeLicenses], ['Erased person', 0]);
    }
    assert.deepEqual(await inspect(app.context.db), []);
  });

  test('with the mails that were being sent at that moment', async () => {
    const { body } = await alice.post(`/v1/pool/${SHARED_SQL}/license`, { email: ADDRESS, name: NAME });
    await ran(`update outbox set locked_until = 4000000000000 where recipient = '${ADDRESS}'`);
    const { id: mail } = await app.context.db.read.kysely
      .selectFrom('outbox')
      .select('id')
      .where('recipient', '=', ADDRESS)
      .executeTakeFirstOrThrow();
    assert.equal((await publisher.delete(`/v1/students/${body.student.id}?end=true`)).status, 200);
    const { writeFileSync } = await import('node:fs');
    const late = join(app.context.config.dataDir, 'mail', `2024-04-19T06-36-10.000Z_000000000001_${mail}.eml`);
    writeFileSync(late, `To: ${ADDRESS}\r\n\r\n${NAME}`);
    app.clock.forward(61);
    await finishErasures(app.context);
    assert.deepEqual([await tables(), files()], [[], []]);
    const open = await app.context.db.read.kysely
      .selectFrom('erasure')
      .select('student_id')
      .where('purged_at', 'is', null)
      .execute();
    assert.deepEqual(open, []);
  });
});
