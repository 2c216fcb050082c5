import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { load, type Requests } from './support/load.ts';
import { alternate, type Benchmark, type Measured, ratioFinding } from './support/measure.ts';
import { withPostgres } from './support/postgres.ts';
import { atRest, pinned, SERVER_CORE, startProduct } from './support/processes.ts';
import { makeWorld, tokenOf } from './support/world.ts';

const CLIENTS = 16;
const script = join(import.meta.dirname, 'floors', 'assign.pgbench.sql');

async function pgbench(url: string, seconds: number): Promise<Measured> {
  const args = [
    '--no-vacuum',
    '--protocol=prepared',
    `--client=${CLIENTS}`,
    `--time=${seconds}`,
    `--file=${script}`,
    url,
  ];
  const [command, ...rest] = pinned(SERVER_CORE, ['pgbench', ...args]);
  const { stdout } = await promisify(execFile)(command as string, rest);
  return { perSecond: Number(/^tps = ([\d.]+)/m.exec(stdout)?.[1]), cpu: Number.NaN };
}

export default {
  title: 'Assigning a license, PostgreSQL',
  notes: `An assignment takes two round trips to PostgreSQL (docs/decisions/0031-fewer-round-trips.md). Half of the server’s time goes to
writing to its sockets, which wakes PostgreSQL on the same core. Per assignment the server takes about 0.5 ms of processor time, PostgreSQL
0.8 to 1.0: a fifth of it to start statements, a tenth each to the 14 indexes of licenses, to foreign keys and to the commit. It was 1.5
before licenses were counted by row and statements planned once (0032-counted-by-row.md, 0029-plans-by-index.md). The floor has the same
schema, and so became faster too.`,
  run: ({ found }) =>
    withPostgres(async (postgres) => {
      const world = await makeWorld([{ managers: 1, licenses: 50_000, pools: 100 }], postgres);
      const requests: Requests = {
        method: 'POST',
        paths: ['/api/licensing/v1/pool/{id}/license'],
        ids: { from: 1, to: 100 },
        headers: { authorization: `Bearer ${tokenOf(world, 1)}` },
        bodies: ['{"email":"student.{unique}@example.com"}'],
      };
      const product = await startProduct(world);
      const assign = async () => {
        const figures = await load(product, { connections: CLIENTS, requests, seconds: 3 });
        await atRest(product);
        return figures;
      };
      await assign();
      await pgbench(world.databaseUrl, 1);
      const ratio = await alternate(5, () => pgbench(world.databaseUrl, 3), assign);
      await product.stop();
      await world.close();
      const what = `POST /v1/pool/{id}/license, ${CLIENTS} clients, a new student each`;
      const floor = `pgbench, ${CLIENTS} clients, a transaction of the same statements`;
      found(ratioFinding(what, floor, 0.5, ratio));
    }),
} satisfies Benchmark;
