import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { sql } from 'kysely';
import { advanceFeed } from '#event/feed.ts';
import { type Client, onBothEngines, startApp, type TestApp } from '../../test/support/app.ts';
import { ALICE, cast, OWNED, SHARED, SHARED_SQL } from '../../test/support/cast.ts';
import type { Transaction } from '../db/database.ts';
import type { Tables } from '../db/tables.ts';
import { enroll } from '../link/enroll.ts';
import { type Email, parseEmail } from '../rules/email.ts';

const TABLES: (keyof Tables)[] = [
  ...(['progress', 'certificate', 'launch_failure', 'signing_key'] as const),
  ...(['manager', 'pool', 'free_seat', 'student', 'license', 'manager_student', 'tally', 'link'] as const),
  ...([
    'event',
    'outbox',
    'idempotency',
    'webhook',
    'webhook_delivery',
    'waiting',
    'request',
    'roster',
    'roster_row',
    'token',
    'member',
  ] as const),
];

/** Every write that the API's document knows. */
function documentedWrites(): string[] {
  const document = JSON.parse(readFileSync(join(import.meta.dirname, '../../openapi.json'), 'utf8'));
  const paths = Object.entries(document.paths as Record<string, Record<string, unknown>>);
  return paths
    .filter(([path]) => path.startsWith('/api/licensing/'))
    .flatMap(([path, methods]) => Object.keys(methods).map((method) => `${method.toUpperCase()} ${path.slice(14)}`))
    .filter((operation) => !operation.startsWith('GET '))
    .map((operation) => operation.replaceAll(/\{\w+\}/g, '{id}'))
    .sort();
}

const patternOf = (path: string): string =>
  path
    .replace(/\?.*/, '')
    .split('/')
    .map((part) => (/^(\d+|[\w-]{36})$/.test(part) ? '{id}' : part))
    .join('/');

