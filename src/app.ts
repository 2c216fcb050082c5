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
import { mount, type Route } from './http/operation.ts';
import { answerProblems, refuseOtherMethods, refuseUnknown, sendProblem, sendRpcProblem } from './http/problem.ts';
import { type RateLimiter, rateLimiter } from './http/rate-limit.ts';
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
import { shopRoutes } from './shop/routes.ts';
import { keySetRoutes } from './signing/routes.ts';
import { StudentCache } from './student/columns-cache.ts';
import { subscribe } from './subscribers.ts';
import { AUDIENCES, type Audience } from './token/token.ts';
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
  await mountStaff(app, context);
  await mountMembers(app, context);
}

/** The publisher's console, for its staff. */
async function mountStaff(app: App, context: Services): Promise<void> {
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
}

/** The web app of license managers, for their members. */
async function mountMembers(app: App, context: Services): Promise<void> {
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

/** A server without routes, with the limits and the words of this one. */
function createServer(context: ServerContext, base: string): App {
  const { config, log } = context;
  const maxConnections = connectionLimit(config.maxConnections, config.databasePoolSize);
  return Fastify({
    loggerInstance: log as FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: true }),
    childLoggerFactory: (log) => log, // a logger per request costs more than naming the request in its line
    genReqId: requestIds(),
    bodyLimit: BODY_LIMIT,
    serverFactory: (handle) => httpServer(handle as RequestListener, { maxConnections }, log),
    routerOptions: { maxParamLength: 16 * 1024 }, // as long as the headers may be: a long id is refused like any other
    rewriteUrl: (request) => requestTarget(request, base),
    return503OnClosing: false, // what came in before the end is answered, in our words
    frameworkErrors: sendProblem,
    clientErrorHandler: refuseMalformed(base),
    forceCloseConnections: 'idle',
    schemaController: { compilersFactory: compilers },
    trustProxy: config.trustedProxies.length > 0 && config.trustedProxies,
  }).withTypeProvider<TypeBoxTypeProvider>();
}

/** What each request and each answer of every mount goes through. */
function prepareRequests(app: App, context: ServerContext, base: string): void {
  app.decorateRequest('principal', null);
  app.decorate('base', base);
  app.decorate('failures', new LimitedLog(context, 'failed requests', FAILURES));
  app.addHook('onClose', async () => app.failures.tell());
  app.decorateRequest('dryRun', false);
  app.decorateRequest('guard', null);
  app.decorateRequest('visitor', null);
  app.decorateRequest('role', null);
  app.decorateRequest('staffRole', null);
  app.decorate('inner', new InnerRequests());
  readHeads(app);
  secureAnswers(app, context.config);
}

/** Builds the server without listening: every mount. `collect` sees the routes first. */
export async function buildApp(context: ServerContext, collect?: (app: App) => Promise<void>): Promise<App> {
  subscribe(context);
  const base = basePathOf(context.config.publicUrl);
  const app = createServer(context, base);
  prepareRequests(app, context, base);
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

  const services = shareServices(context, auth);
  app.addHook('onClose', () => services.afterAnswer.drained());
  limitHeavyReads(app);
  const { rateLimitPerMinute, publisherRateLimitPerMinute } = context.config;
  const limiter = rateLimiter(context.rateLog, rateLimitPerMinute);
  const publisherLimiter = rateLimiter(context.rateLog, publisherRateLimitPerMinute);
  await mountApi(app, services, { prefix: '/api/licensing', audience: AUDIENCES.manager, limiter, routes: licensing });
  await app.register(
    async (web: App) => {
      answerProblems(web);
      refuseOtherMethods(web, () => mount(web, services, covers));
    },
    { prefix: '/api/covers' },
  );
  await mountApi(app, services, {
    prefix: '/api/publisher',
    audience: AUDIENCES.publisher,
    limiter: publisherLimiter,
    routes: publishing,
  });
  await mountAgents(app, services, limiter);
  await mountCourses(app, services);
  await mountShops(app, services);
  await app.register(async (web: App) => webApi(web, services), { prefix: '/api' });
  return app;
}

interface Api {
  prefix: string;
  audience: Audience;
  limiter: RateLimiter;
  routes: readonly Route[];
}

/** An API for bearer tokens of one audience. */
async function mountApi(app: App, services: Services, { prefix, audience, limiter, routes }: Api): Promise<void> {
  await app.register(
    async (api: App) => {
      offerDryRun(api);
      requireToken(api, services, { audience, limiter });
      answerProblems(api);
      refuseOtherMethods(api, () => mount(api, services, routes));
    },
    { prefix },
  );
}

/** What an open course asks: its player, by tokens of a launch, and the learning record store. */
async function mountCourses(app: App, services: Services): Promise<void> {
  await app.register(
    async (player: App) => {
      requirePlayer(player, services);
      answerProblems(player);
      refuseOtherMethods(player, () => mount(player, services, playing));
    },
    { prefix: '/api/player' },
  );
  await app.register(
    async (store: App) => {
      answerProblems(store);
      refuseOtherMethods(store, () => xapiRoutes(store, services));
    },
    { prefix: '/api/xapi' },
  );
}

/** Agents, by the tokens of license managers and their limit. */
async function mountAgents(app: App, services: Services, limiter: RateLimiter): Promise<void> {
  await app.register(
    async (mcp: App) => {
      refuseOtherOrigins(mcp, services);
      requireToken(mcp, services, { audience: AUDIENCES.manager, limiter });
      answerProblems(mcp, refuseUnknown, sendRpcProblem);
      refuseOtherMethods(mcp, () => agentRoutes(mcp, services));
    },
    { prefix: '/mcp' },
  );
}

/** What shops send, signed. */
async function mountShops(app: App, services: Services): Promise<void> {
  await app.register(
    async (shops: App) => {
      answerProblems(shops);
      refuseOtherMethods(shops, () => shopRoutes(shops, services));
    },
    { prefix: '/api/shops' },
  );
}
