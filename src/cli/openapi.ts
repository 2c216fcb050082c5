import { tmpdir } from 'node:os';
import { buildApp } from '../app.ts';
import { readConfig } from '../config.ts';
import { openContext } from '../context.ts';
import { createLog } from '../log.ts';

const settings = {
  DATA_DIR: tmpdir(), // nothing is written
  DATABASE_URL: 'postgres://localhost/unused',
  SECRET_KEY: 'nothing is ever signed with this key',
};

const never = async () => {
  throw new Error('this server only describes itself');
};

/** The OpenAPI document, from the routes. It needs no database, and opens none. */
export async function openapiDocument(): Promise<object> {
  const context = openContext(readConfig(settings), createLog('silent'), () => {});
  const lastUse = { note: () => {}, flush: never, stop: never };
  const app = await buildApp({ ...context, rateLog: never, lastUse, draining: () => false });
  await app.ready();
  const document = app.swagger();
  await app.close();
  await context.db.close();
  return document;
}

export async function openapiCommand(): Promise<void> {
  process.stdout.write(`${JSON.stringify(await openapiDocument(), null, 2)}\n`);
}
