import type { RequestListener } from 'node:http';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { FastifyBaseLogger } from 'fastify';
import Fastify, { LogController } from 'fastify';
import { noteOtherAddress } from './account/other-address.ts';
import { noteUnknownProxy } from './account/unknown-proxy.ts';
import { AfterAnswer } from './after-answer.ts';
import { agentRoutes, modelRoutes, refuseOtherOrigins } from './agent/routes.ts';
import { requireToken } from './auth/bearer.ts';
import { type LazyAuth, lazyAuth } from './auth/better-auth/lazy.ts';
import {
  documentMembersOnly,
  readSessions,
  refuseOtherSites,
  renewCookies,
  requireMember,
  requirePublisher,
  requireVisitor,
} from './auth/require-session.ts';
import { certificatePages } from './certificate/page-routes.ts';
import type { ServerContext, Services } from './context.ts';
import { docsRoutes } from './docs/routes.ts';
import { FeedWatch } from './event/feed-watch.ts';
import type { App } from './http/app-type.ts';
import { BODY_LIMIT, readJsonBodies } from './http/body.ts';
import { offerDryRun } from './http/dry-run.ts';
import { healthRoutes } from './http/health.ts';
import { limitHeavyReads } from './http/heavy-reads.ts';
import { InnerRequests } from './http/inner.ts';
import { refuseMalformed } from './http/malformed.ts';
import { mount } from './http/operation.ts';
import { answerProblems, refuseOtherMethods, refuseUnknown, sendProblem, sendRpcProblem } from './http/problem.ts';
import { rateLimiter } from './http/rate-limit.ts';
import { logRequests, requestIds } from './http/request-log.ts';
import { secureAnswers } from './http/security.ts';
import { connectionLimit, httpServer } from './http/server.ts';
import { webApp } from './http/static.ts';
import { readHeads, requestTarget } from './http/target.ts';
import { compilers } from './http/validate.ts';
import { LimitedLog } from './limited-log.ts';
import { mailRoutes } from './mail/routes.ts';
import { requirePlayer } from './player/bearer.ts';
import { basePathOf } from './public-url.ts';
import { accountRoutes } from './publisher/account-routes.ts';
import { importRoutes } from './publisher/import-routes.ts';
import { ownerRoutes } from './publisher/owner-routes.ts';
import { authentication, covers, licensing, members, own, playing, publishing, staff, visitors } from './routes.ts';
import { shareSchemas } from './schemas.ts';
import { LINK_CODES, sealWith, WEBHOOK_SECRETS } from './seal.ts';
import { keySetRoutes } from './signing/routes.ts';
import { StudentCache } from './student/columns-cache.ts';
import { AUDIENCES } from './token/token.ts';
import { xapiRoutes } from './xapi/routes.ts';

/** Lines a minute about requests that failed, by code and in all. */
const FAILURES = { each: 60, all: 120 };

/** What the web app asks for in the name of the person who is signed in. */
async function webApi(app: App, context: Services): Promise<void> {
  const { auth } = context;
  refuseOtherSites(app, context);
  readSessions(app, context, auth);
  documentMembersOnly(app);
  answerProblems(app);
  await app.register(
    async (web: App) => {
      noteOtherAddress(web, context);
      noteUnknownProxy(web, context);
      mount(web, context, authentication);
    },
    { prefix: '/auth' },
  );
  await app.register(
    async (web: App) => {
      mount(web, context, visitors);
      mailRoutes(web, context);
    },
    { prefix: '/app' },
  );
  await app.register(
    async (web: App) => {
      web.addHook('onRequest', requireVisitor);
      mount(web, context, own);
    },
    { prefix: '/app/my' },
  );
  await app.register(
    async (web: App) => {
      requirePublisher(web, context);
      importRoutes(web, context);
      accountRoutes(web, context);
      ownerRoutes(web, context);
      await web.register(async (v1: App) => {
        offerDryRun(v1);
        answerProblems(v1);
        refuseOtherMethods(v1, () => mount(v1, context, [...publishing, ...staff]));
      });
    },
    { prefix: '/app/publisher' },
  );
  await app.register(
    async (web: App) => {
      offerDryRun(web);
      requireMember(web, context);
      answerProblems(web);
      refuseOtherMethods(web, () => mount(web, context, [...licensing, ...members]));
    },
    { prefix: '/app/managers/:managerId' },
  );
}

