import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { createDatabase, type Postgres } from '../test/support/postgres.ts';
import { type Figures, load, type Requests } from './support/load.ts';
import { alternate, type Benchmark, type Options, ratioFinding } from './support/measure.ts';
import { withPostgres } from './support/postgres.ts';
import { atRest, freePort, type Running, running, SERVER_CORE, startNode, startProduct } from './support/processes.ts';
import { makeWorld, tokenOf } from './support/world.ts';

const LICENSES = 5000;
const POOLS = 100;
const CLIENTS = 16;
const ROUNDS = 8;
/** Both are still being compiled in the first seconds. */
const WARM_UP_SECONDS = 6;
const SECONDS = 2;
const PEER = 'Parse Server 9.10.0 on PostgreSQL';
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
  const headers = {
    'x-parse-application-id': 'bench',
    'x-parse-rest-api-key': 'rest',
    'x-parse-session-token': seeded.session,
  };
  return { server: await running(child, port, '/parse/health'), headers, seeded };
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

/** What both are asked: the path and the body of the peer, and ours. */
const tasks = {
  'GET of a license with its student': {
    theirs: ({ licenses }: Seeded) => ({
      method: 'GET' as const,
      paths: licenses.map((id) => `/parse/classes/License/${id}?include=student`),
    }),
    ours: { method: 'GET' as const, paths: ['/api/licensing/v1/license/{id}'], ids: { from: 1, to: LICENSES } },
  },
  'assigning to a new student': {
    theirs: ({ pools }: Seeded) => ({
      method: 'POST' as const,
      paths: ['/parse/functions/assign'],
      bodies: pools.map((pool) => `{"poolId":"${pool}","email":"student.{unique}@example.com"}`),
    }),
    ours: {
      method: 'POST' as const,
      paths: ['/api/licensing/v1/pool/{id}/license'],
      ids: { from: 1, to: POOLS },
      bodies: ['{"email":"student.{unique}@example.com"}'],
    },
  },
};

interface Side {
  server: Running;
  headers: Record<string, string>;
}

async function measure(side: Side, requests: Omit<Requests, 'headers'>, seconds: number): Promise<Figures> {
  const { server, headers } = side;
  const figures = await load(server, { connections: CLIENTS, requests: { ...requests, headers }, seconds });
  await atRest(server);
  return figures;
}

/** Carrel on one engine against the peer, in turns. */
async function compare(
  engine: string,
  product: Side,
  peer: Side & { seeded: Seeded },
  found: Options['found'],
): Promise<void> {
  for (const [what, { theirs, ours }] of Object.entries(tasks)) {
    const them = (seconds = SECONDS) => measure(peer, theirs(peer.seeded), seconds);
    const us = (seconds = SECONDS) => measure(product, ours, seconds);
    await us(WARM_UP_SECONDS);
    await them(WARM_UP_SECONDS);
    const ratio = await alternate(ROUNDS, them, us);
    found(ratioFinding(`${what}, ${CLIENTS} clients, Carrel on ${engine}`, PEER, 5, ratio));
  }
}

async function run(postgres: Postgres, found: Options['found']): Promise<void> {
  const peer = await startPeer(postgres);
  for (const [engine, server] of [['SQLite'], ['PostgreSQL', postgres]] as const) {
    const world = await makeWorld([{ managers: 1, licenses: LICENSES, pools: POOLS }], server);
    const product = await startProduct(world);
    await compare(engine, { server: product, headers: { authorization: `Bearer ${tokenOf(world, 1)}` } }, peer, found);
    await product.stop();
    await world.close();
  }
  const sold = await oversold(peer.server.port, peer.headers, peer.seeded.small);
  found({
    what: '32 students at once after ten seats',
    floor: PEER,
    goal: 'told',
    result: `Parse Server gave **${sold}**; Carrel gives 10, by its schema`,
    reached: true,
  });
  await peer.server.stop();
}

export default {
  title: 'A general backend: Parse Server',
  notes: `Parse Server is what a user would otherwise pick from npm: accounts, permissions, REST and a database without writing
a server. It needs PostgreSQL (or MongoDB); Carrel keeps its data in SQLite unless it is told otherwise, so both are measured, each answering
only what is on the disk. The caller of Parse Server signs in by a session. Its assignment is cloud code as its guide has it: queries, checks and
saves, which no transaction holds together; it writes a row for the mail, where Carrel sends mails too. The indexes that its queries want are
made by hand. On PostgreSQL, which shares the two cores with the server, it has two thirds of the work of an assignment of Carrel: indexes, foreign
keys and totals in the transaction; so the ratio by the clock is lower than the one by processor time of the server. Both are warmed up for six
seconds: they are still being compiled in the first ones.`,
  run: ({ found }) => withPostgres((postgres) => run(postgres, found)),
} satisfies Benchmark;
