/** Idempotency-Key, by the rules of the contract. */
import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { type Answer, type Client, onBothEngines, startApp, type TestApp } from '../../test/support/app.ts';
import { ALICE, CHARLIE, CHARLIES, cast, SHARED, SHARED_SQL } from '../../test/support/cast.ts';
import { DAY } from '../rules/time.ts';

onBothEngines('an Idempotency-Key', (engine) => {
  let app: TestApp;
  let alice: Client;
  let charlie: Client;
  let keys = 0;
  let people = 0;

  beforeEach(async () => {
    app ??= await startApp(engine, { world: cast() });
    app.clock.set('2024-04-19T06:36:10+00:00');
    alice ??= await app.client(ALICE);
    charlie ??= await app.client(CHARLIE);
    for (const client of [alice, charlie])
      for (const { id } of (await client.get('/v1/licenses?pageSize=100')).body)
        await client.delete(`/v1/license/${id}`);
  });

  const email = () => `k${++people}@alder.example`;
  const fresh = () => `key-${++keys}`;
  const keyed = (key: string) => ({ 'idempotency-key': key });
  const assign = (body: object, key: string, client = alice, pool = SHARED) =>
    client.post(`/v1/pool/${pool}/license`, body, keyed(key));
  const count = async () => Number((await alice.get('/v1/licenses?includeInactive=1')).headers.get('x-total-count'));
  const replayed = (answer: Answer, first: Answer) => {
    assert.equal(answer.status, 200, answer.text);
    assert.equal(answer.text, first.text);
    assert.equal(answer.headers.get('content-type'), first.headers.get('content-type'));
    assert.equal(first.headers.get('idempotent-replayed'), null);
    assert.equal(answer.headers.get('idempotent-replayed'), 'true');
  };
  const refused = (answer: Answer, code: string) =>
    assert.deepEqual([answer.status, answer.body.code], [400, code], answer.text);

  test('gives the first answer to POST again, byte for byte, whatever happened since', async () => {
    const [key, body] = [fresh(), { email: email(), name: 'Zoë', endDate: '2024-12-01' }];
    const first = await assign(body, key);
    assert.equal(first.status, 200);
    const before = await count();
    replayed(await assign(body, key), first);
    await alice.delete(`/v1/license/${first.body.id}`);
    app.clock.forward(3600);
    replayed(await assign(body, key), first);
    assert.equal(await count(), before);
    assert.equal((await alice.get(`/v1/license/${first.body.id}`)).body.active, false, 'and revives nothing');
  });

  test('recycles once', async () => {
    const held = [];
    for (let i = 0; i < 3; i++) held.push((await assign({ email: email() }, fresh())).body.id);
    const [key, body] = [fresh(), { email: email(), recycle: true }];
    const first = await assign(body, key);
    for (let i = 0; i < 3; i++) replayed(await assign(body, key), first);
    const active = (await alice.get(`/v1/pool/${SHARED}/licenses`)).body.map((license: { id: string }) =>
      Number(license.id),
    );
    assert.deepEqual(active, [held[1], held[2], first.body.id]);
  });

  test('gives the first answer to PATCH again', async () => {
    const { id } = (await assign({ email: email() }, fresh())).body;
    const key = fresh();
    const first = await alice.patch(`/v1/license/${id}`, { endDate: '2024-06-01' }, keyed(key));
    await alice.patch(`/v1/license/${id}`, { endDate: '2024-07-01' });
    replayed(await alice.patch(`/v1/license/${id}`, { endDate: '2024-06-01' }, keyed(key)), first);
    assert.equal((await alice.get(`/v1/license/${id}`)).body.end, '2024-07-01T00:00:00+00:00');
  });

  test('gives the first answer to DELETE again, where without one it is refused', async () => {
    const { id } = (await assign({ email: email() }, fresh())).body;
    const key = fresh();
    const first = await alice.delete(`/v1/license/${id}`, keyed(key));
    assert.equal(first.body.active, false);
    replayed(await alice.delete(`/v1/license/${id}`, keyed(key)), first);
    refused(await alice.delete(`/v1/license/${id}`), 'license_inactive');
  });

  test('stands for one request: method, path, query and every byte of the body', async () => {
    const [key, address] = [fresh(), email()];
    const first = await assign({ email: address }, key);
    const path = `/v1/pool/${SHARED}/license`;
    const others = [
      await assign({ email: email() }, key),
      await assign({ email: address, recycle: false }, key),
      await alice.post(path, `{"email": "${address}"}`, keyed(key)),
      await assign({ email: address }, key, alice, SHARED_SQL),
      await alice.post(`${path}?x=1`, { email: address }, keyed(key)),
      await alice.delete(`/v1/license/${first.body.id}`, keyed(key)),
      await alice.patch(`/v1/license/${first.body.id}`, { endDate: '2024-06-01' }, keyed(key)),
    ];
    for (const answer of others) refused(answer, 'idempotency_key_reused');
    assert.equal((await alice.get(`/v1/license/${first.body.id}`)).body.end, '2025-01-01T00:00:00+00:00');
    replayed(await assign({ email: address }, key), first);
  });

  test('belongs to the manager, over all tokens, and to nobody else', async () => {
    const [key, body] = [fresh(), { email: email() }];
    const first = await assign(body, key, alice, SHARED_SQL);
    replayed(await assign(body, key, await app.client(ALICE), SHARED_SQL), first);
    const foreign = await assign(body, key, charlie, SHARED_SQL);
    assert.equal(foreign.body.code, 'not_found', 'Charlie is told of the resource, not of the key');
    const theirs = await assign({ email: 'x@cedar.example' }, key, charlie, CHARLIES);
    assert.deepEqual([theirs.status, theirs.body.student.email], [200, 'x@cedar.example']);
    replayed(await assign(body, key, alice, SHARED_SQL), first);
  });

  test('does not let a read-only token replay a change', async () => {
    const [key, body] = [fresh(), { email: email() }];
    await assign(body, key);
    assert.equal((await assign(body, key, await app.client(ALICE, 'read'))).status, 403);
  });

  test('is quoted as in the IETF draft, or bare: the same key', async () => {
    const body = { email: email() };
    const first = await assign(body, 'abc-1');
    replayed(await assign(body, '"abc-1"'), first);
    replayed(await assign(body, ' "abc-1" '), first);
    const other = { email: email() };
    const quoted = await assign(other, '"a\\"b\\\\c"');
    replayed(await assign(other, 'a"b\\c'), quoted);
  });

  test('has 1 to 255 visible ASCII characters', async () => {
    const before = await count();
    const wrong = [
      '',
      '""',
      ' ',
      'a b',
      '"a b"',
      '"a',
      '"a"b',
      '"a\\x"',
      '"a";p=1',
      'a\tb',
      'é',
      'k'.repeat(256),
      `"${'k'.repeat(256)}"`,
    ];
    for (const key of wrong) {
      const answer = await assign({ email: email() }, key);
      refused(answer, 'invalid_request');
      assert.equal(answer.body.errors[0].parameter, 'Idempotency-Key', key);
    }
    const twice = await fetch(`${app.url}/api/licensing/v1/pool/${SHARED}/license`, {
      method: 'POST',
      headers: [
        ...[
          ['authorization', `Bearer ${alice.token}`] as [string, string],
          ['content-type', 'application/json'] as [string, string],
        ],
        ...[['idempotency-key', 'a'] as [string, string], ['idempotency-key', 'b'] as [string, string]],
      ],
      body: JSON.stringify({ email: email() }),
    });
    assert.equal(twice.status, 400);
    assert.equal(await count(), before);
    for (const key of ['!', '~', 'k'.repeat(255), `"${'q'.repeat(255)}"`]) {
      const answer = await assign({ email: email() }, key);
      assert.equal(answer.status, 200, answer.text);
      await alice.delete(`/v1/license/${answer.body.id}`);
    }
  });

  test('is remembered for 24 hours', async () => {
    const [key, body] = [fresh(), { email: email() }];
    const first = await assign(body, key);
    app.clock.forward(DAY - 1);
    replayed(await assign(body, key), first);
    refused(await assign({ email: email() }, key), 'idempotency_key_reused');
    app.clock.forward(1);
    refused(await assign(body, key), 'already_enrolled');
    const next = { email: email() };
    const second = await assign(next, key);
    assert.equal(second.status, 200, 'the key is free again');
    app.clock.forward(DAY - 1);
    replayed(await assign(next, key), second);
  });

  test('remembers no refusal: it is decided afresh, also for another request', async () => {
    const key = fresh();
    const held = [];
    for (let i = 0; i < 3; i++) held.push((await assign({ email: email() }, fresh())).body.id);
    const body = { email: email() };
    refused(await assign(body, key), 'no_available_licenses');
    refused(await assign({ email: 'a@evil.example' }, key), 'domain_not_allowed');
    refused(await assign({ email: 'none' }, key), 'invalid_request');
    assert.equal((await alice.delete('/v1/license/999999', keyed(key))).status, 404);
    await alice.delete(`/v1/license/${held[0]}`);
    const first = await assign(body, key);
    assert.equal(first.status, 200);
    replayed(await assign(body, key), first);
  });

  test('has one effect, however many requests carry it at once', async () => {
    const [key, body] = [fresh(), { email: email() }];
    const before = await count();
    const answers = await Promise.all(Array.from({ length: 20 }, () => assign(body, key)));
    assert.deepEqual([...new Set(answers.map((answer) => answer.status))], [200]);
    assert.equal(new Set(answers.map((answer) => answer.text)).size, 1);
    assert.equal(answers.filter((answer) => answer.headers.get('idempotent-replayed') === null).length, 1);
    assert.equal(await count(), before + 1);
  });

  test('has one effect where different requests carry it at once', async () => {
    const key = fresh();
    const before = await count();
    const answers = await Promise.all(Array.from({ length: 10 }, () => assign({ email: email() }, key)));
    assert.equal(answers.filter((answer) => answer.status === 200).length, 1);
    for (const answer of answers) if (answer.status !== 200) refused(answer, 'idempotency_key_reused');
    assert.equal(await count(), before + 1);
  });

  if (engine === 'postgres') {
    test('has one effect over two servers', async () => {
      const { databaseUrl: url, dataDir } = app.context.config;
      const other = (await startApp(engine, { database: { url, dataDir }, clock: app.clock })).withToken(alice.token);
      const [key, body] = [fresh(), { email: email() }];
      const before = await count();
      const answers = await Promise.all(Array.from({ length: 20 }, (_, i) => assign(body, key, i % 2 ? alice : other)));
      assert.deepEqual([...new Set(answers.map((answer) => answer.status))], [200]);
      assert.equal(new Set(answers.map((answer) => answer.text)).size, 1);
      assert.equal(await count(), before + 1);
    });
  }

  test('means nothing to a request that changes nothing', async () => {
    const key = fresh();
    assert.equal((await alice.call('GET', '/v1/me', undefined, keyed(key))).status, 200);
    assert.equal((await alice.call('GET', '/v1/licenses', undefined, keyed(key))).status, 200);
    assert.equal((await assign({ email: email() }, key)).status, 200);
  });
});
