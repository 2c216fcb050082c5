import type { Postgres } from '../../test/support/postgres.ts';
import { load, type Requests } from './load.ts';
import { inTurns, type Options, type Pair, ratioFinding, ratioOf } from './measure.ts';
import { type Running, startFloor, startProduct } from './processes.ts';
import { makeWorld, publisherTokenOf, tokenOf, type World } from './world.ts';

export const LICENSES = 50_000;
const CONNECTIONS = 32;
/** Seconds until a new process is as fast as it will be: all that is busy is compiled. */
const WARM_UP = 8;
/** A process is up to a tenth faster than another of the same code: what is compiled, and when, is a matter of luck. */
const STARTS = 3;

/** What is read, at random, and one example of it. */
interface Reads {
  what: string;
  requests: Requests;
  example: string;
}

/** The turns of one process of the product and one of its floor. */
async function measureStart(world: World, { requests, example }: Reads, postgres?: Postgres): Promise<Pair[]> {
  const product = await startProduct(world);
  const url = `http://127.0.0.1:${product.port}${example}`;
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

async function measure({ found }: Options, readsOf: (world: World) => Reads, postgres?: Postgres): Promise<void> {
  const world = await makeWorld([{ managers: 1, licenses: LICENSES, pools: 100 }], postgres);
  const reads = readsOf(world);
  const pairs: Pair[] = [];
  for (let start = 0; start < STARTS; start++) pairs.push(...(await measureStart(world, reads, postgres)));
  await world.close();
  found(
    ratioFinding(
      `${reads.what}, random of ${LICENSES}, ${CONNECTIONS} clients`,
      postgres ? 'bare node:http, one prepared query by pg' : 'bare node:http, constant bytes of that size',
      0.5,
      ratioOf(pairs),
    ),
  );
}

/** Authenticated reads of random licenses, against a floor that answers as many bytes. */
export const measureReads = (options: Options, postgres?: Postgres): Promise<void> =>
  measure(
    options,
    (world) => ({
      what: 'GET /v1/license/{id}',
      requests: {
        method: 'GET',
        paths: ['/api/licensing/v1/license/{id}'],
        ids: { from: 1, to: LICENSES },
        headers: { authorization: `Bearer ${tokenOf(world, 1)}` },
      },
      example: '/api/licensing/v1/license/25000',
    }),
    postgres,
  );

/** The student and the course of a license, by its number, as `makeWorld` gives them. */
const accessTo = (license: number): string =>
  `/api/publisher/v1/access?courseId=${1 + Math.floor((license - 1) / 1000)}&studentId=${1 + ((license - 1) % (LICENSES / 2))}`;

/** Whether random students may watch, as a player asks at every play. */
export const measureAccess = (options: Options): Promise<void> =>
  measure(options, (world) => ({
    what: 'GET /api/publisher/v1/access',
    requests: {
      method: 'GET',
      paths: Array.from({ length: LICENSES / 10 }, (_, n) => accessTo(1 + n * 10)),
      headers: { authorization: `Bearer ${publisherTokenOf(world)}` },
    },
    example: accessTo(1),
  }));
