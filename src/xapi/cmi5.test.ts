/** A launch by cmi5: from the address that opens the unit to `satisfied`, and nothing besides. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { before, test } from 'node:test';
import { type Client, onBothEngines, request, startApp, type TestApp } from '../../test/support/app.ts';
import { ALICE, cast, DAX, SHARED } from '../../test/support/cast.ts';
import { type Recorder, recorder, recorderOf, said } from '../../test/support/xapi.ts';
import { HOUR } from '../rules/time.ts';
import { abandonIdleSessions } from './cmi5-abandon.ts';

const ADL = 'http://adlnet.gov/expapi/verbs/';
const CATEGORY = 'https://w3id.org/xapi/cmi5/context/categories/cmi5';
const SESSION_ID = 'https://w3id.org/xapi/cmi5/context/extensions/sessionid';
const UNIT = 'https://unit.example/start.html?own=1';

/** An assignable unit as far as a browser has brought it: it was opened, and has what it signs in with. */
interface Unit extends Recorder {
  actor: object;
  registration: string;
  activityId: string;
  template: { contextActivities: object; extensions: Record<string, string> };
  launchData: Record<string, unknown>;
  /** A statement of cmi5, or one of the unit's own. */
  statement(verb: string, more?: object, defined?: boolean): object;
}

