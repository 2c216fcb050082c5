import { buildApp } from '../app.ts';
import type { ServerContext } from '../context.ts';
import { createLog } from '../log.ts';

/** The OpenAPI document, from the routes; no database is needed. */
export async function openapiDocument(): Promise<object> {
  const unused = new Proxy({}, { get: () => undefined });
  const app = await buildApp({
    config: { rateLimitPerMinute: 25, secretKey: Buffer.alloc(32), publicUrl: 'http://localhost:3000' },
    db: { read: unused },
    log: createLog('silent'),
    clock: () => 0,
    draining: () => false,
    lastUse: unused,
    rateLog: unused,
  } as unknown as ServerContext);
  await app.ready();
  const document = app.swagger();
  await app.close();
  return document;
}

export async function openapiCommand(): Promise<void> {
  process.stdout.write(`${JSON.stringify(await openapiDocument(), null, 2)}\n`);
}
