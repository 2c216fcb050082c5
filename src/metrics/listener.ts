import { createServer, type Server } from 'node:http';
import type { Context } from '../context.ts';
import type { Metrics } from './metrics.ts';

/** Serves `GET /metrics` on a listener of its own, which the public address does not reach. Throws where it cannot listen. */
export async function serveMetrics(
  metrics: Metrics,
  context: Pick<Context, 'db' | 'log'>,
  at: { host: string; port: number },
): Promise<Server> {
  const server = createServer(async (request, reply) => {
    if (request.url !== '/metrics' || request.method !== 'GET') return void reply.writeHead(404).end();
    try {
      const text = await metrics.text(context);
      reply
        .writeHead(200, { 'content-type': 'text/plain; version=0.0.4; charset=utf-8', 'cache-control': 'no-store' })
        .end(text);
    } catch (error) {
      context.log.error({ err: error }, 'metrics failed');
      reply.writeHead(500).end();
    }
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(at.port, at.host, resolve);
  });
  return server;
}
