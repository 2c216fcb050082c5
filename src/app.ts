import type { RequestListener } from 'node:http';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { FastifyBaseLogger } from 'fastify';
import Fastify, { LogController } from 'fastify';
import { factorRoutes } from './account/factor-routes.ts';
import { authRoutes } from './account/routes.ts';
import { appSessionRoutes } from './account/session-routes.ts';
import { agentRoutes, modelRoutes, refuseOtherOrigins } from './agent/routes.ts';
import { requireToken } from './auth/bearer.ts';
import { lazyAuth } from './auth/better-auth/lazy.ts';
import {
  documentMembersOnly,
  readSessions,
  refuseOtherSites,
  renewCookies,
  requireMember,
  requirePublisher,
} from './auth/require-session.ts';
import type { ServerContext, Services } from './context.ts';
import { libraryRoutes } from './course/library-routes.ts';
import { courseRoutes } from './course/routes.ts';
import { docsRoutes } from './docs/routes.ts';
import { eventRoutes } from './event/routes.ts';
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
import { bulkRoutes } from './license/bulk-routes.ts';
import { manyLicensesRoutes } from './license/many-routes.ts';
import { LimitedLog } from './limited-log.ts';
import { linkPageRoutes } from './link/page-routes.ts';
import { linkRoutes } from './link/routes.ts';
import { mailRoutes } from './mail/routes.ts';
import { managerRoutes } from './manager/routes.ts';
import { invitationRoutes } from './member/invitation-routes.ts';
import { memberRoutes } from './member/routes.ts';
import { myRoutes } from './my/routes.ts';
import { poolRoutes } from './pool/routes.ts';
import { basePathOf } from './public-url.ts';
import { accountRoutes } from './publisher/account-routes.ts';
import { importRoutes } from './publisher/import-routes.ts';
import { ownerRoutes } from './publisher/owner-routes.ts';
import { publisherRoutes } from './publisher/routes.ts';
import { rosterRoutes } from './roster/routes.ts';
import { licensing } from './routes.ts';
import { shareSchemas } from './schemas.ts';
import { settingsRoutes } from './settings/routes.ts';
import { StudentCache } from './student/columns-cache.ts';
import { studentMailRoutes } from './student/mail-routes.ts';
import { studentManyRoutes } from './student/many-routes.ts';
import { studentRoutes } from './student/routes.ts';
import { studentSearchRoutes } from './student/search-routes.ts';
import { spreadsheetRoutes } from './student/spreadsheet-routes.ts';
import { tokenRoutes } from './token/routes.ts';
import { AUDIENCES } from './token/token.ts';
import { webhookRoutes } from './webhook/routes.ts';

/** Lines a minute about requests that failed, by code and in all. */
const FAILURES = { each: 60, all: 120 };

/** What a license manager may do, the same for API tokens and for members who are signed in. */
function managerApi(app: App, context: Services): void {
  const { students } = context;
  mount(app, context, licensing);
  managerRoutes(app, context);
  settingsRoutes(app, context);
  courseRoutes(app, context);
  libraryRoutes(app, context);
  poolRoutes(app, context);
  bulkRoutes(app, context);
  manyLicensesRoutes(app, context);
  studentRoutes(app, context);
  studentSearchRoutes(app, context, students);
  studentManyRoutes(app, context, students);
  studentMailRoutes(app, context);
  linkRoutes(app, context);
  eventRoutes(app, context);
  webhookRoutes(app, context);
  rosterRoutes(app, context);
}

/** What the web app asks for in the name of the person who is signed in. */
async function webApi(app: App, context: Services): Promise<void> {
  const { auth, students } = context;
  refuseOtherSites(app, context);
  readSessions(app, context, auth);
  documentMembersOnly(app);
  answerProblems(app);
  await app.register(
    async (web: App) => {
      authRoutes(web, context, auth);
      factorRoutes(web, context, auth);
    },
    { prefix: '/auth' },
  );
  await app.register(
    async (web: App) => {
      appSessionRoutes(web, context, auth);
      invitationRoutes(web, context, auth);
      linkPageRoutes(web, context, auth);
      mailRoutes(web, context);
    },
    { prefix: '/app' },
  );
  await app.register(async (web: App) => myRoutes(web, context), { prefix: '/app/my' });
  await app.register(
    async (web: App) => {
      requirePublisher(web, context);
      publisherRoutes(web, context);
      importRoutes(web, context);
      accountRoutes(web, context);
      ownerRoutes(web, context);
    },
    { prefix: '/app/publisher' },
  );
  await app.register(
    async (web: App) => {
      offerDryRun(web);
      requireMember(web, context);
      answerProblems(web);
      refuseOtherMethods(web, () => {
        managerApi(web, context);
        memberRoutes(web, context);
        tokenRoutes(web, context);
        spreadsheetRoutes(web, context, students);
      });
    },
    { prefix: '/app/managers/:managerId' },
  );
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

  renewCookies(app, context);
  app.decorateRequest('visitor', null);
  app.decorateRequest('role', null);

  const services: Services = { ...context, auth, students: new StudentCache(context.db.read) };
  limitHeavyReads(app);
  const limiter = rateLimiter(context.rateLog, context.config.rateLimitPerMinute);
  await app.register(
    async (api: App) => {
      offerDryRun(api);
      requireToken(api, context, { audience: AUDIENCES.manager, limiter });
      answerProblems(api);
      refuseOtherMethods(api, () => managerApi(api, services));
    },
    { prefix: '/api/licensing' },
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
  await app.register(async (web: App) => webApi(web, services), { prefix: '/api' });
  return app;
}
