import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { type Client, onBothEngines, startApp, type TestApp } from '../../test/support/app.ts';
import { ALICE, CHARLIE, cast, SHARED } from '../../test/support/cast.ts';

interface Page {
  events: { id: string; kind: string; after: { n?: number } | null }[];
  next: string;
  more: boolean;
}

/** Everything after `cursor`, in pages of `limit`. */
async function readAll(client: Client, limit: number, cursor?: string): Promise<{ ids: string[]; next: string }> {
  const ids: string[] = [];
  for (let after = cursor; ; ) {
    const { body } = await client.get(`/v1/events/feed?limit=${limit}${after ? `&after=${after}` : ''}`);
    const page = body as Page;
    ids.push(...page.events.map(({ id }) => id));
    after = page.next;
    if (!page.more) return { ids, next: page.next };
  }
}

onBothEngines('the event feed', (engine) => {
  let app: TestApp;
  let alice: Client;

  before(async () => {
    app = await startApp(engine, { world: cast() });
    alice = await app.client(ALICE);
  });

  const assign = (name: string) => alice.post(`/v1/pool/${SHARED}/license`, { email: `${name}@alder.example` });

  test('it begins at the oldest event and goes on from the cursor', async () => {
    await assign('ann');
    const first = (await alice.get('/v1/events/feed?limit=1')).body as Page;
    assert.deepEqual([first.events.map(({ kind }) => kind), first.more], [['token.created'], true]);
    const second = (await alice.get(`/v1/events/feed?after=${first.next}`)).body as Page;
    assert.deepEqual([second.events.map(({ kind }) => kind), second.more], [['license.assigned'], false]);
    const none = (await alice.get(`/v1/events/feed?after=${second.next}`)).body as Page;
    assert.deepEqual(none, { events: [], next: second.next, more: false });
  });

  test('what is no cursor of the caller is refused', async () => {
    const charlie = await app.client(CHARLIE);
    const { next } = (await charlie.get('/v1/events/feed')).body as Page;
    for (const after of ['', next, 'x', `${next}=`, `${next}A`]) {
      const { status, body } = await alice.get(`/v1/events/feed?after=${after}`);
      assert.deepEqual([status, body.errors?.[0]?.parameter], [400, 'after'], after);
    }
    for (const query of ['limit=0', 'limit=1001', 'wait=26', 'wait=-1', 'wait=1&wait=1']) {
      assert.equal((await alice.get(`/v1/events/feed?${query}`)).status, 400, query);
    }
    assert.equal((await alice.get('/v1/events/feed?wait=0')).status, 200);
  });

  test('a reader that waits is answered when something comes, from another server too', async () => {
    const other = await startApp(engine, {
      clock: app.clock,
      database: { url: app.context.config.databaseUrl, dataDir: app.context.config.dataDir },
    }).catch(() => app); // SQLite has one server
    const { next } = await readAll(alice, 100);
    const waiting = alice.get(`/v1/events/feed?after=${next}&wait=25`);
    const writer = await other.client(ALICE);
    const { body } = (await waiting) as { body: Page };
    assert.deepEqual(
      body.events.map(({ kind }) => kind),
      ['token.created'],
    );
    assert.ok(writer.token);
  });

  test('many readers that wait keep nobody from other reads', async () => {
    const { next } = await readAll(alice, 100);
    const waiting = Array.from({ length: 8 }, () => alice.get(`/v1/events/feed?after=${next}&wait=25`));
    const lists = await Promise.all([alice.get('/v1/events'), alice.get('/v1/students/search')]);
    assert.deepEqual(
      lists.map(({ status }) => status),
      [200, 200],
    );
    await app.client(ALICE); // its token is an event
    const kinds = (await Promise.all(waiting)).map(({ body }) => body.events?.[0]?.kind);
    assert.deepEqual(kinds, Array(8).fill('token.created'));
  });

  const insert = (n: number, meanwhile = async () => {}) =>
    app.context.db.write(async (tx) => {
      const event = { manager_id: ALICE, at: 1_700_000_000 - n, kind: 'test', actor_kind: 'system' as const };
      const details = JSON.stringify({ after: { n } });
      await tx.kysely
        .insertInto('event')
        .values({ ...event, actor_label: 'test', details })
        .execute();
      await meanwhile();
    });

  test('an event that is committed after a later one is not lost', { skip: engine === 'sqlite' }, async () => {
    const numbers = async (after: string) => {
      const { events, next } = (await alice.get(`/v1/events/feed?after=${after}`)).body as Page;
      return { numbers: events.map((event) => event.after?.n), next };
    };
    const { next: start } = await readAll(alice, 1000);
    const inserted = Promise.withResolvers<void>();
    const seen = Promise.withResolvers<void>();
    const slow = insert(1, () => {
      inserted.resolve();
      return seen.promise;
    });
    await inserted.promise;
    await insert(2);
    const first = await numbers(start);
    seen.resolve();
    await slow;
    const second = await numbers(first.next);
    assert.deepEqual([first.numbers, second.numbers, (await numbers(start)).numbers], [[2], [1], [2, 1]]);
  });

  test('a reader beside many writers sees every event once, in one order', async () => {
    const disturb = (n: number) => async () => {
      if (n % 3 === 0) await new Promise((resolve) => setImmediate(resolve));
      if (n % 7 === 0) throw new Error('undone');
    };
    const start = (await readAll(alice, 1000)).next;
    const writers = Array.from({ length: 8 }, async (_, writer) => {
      for (let i = 0; i < 40; i++) await insert(writer * 40 + i, disturb(writer * 40 + i)).catch(() => {});
    });
    const seen: string[] = [];
    let cursor = start;
    let writing = true;
    void Promise.all(writers).then(() => (writing = false));
    while (writing) {
      const { ids, next } = await readAll(alice, 7, cursor);
      seen.push(...ids);
      cursor = next;
    }
    seen.push(...(await readAll(alice, 7, cursor)).ids);
    const { ids } = await readAll(alice, 1000, start);
    assert.deepEqual(seen, ids);
    assert.equal(ids.length, 320 - Math.ceil(320 / 7));
    assert.equal(new Set(ids).size, ids.length);
  });
});
