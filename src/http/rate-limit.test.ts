import assert from 'node:assert/strict';
import { before, beforeEach, test } from 'node:test';
import { type Answer, type Client, onBothEngines, startApp, type TestApp } from '../../test/support/app.ts';
import { ALICE, CHARLIE, cast, SHARED } from '../../test/support/cast.ts';

const settings = { rateLimitPerMinute: 5 };

const left = (answer: Answer) => Number(/^"default";r=(\d+);t=\d+$/.exec(answer.headers.get('ratelimit') ?? '')?.[1]);
const reset = (answer: Answer) => Number(/;t=(\d+)$/.exec(answer.headers.get('ratelimit') ?? '')?.[1]);
const statuses = (answers: Answer[]) => answers.map((answer) => answer.status);
const accepted = (answers: Answer[]) => answers.filter((answer) => answer.status !== 429).length;

onBothEngines('the rate limit', (engine) => {
  let app: TestApp;
  let alice: Client;

  before(async () => {
    app = await startApp(engine, { world: cast(), settings });
    alice = await app.client(ALICE);
  });

  beforeEach(async () => {
    for (const id of [ALICE, CHARLIE]) await app.context.rateLog(`manager:${id}`, () => ({ hits: [], verdict: null }));
  });

  const times = async (n: number, call: () => Promise<Answer>) => {
    const answers: Answer[] = [];
    for (let i = 0; i < n; i++) answers.push(await call());
    return answers;
  };
  const together = (n: number, call: (i: number) => Promise<Answer>) =>
    Promise.all(Array.from({ length: n }, (_, i) => call(i)));
  /** Lets time pass for what was counted, by its own clock. */
  const age = (managerId: number, ms: (age: number) => number) =>
    app.context.rateLog(`manager:${managerId}`, (hits, now) => ({
      hits: hits.map((at) => at - ms(now - at)),
      verdict: null,
    }));

  test('lets exactly so many requests through, and says how many are left', async () => {
    const answers = await times(7, () => alice.get('/v1/me'));
    assert.deepEqual(statuses(answers), [200, 200, 200, 200, 200, 429, 429]);
    assert.deepEqual(answers.map(left), [4, 3, 2, 1, 0, 0, 0]);
    for (const answer of answers) {
      assert.equal(answer.headers.get('ratelimit-policy'), '"default";q=5;w=60');
      assert.ok(reset(answer) >= 1 && reset(answer) <= 60, String(reset(answer)));
    }
  });

  test('answers 429 with the seconds to wait, and after them one request is let through', async () => {
    await times(5, () => alice.get('/v1/me'));
    await age(ALICE, () => 40_000);
    const refused = await alice.get('/v1/me');
    assert.equal(refused.status, 429);
    assert.equal(refused.body.code, 'rate_limited');
    assert.match(refused.headers.get('content-type') ?? '', /^application\/problem\+json/);
    const wait = Number(refused.headers.get('retry-after'));
    assert.equal(wait, reset(refused));
    assert.ok(wait >= 1 && wait <= 20, String(wait));
    await age(ALICE, () => wait * 1000);
    assert.equal((await alice.get('/v1/me')).status, 200);
  });

  test('counts in any 60 seconds, not in minutes of the clock', async () => {
    await times(3, () => alice.get('/v1/me'));
    await age(ALICE, () => 50_000);
    assert.deepEqual(statuses(await times(3, () => alice.get('/v1/me'))), [200, 200, 429]);
    await age(ALICE, (old) => (old > 40_000 ? 10_000 : 0));
    assert.deepEqual(
      statuses(await times(4, () => alice.get('/v1/me'))),
      [200, 200, 200, 429],
      'the three first are out, the two later are in',
    );
  });

  test('lifts nothing where the clock of the database was stepped back', { skip: engine === 'sqlite' }, async () => {
    await times(5, () => alice.get('/v1/me'));
    await age(ALICE, () => -3_600_000);
    const refused = await alice.get('/v1/me');
    assert.equal(refused.status, 429);
    assert.ok(Number(refused.headers.get('retry-after')) <= 60, 'nor does it refuse for longer than ever');
  });

  test('lets exactly so many of many requests at once through', async () => {
    const answers = await together(40, () => alice.get('/v1/me'));
    assert.equal(accepted(answers), 5);
    assert.deepEqual(
      answers
        .filter((answer) => answer.status === 200)
        .map(left)
        .sort(),
      [0, 1, 2, 3, 4],
    );
  });

  test('counts requests that are refused, but not those answered 429', async () => {
    const wrong = [
      () => alice.get('/v1/license/999'),
      () => alice.get('/v1/nothing-here'),
      () => alice.get('/v1/licenses?page=0'),
      () => alice.call('PUT', '/v1/me', {}),
      () => alice.post(`/v1/pool/${SHARED}/license`, { email: 'no address' }),
    ];
    const answers = [];
    for (const call of wrong) answers.push(await call());
    assert.deepEqual(statuses(answers), [404, 404, 400, 405, 400]);
    assert.deepEqual(answers.map(left), [4, 3, 2, 1, 0]);
    assert.deepEqual(statuses(await times(10, () => alice.get('/v1/me'))), Array(10).fill(429));
    await app.context.rateLog(`manager:${ALICE}`, (hits) => {
      assert.equal(hits.length, 5);
      return { hits, verdict: null };
    });
  });

  test('refuses before anything is done', async () => {
    await times(5, () => alice.get('/v1/me'));
    assert.equal((await alice.post(`/v1/pool/${SHARED}/license`, { email: 'a@alder.example' })).status, 429);
    await age(ALICE, () => 60_000);
    assert.deepEqual((await alice.get('/v1/licenses?includeInactive=1')).body, []);
  });

  test('counts a manager over all tokens, read-only ones too, and every manager alone', async () => {
    const [second, reader, charlie] = [
      await app.client(ALICE),
      await app.client(ALICE, 'read'),
      await app.client(CHARLIE),
    ];
    const answers = [
      await alice.get('/v1/me'),
      await second.get('/v1/me'),
      await reader.get('/v1/me'),
      await reader.delete('/v1/license/1'),
    ];
    assert.deepEqual(statuses(answers), [200, 200, 200, 403]);
    assert.deepEqual(answers.map(left), [4, 3, 2, 1]);
    assert.equal(left(await charlie.get('/v1/me')), 4);
    assert.equal(left(await second.get('/v1/me')), 0);
    assert.equal((await (await app.client(ALICE)).get('/v1/me')).status, 429, 'a new token lifts nothing');
    assert.equal((await charlie.get('/v1/me')).status, 200);
  });

  test('tells nothing to those without a token, and counts nothing for them', async () => {
    const nobody = app.withToken(`${alice.token}=`);
    for (const answer of await together(20, () => nobody.get('/v1/me'))) {
      assert.equal(answer.status, 401);
      assert.equal(answer.headers.get('ratelimit'), null);
      assert.equal(answer.headers.get('ratelimit-policy'), null);
    }
    assert.equal(left(await alice.get('/v1/me')), 4);
  });

  if (engine === 'postgres') {
    test('counts over all servers of one database', async () => {
      const { databaseUrl: url, dataDir } = app.context.config;
      const other = (await startApp(engine, { database: { url, dataDir }, settings })).withToken(alice.token);
      const answers = await together(40, (i) => (i % 2 === 0 ? alice : other).get('/v1/me'));
      assert.equal(accepted(answers), 5);
      assert.deepEqual(
        answers
          .filter((answer) => answer.status === 200)
          .map(left)
          .sort(),
        [0, 1, 2, 3, 4],
      );
    });
  }

  test('does not depend on the clock of the machine', async () => {
    await times(5, () => alice.get('/v1/me'));
    app.clock.forward(3600);
    assert.equal((await alice.get('/v1/me')).status, 429);
    app.clock.forward(-7200);
    assert.equal((await alice.get('/v1/me')).status, 429);
  });
});

onBothEngines('a rate limit', (engine) => {
  test('of 0 is none, and says nothing', async () => {
    const app = await startApp(engine, { world: cast(), settings: { rateLimitPerMinute: 0 } });
    const alice = await app.client(ALICE);
    const answers = await Promise.all(Array.from({ length: 60 }, () => alice.get('/v1/me')));
    assert.equal(accepted(answers), 60);
    assert.equal(answers[0]?.headers.get('ratelimit'), null);
    assert.equal(answers[0]?.headers.get('ratelimit-policy'), null);
  });

  test('of 1 lets every minute one through', async () => {
    const app = await startApp(engine, { world: cast(), settings: { rateLimitPerMinute: 1 } });
    const alice = await app.client(ALICE);
    assert.deepEqual(statuses([await alice.get('/v1/me'), await alice.get('/v1/me')]), [200, 429]);
  });
});
