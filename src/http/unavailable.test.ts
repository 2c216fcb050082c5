/** What stands around a request and is away for a while is told as that: 503 with the time to come again, never 500. */
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import Fastify from 'fastify';
import { type Browser, openBrowser, signedIn } from '../../test/support/accounts.ts';
import { type Client, onBothEngines, startApp, type TestApp } from '../../test/support/app.ts';
import { ALICE, cast, SHARED } from '../../test/support/cast.ts';
import { notFound } from '../errors.ts';
import { LimitedLog } from '../limited-log.ts';
import { createLog } from '../log.ts';
import { answerProblems } from './problem.ts';

test('a full disk, no descriptors and a wrapped failure of the database are unavailable, a mistake is not', async () => {
  const server = Fastify();
  const log = createLog('silent');
  server.decorate('failures', new LimitedLog({ log, clock: Date.now }, 'requests failed', { each: 1, all: 1 }));
  answerProblems(server, () => {
    throw notFound();
  });
  const failures: Record<string, [error: Error, status: number]> = {
    full: [Object.assign(new Error('write'), { code: 'ENOSPC' }), 503],
    descriptors: [Object.assign(new Error('open'), { code: 'EMFILE' }), 503],
    sqliteFull: [Object.assign(new Error('full'), { code: 'ERR_SQLITE_ERROR', errcode: 13 }), 503],
    sqliteDisk: [Object.assign(new Error('disk'), { code: 'ERR_SQLITE_ERROR', errcode: 778 }), 503],
    closed: [Object.assign(new Error('database is not open'), { code: 'ERR_INVALID_STATE' }), 503],
    wrapped: [new Error('in a library', { cause: Object.assign(new Error(), { code: 'ECONNREFUSED' }) }), 503],
    gone: [Object.assign(new Error('reference'), { code: 'ERR_SQLITE_ERROR', errcode: 787 }), 503],
    goneElsewhere: [Object.assign(new Error('reference'), { code: '23503' }), 503],
    constraint: [Object.assign(new Error('unique'), { code: 'ERR_SQLITE_ERROR', errcode: 2067 }), 500],
    absent: [Object.assign(new Error('open'), { code: 'ENOENT' }), 500],
    mistake: [new TypeError('x is not a function'), 500],
  };
  for (const [name, [error]] of Object.entries(failures))
    server.get(`/${name}`, async () => {
      throw error;
    });
  for (const [name, [, status]] of Object.entries(failures)) {
    const answer = await server.inject(`/${name}`);
    assert.equal(answer.statusCode, status, name);
    assert.equal(answer.headers['retry-after'], status === 503 ? '1' : undefined, name);
    assert.equal(answer.json().code, status === 503 ? 'unavailable' : 'internal_error');
  }
  await server.close();
});

onBothEngines('while the database is away', (engine) => {
  let app: TestApp;
  let alice: Client;
  let browser: Browser;

  before(async () => {
    app = await startApp(engine, { world: cast() });
    alice = await app.client(ALICE);
    browser = await signedIn(app, { email: 'owner@alder.example', roles: { [ALICE]: 'owner' }, publisher: true });
    await app.context.db.close();
    app.context.db.close = async () => {}; // it is, and what is left cannot be written
    app.context.lastUse.stop = async () => {};
  });

  test('every route says so, and when to come again', async () => {
    const base = `/api/app/managers/${ALICE}/v1`;
    const answers = [
      ...(await Promise.all(
        ['/v1/me', '/v1/licenses', '/v1/students/search?search=a', '/v1/students.csv', '/v1/events'].map(alice.get),
      )),
      await alice.post(`/v1/pool/${SHARED}/license`, { email: 'a@alder.example' }),
      await alice.post(`/v1/pool/${SHARED}/bulk/preview`, { csv: 'email\na@alder.example' }),
      ...(await Promise.all(
        [
          `${base}/members`,
          `${base}/tokens`,
          '/api/app/my/licenses',
          '/api/app/publisher/v1/managers',
          '/api/app/session',
        ].map((path) => browser.get(path)),
      )),
      await openBrowser(app.url).get('/api/auth/callback/oidc?code=a&state=b'),
      await browser.get('/api/app/links/00000000000000000000000000000000'),
      await browser.post(`${base}/tokens`, { name: 'one', permission: 'read' }),
      await browser.post('/api/app/my/licenses/1/return', {}),
      await app.withToken('').call('GET', '/../../readyz'),
    ];
    for (const { status, headers, text } of answers) {
      assert.equal(status, 503, text);
      assert.match(headers.get('retry-after') ?? '', /^\d+$/);
    }
  });
});
