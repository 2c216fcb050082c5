import type { Postgres } from '../../test/support/postgres.ts';
import { load, type Requests } from './load.ts';
import { median, type Options } from './measure.ts';
import { atRest, startProduct } from './processes.ts';
import { makeWorld, tokenOf } from './world.ts';

const READERS = 32;
const WRITERS = 32;
const LICENSES = 50_000;
const ROUNDS = 6;
const SECONDS = 3;

/** Reads of random licenses, alone and while other clients assign as fast as they are answered. */
export async function measureMixed({ found }: Options, postgres?: Postgres): Promise<void> {
  const world = await makeWorld([{ managers: 1, licenses: LICENSES, pools: 100 }], postgres);
  const headers = { authorization: `Bearer ${tokenOf(world, 1)}` };
  const reading: Requests = {
    method: 'GET',
    paths: ['/api/licensing/v1/license/{id}'],
    ids: { from: 1, to: LICENSES },
    headers,
  };
  const assigning: Requests = {
    method: 'POST',
    paths: ['/api/licensing/v1/pool/{id}/license'],
    ids: { from: 1, to: 100 },
    headers,
    bodies: ['{"email":"student.{unique}@example.com"}'],
  };
  const product = await startProduct(world);
  const read = (seconds: number) => load(product, { connections: READERS, requests: reading, seconds });
  const assign = (seconds: number) => load(product, { connections: WRITERS, requests: assigning, seconds });
  const together = async (seconds: number) => {
    const [reads, assignments] = await Promise.all([read(seconds), assign(seconds)]);
    await atRest(product);
    return { ...reads, assigned: assignments.perSecond };
  };
  await read(2);
  await together(1);
  const pairs: { alone: Awaited<ReturnType<typeof read>>; beside: Awaited<ReturnType<typeof together>> }[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const alone = round % 2 === 0 ? await read(SECONDS) : null;
    const beside = await together(SECONDS);
    pairs.push({ alone: alone ?? (await read(SECONDS)), beside });
  }
  await product.stop();
  await world.close();

  const spread = (values: number[]) =>
    `**${median(values).toFixed(2)}** (${Math.min(...values).toFixed(2)} to ${Math.max(...values).toFixed(2)})`;
  const of = (value: (pair: (typeof pairs)[number]) => number) => median(pairs.map(value));
  const throughput = pairs.map(({ alone, beside }) => beside.perSecond / alone.perSecond);
  const slowest = pairs.map(({ alone, beside }) => beside.p99 / alone.p99);
  const floor = 'the same reads alone';
  const what = `GET /v1/license/{id}, ${READERS} clients, while ${WRITERS} clients assign`;
  const rate = (value: number) => `${Math.round(value)}/s`;
  const ms = (value: number) => `${value.toFixed(1)} ms`;
  found({
    what: `${what}: throughput`,
    floor,
    goal: '≥ 0.5',
    result: `${spread(throughput)}, ${rate(of(({ beside }) => beside.perSecond))} against ${rate(of(({ alone }) => alone.perSecond))}, beside ${rate(of(({ beside }) => beside.assigned))} assignments`,
    reached: median(throughput) >= 0.5,
  });
  found({
    what: `${what}: p99`,
    floor,
    goal: '≤ 3',
    result: `${spread(slowest)}, ${ms(of(({ beside }) => beside.p99))} against ${ms(of(({ alone }) => alone.p99))}`,
    reached: median(slowest) <= 3,
  });
}
