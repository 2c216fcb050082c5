import type { App } from './app-type.ts';

/** One line per answered request, by its route: ids of people, codes and query strings stay out of the log. */
export function logRequests(app: App): void {
  app.addHook('onRequest', async (request, reply) => {
    reply.header('x-request-id', request.id).header('cache-control', 'no-store');
  });
  app.addHook('onResponse', async (request, reply) => {
    request.log.info(
      {
        method: request.method,
        route: request.routeOptions.url ?? null,
        status: reply.statusCode,
        ms: Math.round(reply.elapsedTime * 10) / 10,
        manager: request.caller?.managerId,
      },
      'request',
    );
  });
}
