import type { Postgres } from '../../test/support/postgres.ts';
import { load, type Requests } from './load.ts';
import { inTurns, type Options, type Pair, ratioFinding, ratioOf } from './measure.ts';
import { type Running, startFloor, startProduct } from './processes.ts';
import { makeWorld, tokenOf, type World } from './world.ts';

export const LICENSES = 50_000;
const CONNECTIONS = 32;
/** Seconds until a new process is as fast as it will be: all that is busy is compiled. */
const WARM_UP = 8;
/** A process is up to a tenth faster than another of the same code: what is compiled, and when, is a matter of luck. */
const STARTS = 3;

/** The turns of one process of the product and one of its floor. */
async function measureStart(world: World, requests: Requests, postgres?: Postgres): Promise<Pair[]> {
  const product = await startProduct(world);
  const url = `http://127.0.0.1:${product.port}/api/licensing/v1/license/25000`;
  const body = await (await fetch(url, { headers: requests.headers })).text();
  const floor = postgres
    ? await startFloor('postgres-query.ts', { url: world.databaseUrl, licenses: LICENSES })
    : await startFloor('constant.ts', { body });
  const measure = (server: Running, seconds: number) => load(server, { connections: CONNECTIONS, requests, seconds });
  await measure(product, WARM_UP);
  await measure(floor, WARM_UP / 2);
  const pairs = await inTurns(
    4,
    () => measure(floor, 2),
    () => measure(product, 2),
  );
  await Promise.all([product.stop(), floor.stop()]);
  return pairs;
}

/** Authenticated reads of random licenses, against a floor that answers as many bytes. */
export async function measureReads({ found }: Options, postgres?: Postgres): Promise<void> {
  const world = await makeWorld([{ managers: 1, licenses: LICENSES, pools: 100 }], postgres);
  const requests: Requests = {
    method: 'GET',
    paths: ['/api/licensing/v1/license/{id}'],
    ids: { from: 1, to: LICENSES },
    headers: { authorization: `Bearer ${tokenOf(world, 1)}` },
  };
  const pairs: Pair[] = [];
  for (let start = 0; start < STARTS; start++) pairs.push(...(await measureStart(world, requests, postgres)));
  await world.close();
  found(
    ratioFinding(
      `GET /v1/license/{id}, random of ${LICENSES}, ${CONNECTIONS} clients`,
      postgres ? 'bare node:http, one prepared query by pg' : 'bare node:http, constant bytes of that size',
      0.5,
      ratioOf(pairs),
    ),
  );
}
