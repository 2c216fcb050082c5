import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { inspect } from '#db/inspect.ts';
import { type Client, clientOf, emptyDatabase, onBothEngines, startApp, type TestApp } from '../../test/support/app.ts';
import { ALICE, cast, SHARED } from '../../test/support/cast.ts';

const PEOPLE = 40;
const SEATS = 5;
const ROUNDS = 12;

/** Pseudo-random, so that a round that fails can be had again. */
function chance(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * below);
  };
}

onBothEngines('40 people for 5 seats', (engine) => {
  let app: TestApp;
  let clients: Client[];

  before(async () => {
    const world = cast();
    const pools = world.pools.map((pool) => (pool.id === SHARED ? { ...pool, licenses: SEATS } : pool));
    const database = await emptyDatabase(engine);
    app = await startApp(engine, { database, world: { ...world, pools } });
    const alice = await app.client(ALICE);
    const others = engine === 'postgres' ? [await startApp(engine, { database, clock: app.clock })] : [];
    clients = [alice, ...others.map((other) => clientOf(other.url, alice.token))];
  });

  test('never more licenses and offers than seats, never a free seat while one waits, in the order of joining', async () => {
    const pick = chance(engine === 'sqlite' ? 7 : 11);
    const any = () => clients[pick(clients.length)] as Client;
    const address = () => `racer${pick(PEOPLE)}@alder.example`;
    const failures: string[] = [];
    const ask = async (call: Promise<{ status: number; text: string }>) => {
      const { status, text } = await call;
      if (status >= 500) failures.push(`${status} ${text}`);
    };
    const ids = async (path: string) => ((await any().get(path)).body as { id: string }[]).map(({ id }) => id);
    for (let round = 0; round < ROUNDS; round++) {
      const [held, waiting, offered] = await Promise.all([
        ids(`/v1/pool/${SHARED}/licenses?pageSize=100`),
        ids('/v1/waiting?state=waiting&pageSize=100'),
        ids('/v1/waiting?state=offered&pageSize=100'),
      ]);
      const one = (from: string[]) => from[pick(Math.max(1, from.length))] ?? '1';
      const calls = Array.from({ length: 24 }, () => {
        const kind = pick(8);
        if (kind < 3) return any().post(`/v1/pool/${SHARED}/license`, { email: address(), wait: true });
        if (kind === 3) return any().delete(`/v1/license/${one(held)}`);
        if (kind === 4) return any().post(`/v1/waiting/${one(offered)}/accept`, {});
        if (kind === 5) return any().post(`/v1/pool/${SHARED}/bulk`, { rows: [{ email: address() }], mode: 'each' });
        if (kind === 6) return any().post(`/v1/pool/${SHARED}/license`, { email: address(), recycle: true });
        return any().delete(`/v1/waiting/${one(pick(2) ? waiting : offered)}`);
      });
      await Promise.all(calls.map(ask));
      if (round % 4 === 3) app.clock.forward(49 * 3600); // offers lapse
      const problems = await inspect(
        app.context.db,
        Math.floor(app.clock.ms / 1000) - (round % 4 === 3 ? 49 * 3600 : 0),
      );
      assert.deepEqual(problems, [], `round ${round}`);
    }
    assert.deepEqual(failures, []);
    const events = (await any().get('/v1/events?kind=waiting.offered&pageSize=1000')).body as {
      id: string;
      after: { entry: number };
    }[];
    const order = events.sort((a, b) => Number(a.id) - Number(b.id)).map(({ after }) => after.entry);
    assert.ok(order.length > 10, `${order.length} offers`);
    assert.deepEqual(
      order,
      [...order].sort((a, b) => a - b),
      'in the order of joining',
    );
  });
});
