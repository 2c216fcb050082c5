/** What statements say of students in courses moves their progress. */
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { type Client, onBothEngines, startApp, type TestApp } from '../../test/support/app.ts';
import { ALICE, cast, DAX, SHARED, SQL } from '../../test/support/cast.ts';
import { type Recorder, recorder } from '../../test/support/xapi.ts';

const ADL = 'http://adlnet.gov/expapi/verbs/';
const EXTENSION = 'https://w3id.org/xapi/cmi5/result/extensions/progress';

onBothEngines('progress by xAPI', (engine) => {
  let app: TestApp;
  let alice: Client;
  let player: Recorder;
  let next = 0;

  before(async () => {
    app = await startApp(engine, { world: cast() });
    alice = await app.client(ALICE);
    player = await recorder(app);
  });

  const someone = async () => {
    for (const { id, poolId } of (await alice.get('/v1/licenses?pageSize=100')).body)
      if (poolId === String(SHARED)) await alice.delete(`/v1/license/${id}`);
    const email = `Person${next++}@alder.example`;
    const { status, body, text } = await alice.post(`/v1/pool/${SHARED}/license`, { email });
    assert.equal(status, 200, text);
    return { id: body.student.id as number, email };
  };
  const own = (course: number) => `${app.context.config.publicUrl}/xapi/course/${course}`;
  const say = async (actor: object, verb: string, more: object = {}, activity = own(DAX)) => {
    const answer = await player.post({ actor, verb: { id: ADL + verb }, object: { id: activity }, ...more });
    assert.equal(answer.status, 200, answer.text);
  };
  const progressed = (percent: unknown, timestamp?: string) => ({
    result: { extensions: { [EXTENSION]: percent } },
    ...(timestamp ? { timestamp } : {}),
  });
  const known = async ({ id }: { id: number }) => {
    const [course] = (await alice.get(`/v1/students/${id}/courses`)).body;
    return [course.progress, course.completed, course.lastAccess];
  };

  test('is opened, goes on and is completed, at the times of the statements', async () => {
    const person = await someone();
    const mbox = { mbox: `mailto:${person.email.toUpperCase()}` };
    await say(mbox, 'initialized', { timestamp: '2024-04-18T10:00:00+02:00' });
    assert.deepEqual(await known(person), [0, null, '2024-04-18T08:00:00+00:00']);
    await say(mbox, 'progressed', progressed(40, '2024-04-18T10:00:00Z'));
    await say(mbox, 'progressed', progressed(30, '2024-04-18T09:00:00Z'));
    assert.deepEqual((await known(person))[0], 40, 'the newest counts');
    await say(mbox, 'passed', { timestamp: '2024-04-18T11:00:00.999Z' });
    assert.deepEqual((await known(person)).slice(0, 2), [100, '2024-04-18T11:00:00+00:00']);
    await say(mbox, 'launched', { timestamp: '2031-01-01T00:00:00Z' });
    assert.equal((await known(person))[2], '2024-04-19T06:36:10+00:00', 'at most now');
    const events = (await alice.get('/v1/events?pageSize=5')).body;
    const told = events.find(({ kind }: { kind: string }) => kind === 'progress.completed');
    assert.deepEqual([told?.student.id, told?.actor.label], [person.id, 'A player']);
  });

  test('is that of a student named by an account of this server, in a course by its own name too', async () => {
    const person = await someone();
    const account = (name: unknown, homePage = app.context.config.publicUrl) => ({ account: { homePage, name } });
    await app.context.db.write((tx) =>
      tx.kysely
        .updateTable('course')
        .set({ activity_id: 'https://courses.example/dax' })
        .where('id', '=', DAX)
        .execute(),
    );
    await say(account(String(person.id)), 'progressed', progressed(12));
    assert.deepEqual((await known(person))[0], 0, 'the course has another name');
    await say(account(String(person.id)), 'progressed', progressed(13), 'https://courses.example/dax');
    assert.deepEqual((await known(person))[0], 13);
    await app.context.db.write((tx) =>
      tx.kysely.updateTable('course').set({ activity_id: null }).where('id', '=', DAX).execute(),
    );
    for (const [actor, verb, more, activity] of [
      [account(String(person.id), 'https://other.example'), 'completed', {}],
      [account('999999'), 'completed', {}],
      [account(`0${person.id}`), 'completed', {}],
      [{ objectType: 'Group', mbox: `mailto:${person.email}` }, 'completed', {}],
      [account(String(person.id)), 'completed', {}, own(4711)],
      [account(String(person.id)), 'completed', {}, `${own(DAX)}/part`],
      [account(String(person.id)), 'experienced', {}],
      [account(String(person.id)), 'progressed', {}],
      [account(String(person.id)), 'progressed', progressed('70')],
      [account(String(person.id)), 'progressed', progressed(101)],
      [account(String(person.id)), 'progressed', progressed(-1)],
      [{ mbox: 'mailto:nobody@alder.example' }, 'completed', {}],
    ] as const) {
      await say(actor, verb, more, activity ?? own(DAX));
    }
    assert.deepEqual(
      (await known(person)).slice(0, 2),
      [13, null],
      'nothing of this is about the student and the course',
    );
    await say(account(String(person.id)), 'completed', {}, own(SQL));
    assert.deepEqual((await known(person)).slice(0, 2), [13, null]);
  });

  test('is moved once by a statement that comes again, and not by a batch that is refused', async () => {
    const person = await someone();
    const statement = {
      id: '6690e6c9-3ef0-4ed3-8b37-7f3964730bee',
      actor: { mbox: `mailto:${person.email}` },
      verb: { id: `${ADL}progressed` },
      object: { id: own(DAX) },
      ...progressed(20),
    };
    const wrong = await player.post([statement, { ...statement, id: undefined, verb: {} }]);
    assert.equal(wrong.status, 400);
    assert.equal((await known(person))[0], 0);
    await player.post(statement);
    await alice.get('/v1/me');
    app.clock.forward(10);
    await say(statement.actor, 'progressed', progressed(30));
    app.clock.forward(10);
    assert.equal((await player.post(statement)).status, 200);
    assert.equal((await known(person))[0], 30);
  });
});