onBothEngines('cmi5', (engine) => {
  let app: TestApp;
  let alice: Client;
  let publisher: Recorder;
  let staff: Client;
  let next = 0;

  before(async () => {
    app = await startApp(engine, { world: cast(), settings: { xapiRateLimitPerMinute: 0 } });
    alice = await app.client(ALICE);
    publisher = await recorder(app);
    staff = await app.publisher();
  });

  const setMoveOn = (moveOn: string | null) =>
    app.context.db.write((tx) =>
      tx.kysely
        .updateTable('course')
        .set({ launch_method: 'cmi5', launch_url: UNIT, launch_move_on: moveOn })
        .where('id', '=', DAX)
        .execute(),
    );
  /** Somebody new with a license; `beside` those who have one. */
  const someone = async ({ beside = false } = {}) => {
    for (const { id, poolId } of (await alice.get('/v1/licenses?pageSize=100')).body)
      if (poolId === String(SHARED) && !beside) await alice.delete(`/v1/license/${id}`);
    const { status, body, text } = await alice.post(`/v1/pool/${SHARED}/license`, {
      email: `unit${next++}@alder.example`,
    });
    assert.equal(status, 200, text);
    return { id: body.student.id as number, license: body.id as number };
  };
  const launch = (person: { id: number }, query = '') =>
    staff.post(`/v1/students/${person.id}/launch${query}`, { courseId: String(DAX) });
  const open = async (person: { id: number }) => {
    const { status, body, text } = await launch(person);
    assert.equal(status, 200, text);
    return new URL(body.url);
  };
  const fetchOf = (url: URL) =>
    request((url.searchParams.get('fetch') ?? '').replace(app.context.config.publicUrl, app.url), { method: 'POST' });
  const begin = async (person: { id: number; license: number }): Promise<Unit> => {
    const url = await open(person);
    const of = (name: string) => url.searchParams.get(name) ?? '';
    const { body } = await fetchOf(url);
    const [id = '', secret = ''] = Buffer.from(body['auth-token'], 'base64').toString().split(':');
    const unit = recorderOf(app, id, secret);
    const [actor, registration, activityId] = [JSON.parse(of('actor')), of('registration'), of('activityId')];
    const data = await unit.get('/activities/state', {
      activityId,
      agent: actor,
      registration,
      stateId: 'LMS.LaunchData',
    });
    assert.equal(data.status, 200, data.text);
    const template = data.body.contextTemplate;
    const statement: Unit['statement'] = (verb, more = {}, defined = true) => ({
      id: randomUUID(),
      actor,
      verb: { id: ADL + verb },
      object: { id: activityId },
      context: {
        registration,
        extensions: template.extensions,
        contextActivities: { ...template.contextActivities, ...(defined ? { category: [{ id: CATEGORY }] } : {}) },
      },
      ...more,
    });
    return { ...unit, actor, registration, activityId, template, launchData: data.body, statement };
  };
  const verbsOf = async ({ registration }: Unit, by: Recorder = publisher) =>
    (await by.get('/statements', { registration, ascending: true })).body.statements.map(
      ({ verb }: { verb: { id: string } }) => verb.id.split('/').at(-1),
    );
  const say = async (unit: Unit, ...verbs: string[]) => {
    for (const verb of verbs) {
      const { status, text } = await unit.post(unit.statement(verb));
      assert.equal(status, 200, text);
    }
  };

  test('opens a unit with all that it needs, which signs in once and reports to satisfied', async () => {
    await setMoveOn(null);
    const person = await someone();
    const url = await open(person);
    assert.deepEqual([...url.searchParams.keys()], ['own', 'endpoint', 'fetch', 'actor', 'registration', 'activityId']);
    assert.equal(url.searchParams.get('endpoint'), `${app.context.config.publicUrl}/api/xapi/`);
    assert.deepEqual(JSON.parse(url.searchParams.get('actor') ?? ''), {
      objectType: 'Agent',
      account: { homePage: app.context.config.publicUrl, name: String(person.id) },
    });
    const first = await fetchOf(url);
    assert.deepEqual([first.status, Object.keys(first.body)], [200, ['auth-token']]);
    const second = await fetchOf(url);
    assert.deepEqual([second.status, second.body['error-code']], [200, '1']);
    const unit = await begin(person);
    assert.deepEqual([unit.launchData.launchMode, unit.launchData.moveOn], ['Normal', 'Completed']);
    assert.deepEqual(unit.template.contextActivities, { grouping: [{ objectType: 'Activity', id: UNIT }] });
    const preferences = await unit.get('/agents/profile', { agent: unit.actor, profileId: 'cmi5LearnerPreferences' });
    assert.equal(preferences.body.languagePreference, 'en');
    assert.deepEqual(
      [await verbsOf(unit), (await launch(person, '?dryRun=true')).status],
      [['launched', 'abandoned', 'launched'], 200],
    );
    assert.equal((await verbsOf(unit)).length, 3, 'a dry run abandons nothing');
    await say(unit, 'initialized');
    await unit.post(
      unit.statement(
        'progressed',
        { result: { extensions: { 'https://w3id.org/xapi/cmi5/result/extensions/progress': 60 } } },
        false,
      ),
    );
    const course = async () => (await alice.get(`/v1/students/${person.id}/courses`)).body[0];
    assert.equal((await course()).progress, 60);
    const completed = unit.statement('completed', { result: { completion: true, duration: 'PT5M' } });
    assert.equal((await unit.post(completed)).status, 200);
    assert.equal((await unit.post(completed)).status, 200, 'the same again, after an answer that was lost');
    assert.deepEqual([(await course()).progress, (await course()).completed !== null], [100, true]);
    await say(unit, 'terminated');
    assert.deepEqual(await verbsOf(unit), [
      'launched',
      'abandoned',
      'launched',
      'initialized',
      'progressed',
      'completed',
      'satisfied',
      'terminated',
    ]);
    const [, done] = (await publisher.get('/statements', { registration: unit.registration, limit: 2 })).body
      .statements;
    assert.deepEqual(done.object.definition, { type: 'https://w3id.org/xapi/cmi5/activitytype/course' });
    assert.equal(done.context.extensions[SESSION_ID], unit.template.extensions[SESSION_ID]);
    assert.equal((await unit.post(unit.statement('experienced', {}, false))).status, 403, 'terminated is the last');
    app.clock.forward(61);
    assert.equal((await unit.get('/statements')).status, 401);
  });

  test('counts as done by what the course asks for, once in a registration', async () => {
    const cases: [string, string[], boolean][] = [
      ['Passed', ['completed'], false],
      ['Passed', ['passed'], true],
      ['CompletedAndPassed', ['completed'], false],
      ['CompletedAndPassed', ['passed', 'completed'], true],
      ['CompletedOrPassed', ['passed', 'completed'], true],
      ['NotApplicable', [], true],
      ['Completed', ['failed'], false],
    ];
    for (const [moveOn, verbs, expected] of cases) {
      await setMoveOn(moveOn);
      const unit = await begin(await someone());
      await say(unit, 'initialized', ...verbs, 'terminated');
      const count = (await verbsOf(unit)).filter((verb: string) => verb === 'satisfied').length;
      assert.equal(count, expected ? 1 : 0, `${moveOn} ${verbs}`);
    }
    await setMoveOn('CompletedAndPassed');
    const person = await someone();
    const unit = await begin(person);
    await say(unit, 'initialized', 'completed', 'terminated');
    const again = await begin(person);
    assert.equal(again.registration, unit.registration);
    await say(again, 'initialized');
    assert.equal((await again.post(again.statement('completed'))).status, 403, 'completed once in a registration');
    await say(again, 'passed');
    assert.equal((await verbsOf(again)).filter((verb: string) => verb === 'satisfied').length, 1);
    await setMoveOn(null);
  });

  test('lets a unit touch nothing but what is its own, whatever it claims', async () => {
    const unit = await begin(await someone());
    const other = await begin(await someone({ beside: true }));
    await say(unit, 'initialized');
    const theirs = other.statement('experienced', {}, false);
    const foreign: [object, string][] = [
      [theirs, '/actor'],
      [unit.statement('experienced', { actor: other.actor }, false), '/actor'],
      [
        unit.statement('experienced', { context: { registration: other.registration } }, false),
        '/context/registration',
      ],
      [unit.statement('experienced', { context: {} }, false), '/context/registration'],
      [unit.statement('completed', { object: { id: 'https://other.example/course' } }), '/object/id'],
      [unit.statement('voided', { object: { objectType: 'StatementRef', id: randomUUID() } }, false), '/verb/id'],
      [unit.statement('experienced', { object: { objectType: 'StatementRef', id: randomUUID() } }, false), '/object'],
      [unit.statement('experienced', { object: other.actor }, false), '/object'],
      [unit.statement('waived'), '/verb/id'],
      [unit.statement('initialized'), '/verb/id'],
      [
        unit.statement('completed', {
          context: { registration: unit.registration, contextActivities: { category: [{ id: CATEGORY }] } },
        }),
        '/context/extensions',
      ],
    ];
    for (const [statement, pointer] of foreign) {
      const { status, body } = await unit.post(statement);
      assert.deepEqual([status, body.errors?.[0]?.pointer], [403, pointer], JSON.stringify(body));
    }
    assert.equal((await unit.post([unit.statement('completed'), theirs])).status, 403);
    assert.deepEqual(await verbsOf(unit, unit), ['launched', 'initialized'], 'a batch is refused whole');
    assert.deepEqual(await verbsOf(other, unit), [], 'and sees nothing of others');
    const [launched] = (await publisher.get('/statements', { registration: other.registration })).body.statements;
    assert.equal((await unit.get('/statements', { statementId: launched.id })).status, 404);
    assert.equal((await unit.get('/statements', { agent: other.actor })).body.statements.length, 0);
    const state = (of: Unit, more: object = {}) => ({
      activityId: unit.activityId,
      agent: of.actor,
      registration: of.registration,
      stateId: 'own',
      ...more,
    });
    const reads: [string, Record<string, unknown>, number][] = [
      ['/activities/state', state(other), 403],
      ['/activities/state', state(unit, { registration: other.registration }), 403],
      ['/activities/state', state(unit, { registration: '' }), 403],
      ['/activities/state', state(unit), 404],
      ['/agents', { agent: other.actor }, 403],
      ['/agents', { agent: unit.actor }, 200],
      ['/agents/profile', { agent: other.actor }, 403],
      ['/activities/profile', { activityId: 'https://other.example/course' }, 403],
      ['/activities/profile', { activityId: unit.activityId }, 200],
      ['/activities', { activityId: 'https://other.example/course' }, 403],
    ];
    for (const [path, params, status] of reads)
      assert.equal((await unit.get(path, params)).status, status, `${path} ${JSON.stringify(params)}`);
    const write = (path: string, params: Record<string, unknown>, method = 'POST') =>
      unit.call(
        method,
        `${path}?${new URLSearchParams(Object.entries(params).map(([k, v]) => [k, typeof v === 'string' ? v : JSON.stringify(v)]))}`,
        method === 'DELETE' ? undefined : {},
      );
    assert.equal((await write('/activities/state', state(unit))).status, 204);
    assert.equal((await write('/activities/state', state(unit, { stateId: 'LMS.LaunchData' }))).status, 403);
    const { stateId: _, ...all } = state(unit);
    assert.equal((await write('/activities/state', all, 'DELETE')).status, 403);
    assert.equal((await write('/activities/profile', { activityId: unit.activityId, profileId: 'x' })).status, 403);
    await unit.post(
      unit.statement(
        'experienced',
        { object: { id: 'http://things.example/told', definition: { name: { en: 'Mine' } } } },
        false,
      ),
    );
    assert.equal(
      (await publisher.get('/activities', { activityId: 'http://things.example/told' })).body.definition,
      undefined,
    );
  });

  test('keeps the order of a session', async () => {
    const unit = await begin(await someone());
    assert.equal((await unit.post(unit.statement('completed'))).status, 403, 'before initialized');
    assert.equal((await unit.post(unit.statement('experienced', {}, false))).status, 403);
    await say(unit, 'initialized', 'failed');
    assert.equal((await unit.post(unit.statement('passed'))).status, 403, 'after failed');
    const racing = await Promise.all(Array.from({ length: 6 }, () => unit.post(unit.statement('completed'))));
    assert.deepEqual(racing.map(({ status }) => status).sort(), [200, 403, 403, 403, 403, 403]);
    assert.equal((await verbsOf(unit)).filter((verb: string) => verb === 'satisfied').length, 1);
  });

  test('is dead with the license, and with the next launch', async () => {
    const person = await someone();
    const unit = await begin(person);
    await say(unit, 'initialized');
    app.clock.forward(30);
    await say(unit, 'completed');
    const later = await begin(person);
    assert.equal((await unit.get('/statements')).status, 401, 'another session was begun');
    const [, abandoned] = (await publisher.get('/statements', { registration: unit.registration, limit: 2 })).body
      .statements;
    assert.deepEqual([abandoned.verb.display.en, abandoned.result], ['abandoned', { duration: 'PT30S' }]);
    assert.equal((await later.get('/statements')).status, 200);
    const url = await open(person);
    await alice.delete(`/v1/license/${person.license}`);
    assert.equal((await later.get('/statements')).status, 401);
    const late = await fetchOf(url);
    const [id = '', secret = ''] = Buffer.from(late.body['auth-token'] ?? '', 'base64')
      .toString()
      .split(':');
    assert.equal((await recorderOf(app, id, secret).get('/statements')).status, 401);
  });

  test('abandons a session that nobody ended, and an address that nobody opened', async () => {
    const person = await someone();
    const unit = await begin(person);
    await say(unit, 'initialized');
    const url = await open(await someone());
    app.clock.forward(601);
    assert.equal((await fetchOf(url)).body['error-code'], '1');
    assert.equal((await publisher.post(said('x', 'did', 'y'))).status, 200);
    app.clock.forward(12 * HOUR - 600);
    await abandonIdleSessions(app.context);
    assert.equal((await unit.get('/statements')).status, 401);
    assert.deepEqual(await verbsOf(unit), ['launched', 'initialized', 'abandoned']);
    await abandonIdleSessions(app.context);
    assert.deepEqual(await verbsOf(unit), ['launched', 'initialized', 'abandoned']);
  });
});
