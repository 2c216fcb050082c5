import type { ServerContext } from '../context.ts';
import { Refusal } from '../errors.ts';
import type { App } from './app-type.ts';

/** `/healthz`: the process lives. `/readyz`: it can serve; 503 while the database is away and while it drains. */
export function healthRoutes(app: App, context: ServerContext): void {
  app.get('/healthz', { schema: { hide: true } }, async () => ({ status: 'ok' }));
  app.get('/readyz', { schema: { hide: true } }, async () => {
    if (context.draining())
      throw new Refusal('unavailable', { detail: 'The server is stopping.', headers: { 'retry-after': '1' } });
    await context.db.probe();
    return { status: 'ok' };
  });
  app.addHook('onSend', (_request, reply, _payload, done) => {
    if (context.draining()) reply.header('connection', 'close');
    done();
  });
}
