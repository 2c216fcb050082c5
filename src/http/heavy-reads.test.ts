/** Many heavy reads of one caller at once: the others wait for nothing, and who asks too much is told. */

import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import Fastify from 'fastify';
import { signedIn } from '../../test/support/accounts.ts';
import { type Client, onBothEngines, startApp, type TestApp } from '../../test/support/app.ts';
import { ALICE, CHARLIE, cast } from '../../test/support/cast.ts';
import { notFound } from '../errors.ts';
import { managerScope } from '../principal.ts';
import { limitHeavyReads } from './heavy-reads.ts';
import { answerProblems } from './problem.ts';
import { Turnstile } from './turnstile.ts';

type Leave = (() => void) | null;

test('few are let in at a time for each key, in order, and the rest are told to come again', async () => {
  const turnstile = new Turnstile({ atOnce: 2, waiting: 1, waitMs: 60_000 });
  const [first, second] = await Promise.all([turnstile.enter('a'), turnstile.enter('a')]);
  const order: string[] = [];
  const waiting: Promise<Leave> = turnstile.enter('a').then((leave) => {
    order.push('third');
    return leave;
  });
  assert.equal(await turnstile.enter('a'), null, 'as many wait as may');
  assert.ok(await turnstile.enter('b'), 'another key is not touched');
  await turn();
  order.push('first leaves');
  first?.();
  const third = await waiting;
  assert.deepEqual(order, ['first leaves', 'third']);
  second?.();
  third?.();
  const again = await Promise.all([turnstile.enter('a'), turnstile.enter('a')]);
  assert.ok(again.every(Boolean), 'all places are free again');
});

test('two for each caller and three for each license manager are answered at a time', async () => {
  const server = Fastify();
  const inside: (() => void)[] = [];
  answerProblems(server, () => {
    throw notFound();
  });
  server.decorateRequest('principal', null);
  server.decorateRequest('visitor', null);
  server.addHook('onRequest', async (request) => {
    const [id = '', manager] = String(request.headers.from).split(' of ');
    request.principal = {
      kind: 'token',
      id,
      label: id,
      scope: managerScope(Number(manager)),
      may: 'read',
      suspended: false,
    };
  });
  limitHeavyReads(server);
  server.get('/', { schema: { operationId: 'searchStudents' } as object }, async () => {
    await new Promise<void>((resolve) => inside.push(resolve));
    return 'found';
  });
  await server.ready();
  const ask = (from: string) => server.inject({ url: '/', headers: { from } });
  const asked = Array.from({ length: 60 }, () => ask('one of 1'));
  for (let n = 0; n < 20; n++) await turn();
  assert.equal(inside.length, 2);
  asked.push(ask('other of 1'), ask('third of 1'), ask('fourth of 2'));
  for (let n = 0; n < 20; n++) await turn();
  assert.equal(inside.length, 4);
  let done = 0;
  for (const answer of asked) void answer.then(() => done++);
  while (done < asked.length) {
    inside.shift()?.();
    await turn();
    assert.ok(inside.length <= 4, `${inside.length} are answered at a time`);
  }
  const answers = await Promise.all(asked);
  assert.equal(answers.filter(({ body }) => body === 'found').length, 55);
  const refused = answers.filter(({ statusCode }) => statusCode === 429);
  assert.equal(refused.length, 8);
  for (const answer of refused)
    assert.deepEqual([answer.json().code, answer.headers['retry-after']], ['rate_limited', '2']);
  await server.close();
});

test('who waits too long is told, and takes no place', async () => {
  const turnstile = new Turnstile({ atOnce: 1, waiting: 1, waitMs: 1 });
  const leave = await turnstile.enter('a');
  assert.equal(await turnstile.enter('a'), null);
  leave?.();
  assert.ok(await turnstile.enter('a'));
});

onBothEngines('heavy reads', (engine) => {
  let app: TestApp;
  let alice: Client;

  before(async () => {
    app = await startApp(engine, { world: cast() });
    alice = await app.client(ALICE);
  });

  const all = ['/v1/students/search?search=a', '/v1/students.csv', '/v1/events', '/v1/licenses?pageSize=1000'];

  test('of one caller wait for each other, up to a limit, and are answered', async () => {
    for (const path of all) {
      const answers = await Promise.all(Array.from({ length: 120 }, () => alice.get(path)));
      const served = answers.filter(({ status }) => status === 200);
      const refused = answers.filter(({ status }) => status === 429);
      assert.equal(served.length + refused.length, 120, path);
      assert.ok(served.length >= 40, `${path}: ${served.length} of 120 were served`);
      for (const { body, headers } of refused)
        assert.deepEqual([body.code, headers.get('retry-after')], ['rate_limited', '2']);
    }
    const light = await Promise.all(Array.from({ length: 120 }, () => alice.get('/v1/licenses')));
    assert.ok(light.every(({ status }) => status === 200));
  });

  test('of one caller do not count for others', async () => {
    const charlie = await app.client(CHARLIE);
    const member = await signedIn(app, { email: 'heavy@alder.example', roles: { [ALICE]: 'owner' } });
    const many = Array.from({ length: 120 }, () => alice.get('/v1/events'));
    assert.equal((await charlie.get('/v1/events')).status, 200);
    await Promise.all(many);
    assert.equal((await member.get(`/api/app/managers/${ALICE}/v1/events`)).status, 200);
  });
});
