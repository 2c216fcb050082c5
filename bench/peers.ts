import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { createDatabase, type Postgres } from '../test/support/postgres.ts';
import { load, type Requests } from './support/load.ts';
import { alternate, type Benchmark, ratioFinding } from './support/measure.ts';
import { withPostgres } from './support/postgres.ts';
import { atRest, freePort, running, SERVER_CORE, startNode, startProduct } from './support/processes.ts';
import { makeWorld, tokenOf } from './support/world.ts';

const LICENSES = 5000;
const POOLS = 100;
const CLIENTS = 16;
const ROUNDS = 8;
/** Both are still being compiled in the first seconds. */
const WARM_UP_SECONDS = 6;
const SECONDS = 2;
const folder = join(import.meta.dirname, 'peers');

/** What Parse Server gave its records for ids, and whom it knows. */
interface Seeded {
  session: string;
  licenses: string[];
  pools: string[];
  small: string;
}

/** Installs the peer beside everything, from its own lockfile, and starts it on a database of its own. */
async function startPeer(postgres: Postgres) {
  const installed = mkdtempSync(join(tmpdir(), 'carrel-peers-'));
  process.once('exit', () => rmSync(installed, { recursive: true, force: true }));
  for (const file of ['package.json', 'package-lock.json']) cpSync(join(folder, file), join(installed, file));
  const how = ['--ignore-scripts', '--prefer-offline', '--no-audit', '--no-fund'];
  execFileSync('npm', ['ci', ...how], { cwd: installed, stdio: 'ignore' });
  const { url } = await createDatabase(postgres.url);
  const port = await freePort();
  const argument = JSON.stringify({ port, url, pools: POOLS, licenses: LICENSES });
  const child = startNode(SERVER_CORE, [join(folder, 'parse-server.cjs'), argument], { ipc: true, cwd: installed });
  const [seeded] = (await Promise.race([
    once(child, 'message'),
    once(child, 'exit').then(([code]) => Promise.reject(new Error(`the peer ended with exit code ${code}`))),
  ])) as [Seeded];
  const database = new pg.Client({ connectionString: url });
  await database.connect();
  await database.query('create index on "Student" (email); create index on "License" (student, course); analyze');
  await database.end();
  return { server: await running(child, port, '/parse/health'), seeded };
}

/** How many of 32 students at once get one of ten seats. */
async function oversold(port: number, headers: Record<string, string>, poolId: string): Promise<number> {
  const ask = (i: number) =>
    fetch(`http://127.0.0.1:${port}/parse/functions/assign`, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body: JSON.stringify({ poolId, email: `racer.${i}@example.com` }),
    });
  const answers = await Promise.all(Array.from({ length: 32 }, (_, i) => ask(i)));
  return answers.filter(({ ok }) => ok).length;
}

async function compare(postgres: Postgres, found: Parameters<Benchmark['run']>[0]['found']): Promise<void> {
  const world = await makeWorld([{ managers: 1, licenses: LICENSES, pools: POOLS }], postgres);
  const product = await startProduct(world);
  const { server: peer, seeded } = await startPeer(postgres);
  const ours = { authorization: `Bearer ${tokenOf(world, 1)}` };
  const theirs = {
    'x-parse-application-id': 'bench',
    'x-parse-rest-api-key': 'rest',
    'x-parse-session-token': seeded.session,
  };
  const reads: [Requests, Requests] = [
    {
      method: 'GET',
      paths: seeded.licenses.map((id) => `/parse/classes/License/${id}?include=student`),
      headers: theirs,
    },
    { method: 'GET', paths: ['/api/licensing/v1/license/{id}'], ids: { from: 1, to: LICENSES }, headers: ours },
  ];
  const body = (pool: string) => `{"poolId":"${pool}","email":"student.{unique}@example.com"}`;
  const assigns: [Requests, Requests] = [
    { method: 'POST', paths: ['/parse/functions/assign'], headers: theirs, bodies: seeded.pools.map(body) },
    {
      method: 'POST',
      paths: ['/api/licensing/v1/pool/{id}/license'],
      ids: { from: 1, to: POOLS },
      headers: ours,
      bodies: ['{"email":"student.{unique}@example.com"}'],
    },
  ];
  const tasks = { 'GET of a license with its student': reads, 'assigning to a new student': assigns };
  for (const [what, [theirRequests, ourRequests]] of Object.entries(tasks)) {
    const them = (seconds = SECONDS) => load(peer, { connections: CLIENTS, requests: theirRequests, seconds });
    const us = async (seconds = SECONDS) => {
      const figures = await load(product, { connections: CLIENTS, requests: ourRequests, seconds });
      await atRest(product);
      return figures;
    };
    await us(WARM_UP_SECONDS);
    await them(WARM_UP_SECONDS);
    const ratio = await alternate(ROUNDS, them, us);
    found(ratioFinding(`${what}, ${CLIENTS} clients, PostgreSQL`, 'Parse Server 9.10.0', 5, ratio));
  }
  const sold = await oversold(peer.port, theirs, seeded.small);
  found({
    what: '32 students at once after ten seats',
    floor: 'Parse Server 9.10.0',
    goal: 'told',
    result: `Parse Server gave **${sold}**; Carrel gives 10, by its schema`,
    reached: true,
  });
  await Promise.all([product.stop(), peer.stop()]);
  await world.close();
}

export default {
  title: 'A general backend: Parse Server',
  notes: `Parse Server is what a user would otherwise pick from npm: accounts, permissions, REST and PostgreSQL without writing
a server. It stands on the same PostgreSQL, with the same durability, and its caller signs in by a session. Its assignment
is cloud code as its guide has it: queries, checks and saves, which no
transaction holds together. The indexes that its queries want are made by hand. While the totals of a manager were one row, all
its assignments waited for each other until they were on disk, 1.9 times as many as the peer's; since they are kept in parts
(docs/decisions/0028-totals-in-parts.md) those to different pools share a flush. By processor time of the server the
ratio is higher than by the clock, because both share the two cores with PostgreSQL, which for Carrel has two thirds of the work: it keeps
14 indexes of licenses and all totals in the transaction. Both are warmed up for six
seconds: they are still being compiled in the first ones.`,
  run: ({ found }) => withPostgres((postgres) => compare(postgres, found)),
} satisfies Benchmark;
