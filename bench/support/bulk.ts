import type { Postgres } from '../../test/support/postgres.ts';
import { load, type Requests } from './load.ts';
import { alternate, inTurns, type Measured, median, type Options, ratioFinding } from './measure.ts';
import { atRest, type Running, startProduct } from './processes.ts';
import { makeWorld, tokenOf } from './world.ts';

const API = '/api/licensing/v1';
const CLIENTS = 16;
const ROWS = 1000;
const LICENSES = 50_000;
const POOLS = 100;
const TRANSFERABLE = 2;
/** Those who work beside a batch: some read, some assign. */
const OTHERS = 8;
const ROSTER_ROWS = 5_000;

const ms = (value: number) => `${value.toFixed(1)} ms`;

/** A program that asks one thing after the other. */
function caller({ port }: Running, headers: Record<string, string>) {
  return async (
    method: string,
    path: string,
    body: object,
  ): Promise<{ id: string; results: { outcome: string }[] }> => {
    const answer = await fetch(`http://127.0.0.1:${port}${API}${path}`, {
      method,
      headers: { ...headers, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${await answer.text()}`);
    return (await answer.json()) as never;
  };
}

/** What takes `work` so many licenses forward, as a measurement. */
async function timed(product: Running, licenses: number, work: () => Promise<unknown>): Promise<Measured> {
  const [startedAt, cpu] = [performance.now(), product.cpuSeconds()];
  await work();
  const seconds = (performance.now() - startedAt) / 1000;
  return { perSecond: licenses / seconds, cpu: (product.cpuSeconds() - cpu) / licenses };
}

/** Batches of 1,000 rows against single requests, what they do to others meanwhile, and rosters. */
export async function measureBulk({ found }: Options, postgres?: Postgres): Promise<void> {
  const world = await makeWorld([{ managers: 1, licenses: LICENSES, pools: POOLS }], postgres);
  const headers = { authorization: `Bearer ${tokenOf(world, 1)}` };
  const single: Requests = {
    method: 'POST',
    paths: [`${API}/pool/{id}/license`],
    ids: { from: 1, to: POOLS },
    headers,
    bodies: ['{"email":"student.{unique}@example.com"}'],
  };
  const rows = Array(ROWS).fill('{"email":"student.{unique}@example.com"}').join();
  const batch: Requests = { ...single, paths: [`${API}/pool/{id}/bulk`], bodies: [`{"rows":[${rows}]}`] };
  const reads: Requests = {
    method: 'GET',
    paths: [`${API}/license/{id}`],
    ids: { from: 1, to: LICENSES },
    headers,
  };
  const product = await startProduct(world);
  const ask = caller(product, headers);
  const rested = async <T>(work: Promise<T>): Promise<T> => {
    const value = await work;
    await atRest(product);
    return value;
  };
  const one = () => rested(load(product, { connections: CLIENTS, requests: single, seconds: 2 }));
  const many = async () => {
    const { perSecond, cpu } = await rested(load(product, { connections: 1, requests: batch, count: 4 }));
    return { perSecond: perSecond * ROWS, cpu: cpu / ROWS };
  };
  await one();
  await many();
  const against = `single requests, ${CLIENTS} clients`;
  found(ratioFinding(`POST /v1/pool/{id}/bulk, ${ROWS} rows, one client`, against, 3, await alternate(4, one, many)));

  const given: number[] = [];
  const give = async (): Promise<string[]> => {
    const emails = Array.from({ length: ROWS }, () => ({ email: `bench.${given.push(0)}@example.com` }));
    const { results } = await ask('POST', `/pool/${TRANSFERABLE}/bulk`, { rows: emails });
    return results.map((result) => (result as unknown as { license: { id: string } }).license.id);
  };
  const change = (path: string, more: object) => async () => {
    const lists = [await give(), await give()];
    await atRest(product);
    return rested(
      timed(product, lists.length * ROWS, async () => {
        for (const ids of lists) await ask('POST', `/licenses/${path}`, { ids, ...more });
      }),
    );
  };
  const oneRevoked = async () => {
    const ids = (await Promise.all([give(), give()])).flat().map(Number);
    await atRest(product);
    const requests: Requests = { method: 'DELETE', paths: [`${API}/license/{id}`], ids, headers };
    return rested(load(product, { connections: CLIENTS, requests, count: ids.length }));
  };
  found(
    ratioFinding(
      `POST /v1/licenses/revoke, ${ROWS} ids, one client`,
      against,
      3,
      await alternate(3, oneRevoked, change('revoke', {})),
    ),
  );
  const endDate = new Date(Date.now() + 20 * 86_400_000).toISOString().slice(0, 10);
  found(
    ratioFinding(
      `POST /v1/licenses/edit, ${ROWS} ids, one client`,
      `single revocations, ${CLIENTS} clients`,
      3,
      await alternate(3, oneRevoked, change('edit', { endDate })),
    ),
  );

  let rosters = 0;
  const roster = async () => {
    const courseId = 10 + (rosters++ % 20);
    const asked = Array.from({ length: ROSTER_ROWS }, (_, n) => ({ email: `r${rosters}.${n}@example.com`, courseId }));
    const plan = await ask('PUT', '/roster?pageSize=1', { rows: asked });
    const { counts } = plan as unknown as { counts: { assign: number; revoke: number } };
    const apply = () => ask('POST', `/roster/${plan.id}/apply`, { allowRevocations: counts.revoke });
    return rested(timed(product, counts.assign + counts.revoke, apply));
  };
  found(
    ratioFinding(
      `POST /v1/roster/{id}/apply, ${ROSTER_ROWS} who come and some who go`,
      `single assignments, ${CLIENTS} clients`,
      3,
      await alternate(3, one, roster),
    ),
  );

  const others = async () => {
    const [read, assign] = await Promise.all([
      load(product, { connections: OTHERS, requests: reads, seconds: 2 }),
      load(product, { connections: OTHERS, requests: single, seconds: 2 }),
    ]);
    return { perSecond: 0, cpu: 0, read: read.p99, assign: assign.p99, given: 0 };
  };
  const beside = async () => {
    const [figures, { perSecond }] = await Promise.all([
      others(),
      load(product, { connections: 1, requests: batch, seconds: 2 }),
    ]);
    return { ...figures, given: perSecond * ROWS };
  };
  await rested(beside());
  const pairs = (await inTurns(
    4,
    () => rested(others()),
    () => rested(beside()),
  )) as { floor: Awaited<ReturnType<typeof others>>; product: Awaited<ReturnType<typeof others>> }[];
  for (const [kind, what] of [
    ['read', 'GET /v1/license/{id}'],
    ['assign', 'POST /v1/pool/{id}/license'],
  ] as const) {
    const ratios = pairs.map((pair) => pair.product[kind] / pair.floor[kind]);
    const of = (side: 'floor' | 'product') => ms(median(pairs.map((pair) => pair[side][kind])));
    const batches = Math.round(median(pairs.map((pair) => pair.product.given)));
    found({
      what: `${what}, ${OTHERS} clients, while one sends batches of ${ROWS}: p99`,
      floor: `the same (${OTHERS} read, ${OTHERS} assign) without the batches`,
      goal: '≤ 2',
      result: `**${median(ratios).toFixed(2)}** (${Math.min(...ratios).toFixed(2)} to ${Math.max(...ratios).toFixed(2)}), ${of('product')} against ${of('floor')}, beside ${batches} licenses/s by batches`,
      reached: median(ratios) <= 2,
    });
  }
  await product.stop();
  await world.close();
}
