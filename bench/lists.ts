import assert from 'node:assert/strict';
import { join } from 'node:path';
import { load } from './support/load.ts';
import { alternate, type Benchmark, ratioFinding } from './support/measure.ts';
import { type Running, startFloor, startProduct } from './support/processes.ts';
import { makeWorld, tokenOf } from './support/world.ts';

/** Many ask for the same at once, as for the page that all open; one has every answer made for itself. */
const CLIENTS = [32, 1];
const lists = ['licenses', 'students', 'courses', 'pools'].flatMap((name) =>
  [10, 100].map((size) => `/v1/${name}?pageSize=${size}`),
);

export default {
  title: 'Lists, SQLite',
  notes: `The floor answers the same bytes, compared before it is measured. It asks each statement by itself, as one writes it by
hand. The product shares one read transaction among the reads that arrive together (src/db/sqlite-reader.ts). One client
alone shares nothing; of its time, part is the way to the server and back, in both.`,
  run: async ({ found }) => {
    const world = await makeWorld([{ managers: 1, licenses: 50_000, pools: 200 }]);
    const headers = { authorization: `Bearer ${tokenOf(world, 1)}` };
    const product = await startProduct(world);
    const floor = await startFloor('lists.ts', { path: join(world.dataDir, 'carrel.db') });
    const body = async ({ port }: Running, path: string) =>
      (await fetch(`http://127.0.0.1:${port}/api/licensing${path}`, { headers })).text();
    for (const path of lists) {
      assert.equal(await body(floor, path), await body(product, path), `${path}: the floor answers something else`);
      const requests = { method: 'GET' as const, paths: [`/api/licensing${path}`], headers };
      for (const connections of CLIENTS) {
        const measure = (server: Running, seconds: number) => load(server, { connections, requests, seconds });
        await measure(product, 1);
        await measure(floor, 0.5);
        const ratio = await alternate(
          5,
          () => measure(floor, 1),
          () => measure(product, 1),
        );
        const what = `GET ${path}, ${connections === 1 ? 'one client' : `${connections} clients`}`;
        found(ratioFinding(what, 'bare node:http, the same SQL through node:sqlite, JSON.stringify', 0.5, ratio));
      }
    }
    await Promise.all([product.stop(), floor.stop()]);
    await world.close();
  },
} satisfies Benchmark;
