/** Many callers at once, over two servers where the engine allows it: exact seats, no refusal that is not true, no 5xx. */
import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { type Answer, type Client, onBothEngines, startApp } from './support/app.ts';
import { ALICE, CHARLIE, CHARLIES, cast, SHARED, SHARED_SQL } from './support/cast.ts';

const codes = (answers: Answer[]) =>
  Object.fromEntries(
    Object.entries(Object.groupBy(answers, (answer) => answer.body.code ?? String(answer.status))).map(
      ([code, list]) => [code, list?.length],
    ),
  );

onBothEngines('races', (engine) => {
  /** Clients of Alice, taking turns over the servers. */
  let clients: Client[];
  let charlie: Client;

  beforeEach(async () => {
    const first = await startApp(engine, { world: cast() });
    const { databaseUrl: url, dataDir } = first.context.config;
    const servers = engine === 'postgres' ? [first, await startApp(engine, { database: { url, dataDir } })] : [first];
    clients = await Promise.all(servers.map((server) => server.client(ALICE)));
    charlie = await first.client(CHARLIE);
  });

  const client = (i: number) => clients[i % clients.length] as Client;
  const together = (n: number, call: (i: number) => Promise<Answer>) =>
    Promise.all(Array.from({ length: n }, (_, i) => call(i)));

  test('the last seats: as many assignments as there are seats, all others are told so', async () => {
    for (let round = 0; round < 5; round++) {
      const answers = await together(24, (i) =>
        client(i).post(`/v1/pool/${SHARED}/license`, { email: `r${round}-${i}@alder.example` }),
      );
      assert.deepEqual(codes(answers), { 200: 3, no_available_licenses: 21 });
      const held = (await client(0).get('/v1/licenses')).body;
      const freed = await together(held.length, (i) => client(i).delete(`/v1/license/${held[i].id}`));
      assert.deepEqual(codes(freed), { 200: 3 });
    }
  });

  test('one student twice: one license, whichever pool and manager', async () => {
    const paths = [
      (i: number) => client(i).post(`/v1/pool/${SHARED}/license`, { email: 'same@alder.example' }),
      () => charlie.post(`/v1/pool/${CHARLIES}/license`, { email: 'Same@Alder.example' }),
    ];
    const answers = await together(16, (i) => (paths[i % 2] as (i: number) => Promise<Answer>)(i));
    assert.deepEqual(codes(answers), { 200: 1, already_enrolled: 15 });
  });

  test('one key, many requests: one effect, one answer', async () => {
    const key = { 'idempotency-key': 'one' };
    const answers = await together(12, (i) =>
      client(i).post(`/v1/pool/${SHARED}/license`, { email: 'key@alder.example' }, key),
    );
    assert.deepEqual([...new Set(answers.map((answer) => answer.status))], [200]);
    assert.equal(new Set(answers.map((answer) => answer.text)).size, 1);
  });

  test('recycle against revoke: seats stay exact, each license ends once', async () => {
    const first = await together(2, (i) =>
      client(i).post(`/v1/pool/${SHARED_SQL}/license`, { email: `f${i}@alder.example` }),
    );
    const answers = await together(12, (i) =>
      i % 3 === 0
        ? client(i).delete(`/v1/license/${first[i % 2]?.body.id}`)
        : client(i).post(`/v1/pool/${SHARED_SQL}/license`, { email: `n${i}@alder.example`, recycle: true }),
    );
    assert.ok(
      answers.every((answer) => answer.status === 200 || answer.body.code === 'license_inactive'),
      JSON.stringify(codes(answers)),
    );
    assert.equal(answers.filter((answer, i) => i % 3 !== 0 && answer.status === 200).length, 8);
    const pool = (await client(0).get(`/v1/pool/${SHARED_SQL}`)).body;
    const active = (await client(0).get(`/v1/pool/${SHARED_SQL}/licenses?pageSize=100`)).body;
    assert.equal(active.length, pool.assignedLicenses);
    assert.ok(active.length >= 1 && active.length <= 2);
  });
});
