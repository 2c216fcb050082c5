import { sql } from 'kysely';
import type { Database, Queries, Transaction } from './database.ts';
import { tableNames, takeMigrationLock } from './dialect.ts';
import { licensing } from './migrations/0001-licensing.ts';
import { accounts } from './migrations/0002-accounts.ts';
import { publisher } from './migrations/0003-publisher.ts';
import { ordersAndShops } from './migrations/0004-orders.ts';
import { waiting } from './migrations/0006-waiting.ts';
import { launch } from './migrations/0007-launch.ts';
import { xapi } from './migrations/0008-xapi.ts';
import { branding } from './migrations/0009-branding.ts';

/** One step of the schema: the same tables on both engines, each in its own words. */
export interface Migration {
  name: string;
  sqlite: string;
  postgres: string;
}

/** Every step, in order. Steps are only ever added. */
export const migrations: readonly Migration[] = [
  licensing,
  accounts,
  publisher,
  ordersAndShops,
  waiting,
  launch,
  xapi,
  branding,
];

const applied = async (queries: Queries): Promise<string[]> => {
  const { rows } = await sql<{ name: string }>`select name from migration order by name`.execute(queries.kysely);
  return rows.map((row) => row.name);
};

/** When the first step was taken, in seconds. */
export async function madeAt(queries: Queries): Promise<number> {
  const { rows } = await sql<{ at: number }>`select min(applied_at) as at from migration`.execute(queries.kysely);
  return rows[0]?.at ?? 0;
}

function refuseNewer(done: readonly string[], steps: readonly Migration[]): void {
  const unknown = done.find((name) => !steps.some((step) => step.name === name));
  if (unknown) throw new Error(`the database has the newer schema ${unknown}; run the version of Carrel that made it`);
}

/** Whether the database has all steps, or lacks some that would be taken at the next start. Throws where it is empty, another program's, or newer. */
export async function schemaState(queries: Queries, steps = migrations): Promise<'current' | 'older'> {
  const tables = await tableNames(queries);
  if (tables.length === 0) throw new Error('the database is empty; “carrel migrate” or “carrel serve” fills it');
  const ours = tables.includes('migration') && tables.includes('license');
  if (!ours) throw new Error('this is not a database of Carrel: it holds the tables of another program');
  const done = await applied(queries);
  refuseNewer(done, steps);
  return done.length < steps.length ? 'older' : 'current';
}

/** For what only looks, and therefore may not bring the schema forward. Throws where the database is not of this version. */
export async function assertCurrent(queries: Queries): Promise<void> {
  if ((await schemaState(queries)) === 'current') return;
  throw new Error('the database has an older schema; run “carrel migrate”, or start the server, then look again');
}

/** Applies the next missing step in a transaction of its own; answers its name, or null where none is missing. */
async function applyNext(tx: Transaction, now: number, steps: readonly Migration[]): Promise<string | null> {
  await takeMigrationLock(tx);
  await tx.script('create table if not exists migration (name text primary key, applied_at bigint not null)');
  const done = await applied(tx);
  refuseNewer(done, steps);
  const next = steps.find((step) => !done.includes(step.name));
  if (!next) return null;
  await tx.script(next[tx.engine]);
  await sql`insert into migration (name, applied_at) values (${next.name}, ${now})`.execute(tx.kysely);
  return next.name;
}

/**
 * Brings the database to the current schema; answers the names of the steps taken. Any number of processes may
 * do it at once: one takes each step, and a step that is interrupted leaves nothing behind.
 * Throws where the schema is newer than this code.
 */
export async function migrate(db: Database, now: number, steps = migrations): Promise<string[]> {
  const taken: string[] = [];
  for (;;) {
    const name = await db.write((tx) => applyNext(tx, now, steps));
    if (!name) return taken;
    taken.push(name);
  }
}