function shareServices(context: ServerContext, auth: LazyAuth): Services {
  const { db, keys, draining } = context;
  return {
    ...context,
    auth,
    afterAnswer: new AfterAnswer(context.log),
    students: new StudentCache(db.read),
    feed: new FeedWatch(db, draining),
    seals: { linkCodes: sealWith(keys, LINK_CODES), webhookSecrets: sealWith(keys, WEBHOOK_SECRETS) },
  };
}

/** Builds the server without listening: every route, in one list. `collect` sees them all first. */
export async function buildApp(context: ServerContext, collect?: (app: App) => Promise<void>): Promise<App> {
  const base = basePathOf(context.config.publicUrl);
  const maxConnections = connectionLimit(context.config.maxConnections, context.config.databasePoolSize);
  const app: App = Fastify({
    loggerInstance: context.log as FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: true }),
    childLoggerFactory: (log) => log, // a logger per request costs more than naming the request in its line
    genReqId: requestIds(),
    bodyLimit: BODY_LIMIT,
    serverFactory: (handle) => httpServer(handle as RequestListener, { maxConnections }, context.log),
    routerOptions: { maxParamLength: 16 * 1024 }, // as long as the headers may be: a long id is refused like any other
    rewriteUrl: (request) => requestTarget(request, base),
    return503OnClosing: false, // what came in before the end is answered, in our words
    frameworkErrors: sendProblem,
    clientErrorHandler: refuseMalformed(base),
    forceCloseConnections: 'idle',
    schemaController: { compilersFactory: compilers },
    trustProxy: context.config.trustedProxies.length > 0 && context.config.trustedProxies,
  }).withTypeProvider<TypeBoxTypeProvider>();
  app.decorateRequest('principal', null);
  app.decorate('base', base);
  app.decorate('failures', new LimitedLog(context, 'failed requests', FAILURES));
  app.addHook('onClose', async () => app.failures.tell());
  app.decorateRequest('dryRun', false);
  app.decorateRequest('guard', null);
  app.decorate('inner', new InnerRequests());
  readHeads(app);
  secureAnswers(app, context.config);
  const auth = lazyAuth(context);
  answerProblems(app, webApp(base, auth));
  readJsonBodies(app);
  logRequests(app, context.log);
  context.metrics?.observe(app);
  shareSchemas(app);
  await collect?.(app);
  docsRoutes(app, context, buildApp);
  healthRoutes(app, context);
  modelRoutes(app, context);
  keySetRoutes(app, context);
  certificatePages(app, context);

  renewCookies(app, context);
  app.decorateRequest('visitor', null);
  app.decorateRequest('role', null);
  app.decorateRequest('staffRole', null);

  const services = shareServices(context, auth);
  app.addHook('onClose', () => services.afterAnswer.drained());
  limitHeavyReads(app);
  const limiter = rateLimiter(context.rateLog, context.config.rateLimitPerMinute);
  await app.register(
    async (api: App) => {
      offerDryRun(api);
      requireToken(api, context, { audience: AUDIENCES.manager, limiter });
      answerProblems(api);
      refuseOtherMethods(api, () => mount(api, services, licensing));
    },
    { prefix: '/api/licensing' },
  );
  await app.register(
    async (web: App) => {
      answerProblems(web);
      refuseOtherMethods(web, () => mount(web, services, covers));
    },
    { prefix: '/api/covers' },
  );
  const publisherLimiter = rateLimiter(context.rateLog, context.config.publisherRateLimitPerMinute);
  await app.register(
    async (api: App) => {
      offerDryRun(api);
      requireToken(api, context, { audience: AUDIENCES.publisher, limiter: publisherLimiter });
      answerProblems(api);
      refuseOtherMethods(api, () => mount(api, services, publishing));
    },
    { prefix: '/api/publisher' },
  );
  await app.register(
    async (player: App) => {
      requirePlayer(player, context);
      answerProblems(player);
      refuseOtherMethods(player, () => mount(player, services, playing));
    },
    { prefix: '/api/player' },
  );
  await app.register(
    async (mcp: App) => {
      refuseOtherOrigins(mcp, context);
      requireToken(mcp, context, { audience: AUDIENCES.manager, limiter });
      answerProblems(mcp, refuseUnknown, sendRpcProblem);
      refuseOtherMethods(mcp, () => agentRoutes(mcp, context));
    },
    { prefix: '/mcp' },
  );
  await app.register(
    async (store: App) => {
      answerProblems(store);
      refuseOtherMethods(store, () => xapiRoutes(store, context));
    },
    { prefix: '/api/xapi' },
  );
  await app.register(async (web: App) => webApi(web, services), { prefix: '/api' });
  return app;
}
