import { randomUUID } from 'node:crypto';
import Fastify from 'fastify';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { FastifyBaseLogger } from 'fastify';
import type { ServerContext } from './context.ts';
import { courseRoutes } from './course/routes.ts';
import { documentApi } from './http/api-docs.ts';
import type { App } from './http/app-type.ts';
import { requireToken } from './http/bearer.ts';
import { BODY_LIMIT, readJsonBodies } from './http/body.ts';
import { healthRoutes } from './http/health.ts';
import { logRequests } from './http/request-log.ts';
import { answerProblems, refuseOtherMethods, sendProblem } from './http/problem.ts';
import { rateLimiter } from './http/rate-limit.ts';
import { validateStrictly } from './http/validate.ts';
import { licenseRoutes } from './license/routes.ts';
import { managerRoutes } from './manager/routes.ts';
import { poolRoutes } from './pool/routes.ts';
import { studentRoutes } from './student/routes.ts';

/** Builds the server without listening: every route, in one list. */
export async function buildApp(context: ServerContext): Promise<App> {
  const app: App = Fastify({
    loggerInstance: context.log as FastifyBaseLogger,
    disableRequestLogging: true,
    genReqId: () => randomUUID(),
    bodyLimit: BODY_LIMIT,
    requestTimeout: 10_000,
    keepAliveTimeout: 10_000,
    http: { headersTimeout: 5000, connectionsCheckingInterval: 1000 },
    routerOptions: { maxParamLength: 500 },
    frameworkErrors: sendProblem,
    forceCloseConnections: 'idle',
  }).withTypeProvider<TypeBoxTypeProvider>();
  app.decorateRequest('caller', null);
  answerProblems(app);
  readJsonBodies(app);
  validateStrictly(app);
  logRequests(app);
  await documentApi(app, context);
  healthRoutes(app, context);

  const limiter = rateLimiter(context.rateLog, context.config.rateLimitPerMinute);
  await app.register(
    async (api: App) => {
      requireToken(api, context, limiter, context.lastUse);
      answerProblems(api);
      refuseOtherMethods(api, () => {
        managerRoutes(api, context);
        courseRoutes(api, context);
        poolRoutes(api, context);
        licenseRoutes(api, context);
        studentRoutes(api, context);
      });
    },
    { prefix: '/api/licensing' },
  );
  return app;
}
