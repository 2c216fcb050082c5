import { randomBytes } from 'node:crypto';
import type { Logger } from 'pino';
import { infoLines } from '../log.ts';
import type { App } from './app-type.ts';
import { waitedMs } from './sockets.ts';

declare module 'fastify' {
  interface FastifyReply {
    /** Milliseconds since the request arrived, those that it waited behind others of its connection included. */
    readonly tookMs: number;
  }
}

/** Ids for the requests of this process: a random start and a number. A random id for each is a thirtieth of a read. */
export function requestIds(): () => string {
  const start = randomBytes(9).toString('base64url');
  let count = 0;
  return () => `${start}-${(++count).toString(36)}`;
}

/** One line per answered request, by its route: ids of people, codes and query strings stay out of the log. */
export function logRequests(app: App, log: Logger): void {
  const write = infoLines(log);
  app.decorateReply('refusal', null);
  app.decorateReply('tookMs', {
    getter() {
      return this.elapsedTime + waitedMs(this.raw);
    },
  });
  app.addHook('onRequest', (request, reply, done) => {
    reply.header('x-request-id', request.id).header('cache-control', 'no-store');
    done();
  });
  app.addHook('onResponse', (request, reply, done) => {
    write({
      reqId: request.id,
      method: request.method,
      route: request.routeOptions.url ?? null,
      status: reply.statusCode,
      code: reply.refusal ?? undefined,
      ms: Math.round(reply.tookMs * 10) / 10,
      manager: request.principal?.scope.managerId ?? undefined,
      msg: 'request',
    });
    done();
  });
}
