import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from '../../src/config.ts';
import { type Context, now, openContext } from '../../src/context.ts';
import { inspect } from '../../src/db/inspect.ts';
import { migrate } from '../../src/db/migrate.ts';
import { system } from '../../src/event/record.ts';
import { importRecords } from '../../src/import/import.ts';
import { readImport } from '../../src/import/read.ts';
import type { ImportFile } from '../../src/import/schema.ts';
import { createLog } from '../../src/log.ts';
import { managerScope } from '../../src/principal.ts';
import { noticeKinds } from '../../src/rules/notice.ts';
import { createToken } from '../../src/token/token.ts';
import { createDatabase, startPostgres } from '../../test/support/postgres.ts';
import type { Trial } from './proof.ts';

/** A database of its own, and the folder that belongs to it. */
export interface House {
  dataDir: string;
  databaseUrl: string;
  environment: Record<string, string>;
}

const SECRET = 'a key for verification, of 32 bytes or more';

export function houseAt(dataDir: string, databaseUrl: string, settings: Record<string, string> = {}): House {
  const environment = {
    DATA_DIR: dataDir,
    DATABASE_URL: databaseUrl,
    SECRET_KEY: SECRET,
    RATE_LIMIT_PER_MINUTE: '0',
    LOG_LEVEL: 'info',
    ...settings,
  };
  return { dataDir, databaseUrl, environment };
}

/** A folder that goes away with the test. */
export function scratch(trial: Trial): string {
  const folder = mkdtempSync(join(tmpdir(), 'carrel-verify-'));
  trial.cleanUp(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** An empty database of the engine of the trial. */
export async function newHouse(trial: Trial, settings: Record<string, string> = {}): Promise<House> {
  const dataDir = scratch(trial);
  if (trial.engine === 'sqlite') return houseAt(dataDir, `sqlite:${join(dataDir, 'carrel.db')}`, settings);
  const postgres = await startPostgres();
  trial.cleanUp(() => postgres.stop());
  const database = await createDatabase(postgres.url);
  trial.cleanUp(() => database.drop());
  return houseAt(dataDir, database.url, settings);
}

/** Works on the database from this process, beside the servers. */
export async function inHouse<T>(house: House, work: (context: Context) => Promise<T>): Promise<T> {
  const context = openContext(readConfig(house.environment), createLog('silent'), () => {});
  try {
    return await work(context);
  } finally {
    await context.db.close();
  }
}

/** Loads records, after the migrations. */
export const load = (house: House, file: ImportFile): Promise<void> =>
  inHouse(house, async (context) => {
    await migrate(context.db, now(context));
    using records = await readImport(file);
    await context.db.write((tx) => importRecords(tx, records, system, now(context)));
  });

/** Switches off the mails to members, so that the history tells of what a proof does and of nothing else. */
export const withoutNotices = (house: House): Promise<void> =>
  inHouse(house, async ({ db }) => {
    const mails = JSON.stringify(Object.fromEntries(noticeKinds.map((kind) => [kind, false])));
    await db.write((tx) => tx.kysely.updateTable('manager').set({ mails }).execute());
  });

export const newToken = (house: House, managerId: number, permission: 'read' | 'write' = 'write'): Promise<string> =>
  inHouse(house, async (context) => {
    const issuer = { url: context.config.publicUrl, secret: context.config.secretKey };
    const asked = { scope: managerScope(managerId), name: 'verify', permission };
    return (await context.db.write((tx) => createToken(tx, asked, issuer, system, now(context)))).text;
  });

/** What `carrel check` finds. */
export const damages = (house: House): Promise<string[]> => inHouse(house, ({ db }) => inspect(db));

const iso = (days: number) => `${new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 19)}+00:00`;

export const DOMAIN = 'verify.example';

export interface PoolPlan {
  id: number;
  managerId?: number;
  courseId?: number;
  transferable?: boolean;
  licenses: number;
}

/** Managers 1 and 2 with the pools that are asked for, running from yesterday for a year. */
export function worldWith(pools: readonly PoolPlan[], courses = 1): ImportFile {
  return {
    managers: [1, 2].map((id) => ({
      id,
      name: `Manager ${id}`,
      email: `manager${id}@${DOMAIN}`,
      allowedDomains: [DOMAIN],
    })),
    courses: Array.from({ length: courses }, (_, n) => ({ id: n + 1, title: `Course ${n + 1}` })),
    pools: pools.map((pool) => ({
      managerId: 1,
      courseId: 1,
      transferable: true,
      start: iso(-1),
      end: iso(365),
      ...pool,
    })),
  };
}
