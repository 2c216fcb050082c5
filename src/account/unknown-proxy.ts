import type { FastifyInstance } from 'fastify';
import type { Context } from '../context.ts';

/** Tells the log, once, of a proxy whose word on the client's address is not taken: then many people are one. */
export function noteUnknownProxy(app: FastifyInstance, { config, log }: Pick<Context, 'config' | 'log'>): void {
  let told = false;
  app.addHook('onRequest', (request, _reply, done) => {
    const forwarded = request.headers['x-forwarded-for'] ?? request.headers.forwarded;
    const { remoteAddress } = request.socket;
    if (!told && forwarded !== undefined && request.ip === remoteAddress) {
      told = true;
      const which =
        config.trustedProxies.length > 0 ? 'the sender is not among TRUSTED_PROXIES' : 'TRUSTED_PROXIES is not set';
      log.warn(
        { code: 'untrusted_forwarded_for', peer: remoteAddress },
        `a request names its client in X-Forwarded-For, but ${which}: if a reverse proxy of yours sent it, add its address there, because until then all who come by it count as one`,
      );
    }
    done();
  });
}
