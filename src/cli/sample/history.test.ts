import assert from 'node:assert/strict';
import { test } from 'node:test';
import { onBothEngines, startApp } from '../../../test/support/app.ts';
import { sampleWorld } from '../sample.ts';
import { addSampleHistory } from './history.ts';

interface Told {
  at: string;
  kind: string;
  actor: { kind: string; label: string };
}

onBothEngines('the history of the sample world', (engine) => {
  test('names people, a program and links over the last weeks, shows links in use, and mails nobody', async () => {
    const app = await startApp(engine);
    const { context } = app;
    await app.load(sampleWorld(new Date(app.clock.ms)));
    await context.db.write((tx) => addSampleHistory(tx, context));
    const client = await app.client(1001);

    const events: Told[] = (await client.get('/v1/events?pageSize=30')).body;
    const labels = Object.groupBy(events, ({ actor }) => actor.kind);
    assert.deepEqual(
      new Set(labels.person?.map(({ actor }) => actor.label)),
      new Set(['Petra Lindholm', 'Lena Brandt']),
    );
    assert.ok(labels.token?.some(({ actor }) => actor.label === 'HR system'));
    assert.ok(new Set(labels.link?.map(({ actor }) => actor.label)).size === 2);
    assert.ok(new Set(events.map(({ at }) => at.slice(0, 10))).size >= 12, 'on many days');

    const links = (await client.get('/v1/links')).body;
    assert.deepEqual(
      links.map(({ name, used }: { name: string; used: number }) => [name, used]),
      [
        ['New analysts', 3],
        ['Python evening group', 3],
      ],
    );
    const waiting = await context.db.read.kysely
      .selectFrom('outbox')
      .select('id')
      .where('channel', '=', 'mail')
      .execute();
    assert.equal(waiting.length, 0);
    const pools = (await client.get('/v1/pools?pageSize=100')).body;
    const soon = app.clock.ms + 30 * 86_400_000;
    const [full, ending, coming] = [
      pools.filter(
        (p: { availableLicenses: number; start: string; end: string }) =>
          p.availableLicenses === 0 && Date.parse(p.start) < app.clock.ms && Date.parse(p.end) > app.clock.ms,
      ),
      pools.filter((p: { end: string }) => Date.parse(p.end) > app.clock.ms && Date.parse(p.end) < soon),
      pools.filter((p: { start: string }) => Date.parse(p.start) > app.clock.ms),
    ];
    assert.ok(full.length > 0 && ending.length > 0 && coming.length > 0);
    await app.close();
  });
});
