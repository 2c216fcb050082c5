import assert from 'node:assert/strict';
import type { AddressInfo } from 'node:net';
import { after, test } from 'node:test';
import { onBothEngines, startApp } from '../../test/support/app.ts';
import { ALICE, cast, SHARED } from '../../test/support/cast.ts';
import { type Lateness, watchEventLoop } from './event-loop.ts';
import { serveMetrics } from './listener.ts';
import { Metrics } from './metrics.ts';

onBothEngines('metrics', (engine) => {
  test('tell what was answered, refused and written, by route and never by URL', async () => {
    const metrics = new Metrics();
    const app = await startApp(engine, { world: cast(), metrics });
    const alice = await app.client(ALICE);
    await alice.post(`/v1/pool/${SHARED}/license`, { email: 'ann@alder.example' });
    await alice.post(`/v1/pool/${SHARED}/license`, { email: 'ann@alder.example' });
    await metrics.timed(app.context.db).write(async () => {});
    const server = await serveMetrics(metrics, app.context, { host: '127.0.0.1', port: 0 });
    after(() => server.close());
    const { port } = server.address() as AddressInfo;
    const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
    const route = 'method="POST",route="/api/licensing/v1/pool/:id/license"';
    for (const line of [
      `carrel_http_requests_total{${route},status="200"} 1`,
      `carrel_http_requests_total{${route},status="400"} 1`,
      'carrel_refusals_total{code="already_enrolled"} 1',
      'carrel_licenses_assigned 1',
      'carrel_outbox_waiting 1',
      'carrel_outbox_paused 0',
      'carrel_database_up 1',
      'carrel_database_write_seconds_count 1',
    ]) {
      assert.ok(text.includes(`${line}\n`), `${line} is not in\n${text}`);
    }
    assert.ok(!text.includes('ann@'), 'an address is in the metrics');
    assert.equal((await fetch(`http://127.0.0.1:${port}/`)).status, 404);
  });
});

test('work that keeps the event loop is told with its length', async () => {
  const seen = new Promise<Lateness>((resolve) => {
    const stop = watchEventLoop((lateness) => {
      if (lateness.busyMs < 100) return;
      stop();
      resolve(lateness);
    });
  });
  const before = process.threadCpuUsage();
  while (process.threadCpuUsage(before).user < 200_000); // nothing else can be done meanwhile
  const { lateMs, busyMs } = await seen;
  assert.ok(lateMs >= busyMs, `${lateMs} and ${busyMs} ms`);
});
