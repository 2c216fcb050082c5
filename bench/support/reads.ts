import type { Postgres } from '../../test/support/postgres.ts';
import { load, type Requests } from './load.ts';
import { alternate, type Options, ratioFinding } from './measure.ts';
import { type Running, startFloor, startProduct } from './processes.ts';
import { makeWorld, tokenOf } from './world.ts';

export const LICENSES = 50_000;
const CONNECTIONS = 32;

/** Authenticated reads of random licenses, against a floor that answers as many bytes. */
export async function measureReads({ found }: Options, postgres?: Postgres): Promise<void> {
  const world = await makeWorld([{ managers: 1, licenses: LICENSES, pools: 100 }], postgres);
  const requests: Requests = {
    method: 'GET',
    paths: ['/api/licensing/v1/license/{id}'],
    ids: { from: 1, to: LICENSES },
    headers: { authorization: `Bearer ${tokenOf(world, 1)}` },
  };
  const product = await startProduct(world);
  const url = `http://127.0.0.1:${product.port}/api/licensing/v1/license/25000`;
  const body = await (await fetch(url, { headers: requests.headers })).text();
  const floor = postgres
    ? await startFloor('postgres-query.ts', { url: world.databaseUrl, licenses: LICENSES })
    : await startFloor('constant.ts', { body });
  const measure = (server: Running, seconds: number) => load(server, { connections: CONNECTIONS, requests, seconds });
  await measure(product, 2);
  await measure(floor, 1);
  const ratio = await alternate(
    6,
    () => measure(floor, 2),
    () => measure(product, 2),
  );
  await Promise.all([product.stop(), floor.stop()]);
  await world.close();
  found(
    ratioFinding(
      `GET /v1/license/{id}, random of ${LICENSES}, ${CONNECTIONS} clients`,
      postgres ? 'bare node:http, one prepared query by pg' : 'bare node:http, constant bytes of that size',
      0.5,
      ratio,
    ),
  );
}