onBothEngines('a dry run', (engine) => {
  let app: TestApp;
  let alice: Client;
  let held: { id: number; student: { id: number } };
  let linkId: string;
  let webhookId: string;

  before(async () => {
    app = await startApp(engine, { world: cast(), network: { lookup: async () => [] } });
    alice = await app.client(ALICE);
    held = (await alice.post(`/v1/pool/${SHARED}/license`, { email: 'ann@alder.example' })).body;
    linkId = (await alice.post('/v1/links', { poolId: SHARED, licenses: 2 })).body.id;
    webhookId = (await alice.post('/v1/webhooks', { url: 'https://hooks.example/', events: ['*'] })).body.id;
  });

  /** A fingerprint of each table. Positions in the feed are given to events of before. */
  const everything = async () => {
    await advanceFeed(app.context.db);
    const dump: Record<string, string> = {};
    for (const table of TABLES) {
      const query = sql`select * from ${sql.table(table)} order by 1, 2`;
      const { rows } = await query.execute(app.context.db.read.kysely);
      dump[table] = createHash('sha256').update(JSON.stringify(rows)).digest('base64');
    }
    return dump;
  };

  /** What is answered by a dry run, after a look that it changed nothing. */
  const dry = async (method: string, path: string, body?: object, headers: Record<string, string> = {}) => {
    const before = await everything();
    const answer = await alice.call(method, `${path}${path.includes('?') ? '&' : '?'}dryRun=true`, body, headers);
    assert.equal(answer.headers.get('dry-run'), 'true', `${method} ${path}`);
    assert.deepEqual(await everything(), before, `${method} ${path}`);
    return answer;
  };

  /** What a student asked a link for that gives after approval. */
  const makeOpenRequest = async (): Promise<number> => {
    const terms = { poolId: OWNED, licenses: 1, approval: true };
    const { code } = (await alice.post('/v1/links', terms)).body;
    const email = parseEmail('asks@alder.example') as Email;
    const asked = { link: { code }, email, name: 'Ash', message: null };
    const clock = () => Math.floor(app.clock.ms / 1000);
    const { asks } = await app.context.db.write((tx) => enroll(tx, asked, clock));
    return asks?.id ?? 0;
  };

  /** An entry of a waiting list for which a seat is held; its pool is full. */
  const makeOffer = async (): Promise<string> => {
    const given = [];
    for (const name of ['w1', 'w2'])
      given.push((await alice.post(`/v1/pool/${SHARED_SQL}/license`, { email: `${name}@alder.example` })).body);
    const waits = { email: 'w3@alder.example', wait: true };
    const { body } = await alice.post(`/v1/pool/${SHARED_SQL}/license`, waits);
    await alice.delete(`/v1/license/${given[0].id}`);
    return body.id;
  };

  test('an assignment is answered as it would be, and leaves nothing', async () => {
    const body = { email: 'bob@alder.example', name: 'Bob' };
    const { status, body: license } = await dry('POST', `/v1/pool/${SHARED}/license`, body, { 'idempotency-key': 'k' });
    assert.deepEqual([status, license.student.name, license.active], [200, 'Bob', true]);
    const real = await alice.post(`/v1/pool/${SHARED}/license?dryRun=0`, body, { 'idempotency-key': 'k' });
    assert.deepEqual([real.status, real.headers.get('dry-run')], [200, null]);
    assert.equal((await dry('POST', `/v1/pool/${SHARED}/license`, body)).body.code, 'already_enrolled');
    assert.equal((await dry('DELETE', `/v1/license/${real.body.id}`)).body.active, false);
    await alice.delete(`/v1/license/${real.body.id}`);
  });

  test('every write leaves nothing', async () => {
    const rows = ['x', 'y', 'z', 'x'].map((name) => ({ email: `${name}@alder.example` }));
    const roster = (await alice.call('PUT', '/v1/roster', { rows: [{ email: 'ann@alder.example', courseId: '10' }] }))
      .body;
    const [mail] = await app.context.db.write((tx) =>
      tx.kysely
        .updateTable('outbox')
        .set({ failed_at: app.clock.ms, answer: '550 no such user' })
        .where('license_id', '=', held.id)
        .where('kind', '=', 'license_assigned')
        .returning('id')
        .execute(),
    );
    const delivery = (await alice.post(`/v1/webhooks/${webhookId}/test`)).body;
    const offered = await makeOffer();
    const requested = await makeOpenRequest();
    const writes: [method: string, path: string, body?: object][] = [
      ['PATCH', `/v1/license/${held.id}`, { endDate: '2024-06-01' }],
      ['DELETE', `/v1/license/${held.id}`],
      ['POST', `/v1/pool/${SHARED}/bulk/preview`, { csv: 'email\nx@alder.example' }],
      ['POST', `/v1/pool/${SHARED}/bulk`, { rows }],
      ['POST', '/v1/licenses/revoke', { ids: [String(held.id)] }],
      ['POST', '/v1/licenses/edit', { ids: [String(held.id)], endDate: '2024-06-01' }],
      ['POST', `/v1/waiting/${offered}/accept`],
      ['DELETE', `/v1/waiting/${offered}`],
      ['POST', `/v1/requests/${requested}/approve`, {}],
      ['POST', `/v1/requests/${requested}/decline`, { reason: 'No' }],
      ['PUT', '/v1/roster', { rows: [{ email: 'x@alder.example', courseId: '10' }] }],
      ['POST', `/v1/roster/${roster.id}/apply`],
      ['PATCH', `/v1/student/${held.student.id}`, { name: 'Ann' }],
      ['POST', `/v1/student/${held.student.id}/mails/${mail?.id}/retry`],
      ['POST', '/v1/students/remind', { ids: [held.student.id] }],
      ['POST', '/v1/links', { poolId: SHARED, licenses: 1 }],
      ['PATCH', `/v1/links/${linkId}`, { name: 'Renamed' }],
      ['DELETE', `/v1/links/${linkId}?revoke=true`],
      ['POST', '/v1/webhooks', { url: 'https://hooks.example/', events: ['*'] }],
      ['PATCH', `/v1/webhooks/${webhookId}`, { description: 'changed' }],
      ['POST', `/v1/webhooks/${webhookId}/rotate`],
      ['POST', `/v1/webhooks/${webhookId}/test`],
      ['POST', `/v1/webhooks/${webhookId}/replay`, { since: '2024-01-01T00:00:00Z' }],
      ['POST', `/v1/webhooks/${webhookId}/deliveries/${delivery.id}/resend`],
      ['PATCH', '/v1/settings', { onePerMailbox: true }],
      ['DELETE', `/v1/webhooks/${webhookId}`],
    ];
    const asked = new Set([
      'POST /v1/pool/{id}/license',
      ...writes.map(([method, path]) => `${method} ${patternOf(path)}`),
    ]);
    assert.deepEqual([...asked].sort(), documentedWrites());
    for (const [method, path, body] of writes) {
      const { status, text } = await dry(method, path, body);
      assert.equal(status, 200, `${method} ${path}: ${text}`);
    }
  });

  test('others get turns while a long list is rehearsed', async () => {
    const { db } = app.context;
    const write = db.write;
    let turns = 0;
    db.write = ((work: (tx: Transaction) => Promise<unknown>) =>
      write.call(db, async (tx) => {
        let open = true;
        const count = () => {
          turns++;
          if (open) setImmediate(count);
        };
        count();
        return work(tx).finally(() => {
          open = false;
        });
      })) as typeof write;
    const rows = Array.from({ length: 500 }, (_, i) => ({ email: `turn${i}@alder.example` }));
    const { status } = await alice.post(`/v1/pool/${SHARED}/bulk?dryRun=true`, { rows });
    db.write = write;
    assert.equal(status, 200);
    assert.ok(turns >= 20, `${turns} turns`);
  });

  test('the rows of a list see what those before them would do', async () => {
    const rows = Array.from({ length: 5 }, (_, n) => ({ email: `row${n}@alder.example` }));
    const { body } = await dry('POST', `/v1/pool/${SHARED}/bulk`, { rows });
    assert.deepEqual(
      body.results.map(({ code }: { code: string | null }) => code),
      [null, null, 'no_available_licenses', 'no_available_licenses', 'no_available_licenses'],
    );
  });

  test('refusals say so too, and a wrong value is refused', async () => {
    assert.equal((await dry('POST', `/v1/pool/${SHARED}/license`, { email: 'x@elsewhere.example' })).status, 400);
    assert.equal((await dry('DELETE', '/v1/license/999999')).status, 404);
    const reader = await app.client(ALICE, 'read');
    const refused = await reader.call('DELETE', `/v1/license/${held.id}?dryRun=true`);
    assert.deepEqual([refused.status, refused.headers.get('dry-run')], [403, 'true']);
    for (const query of ['dryRun=yes', 'dryRun=', 'dryRun=TRUE', 'dryRun=true&dryRun=true']) {
      const { status, body } = await alice.post(`/v1/pool/${OWNED}/license?${query}`, { email: 'ann@alder.example' });
      assert.deepEqual([status, body.errors?.[0]?.parameter], [400, 'dryRun'], query);
    }
    assert.equal((await alice.get('/v1/me?dryRun=perhaps')).status, 200);
  });
});
