import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { load, type Requests } from './support/load.ts';
import { alternate, type Benchmark, type Measured, median, ratioFinding } from './support/measure.ts';
import { atRest, SERVER_CORE, startNode, startProduct } from './support/processes.ts';
import { makeWorld, tokenOf } from './support/world.ts';

/** A loop of commits that runs for some seconds when it is asked to. */
function startCommits(path: string) {
  const child = startNode(SERVER_CORE, [join('bench', 'floors', 'sqlite-commits.ts'), JSON.stringify({ path })], {
    ipc: true,
  });
  return (rows: 'assignment' | 'one', seconds: number) =>
    new Promise<Measured>((resolve) => {
      child.once('message', (message) => resolve(message as Measured));
      child.send({ rows, seconds });
    });
}

export default {
  title: 'Assigning a license, SQLite',
  notes: `Assignments that arrive together are written one after another, each in a savepoint, and share one commit: one
wait for the disk serves them all. Each is answered after that commit. The floor writes the same rows (a student, a
license, an event and a mail, with all indexes and triggers) and commits each alone; it asks nothing first, and speaks
no HTTP. A loop of commits of one row into a table without indexes is told beside it. Of the server’s time, 28 % goes to
commits, nearly all of it waiting for the disk, 20 to statements, 15 to the mails, which it sends meanwhile.`,
  run: async ({ found }) => {
    const world = await makeWorld([{ managers: 1, licenses: 50_000, pools: 100 }]);
    const copy = join(world.dataDir, 'floor.db');
    copyFileSync(join(world.dataDir, 'carrel.db'), copy);
    const requests: Requests = {
      method: 'POST',
      paths: ['/api/licensing/v1/pool/{id}/license'],
      ids: { from: 1, to: 100 },
      headers: { authorization: `Bearer ${tokenOf(world, 1)}` },
      bodies: ['{"email":"student.{unique}@example.com"}'],
    };
    const product = await startProduct(world);
    const assign = async () => {
      const figures = await load(product, { connections: 32, requests, seconds: 2 });
      await atRest(product);
      return figures;
    };
    const commits = startCommits(copy);
    await assign();
    await commits('assignment', 1);
    const bare: number[] = [];
    const ratio = await alternate(
      6,
      async () => {
        bare.push((await commits('one', 0.5)).perSecond);
        return commits('assignment', 2);
      },
      assign,
    );
    await product.stop();
    await world.close();
    found(
      ratioFinding(
        'POST /v1/pool/{id}/license, 32 clients, a new student each',
        `node:sqlite, the same rows, a durable commit each (a single row: ${Math.round(median(bare))}/s)`,
        1.5,
        ratio,
      ),
    );
  },
} satisfies Benchmark;
