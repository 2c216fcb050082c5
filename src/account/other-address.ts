import type { FastifyInstance } from 'fastify';
import type { Context } from '../context.ts';
import { isHttps } from '../public-url.ts';

/** Tells the log, once, of people who come by another address than the server's own. */
export function noteOtherAddress(app: FastifyInstance, { config, log }: Pick<Context, 'config' | 'log'>): void {
  const right = new URL(config.publicUrl).origin;
  let told = false;
  app.addHook('onRequest', (request, _reply, done) => {
    const origin = told || request.method !== 'POST' ? undefined : URL.parse(request.headers.origin ?? '')?.origin;
    if (origin !== undefined && origin !== 'null' && origin !== right && /^https?:/.test(origin)) {
      told = true;
      const lost = isHttps(right) && !isHttps(origin) ? '; its browser drops the cookies, and stays signed out' : '';
      log.warn(
        { opened: origin.slice(0, 200) },
        `somebody signs in by another address than PUBLIC_URL (${right}), to which links in mails lead${lost}`,
      );
    }
    done();
  });
}
