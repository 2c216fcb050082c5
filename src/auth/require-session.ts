import type { FastifyInstance, FastifyRequest } from 'fastify';
import { personActor } from '../actor.ts';
import type { Context } from '../context.ts';
import { prepare } from '../db/prepare.ts';
import type { Role, StaffRole } from '../db/tables.ts';
import { notFound, Refusal } from '../errors.ts';
import { parseWhole } from '../http/validate.ts';
import { managerScope, publisherScope } from '../principal.ts';
import type { LazyAuth } from './better-auth/lazy.ts';
import { cookieRenewer } from './cookie-renewal.ts';
import { readSession, staffRoleOf, type Visitor } from './session.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** A change that viewers may make too: of what is their own. */
    viewersToo?: boolean;
    /** A change that only owners make, among the publisher's staff. */
    ownersOnly?: boolean;
  }
  interface FastifyRequest {
    /** Who is signed in; read where a mount reads sessions. */
    visitor: Visitor | null;
    /** What the visitor may do for the license manager of this mount. */
    role: Role | null;
    /** What the visitor may do as staff of the publisher, where a mount lets only staff in. */
    staffRole: StaffRole | null;
  }
}

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);

const roleIn = prepare((db, p: { managerId: number; personId: string }) =>
  db
    .selectFrom('member')
    .innerJoin('manager', 'manager.id', 'member.manager_id')
    .select(['member.role', 'manager.suspended_at'])
    .where('member.person_id', '=', p.personId)
    .where('member.manager_id', '=', p.managerId),
);

/**
 * True where a page of this server sent the request: browsers say so, and a page cannot make them lie. Where a browser
 * says nothing, the origin must be the server's: that of its address, or the host that was asked, by the same scheme.
 */
function fromOurPage({ headers }: FastifyRequest, publicUrl: string): boolean {
  const site = headers['sec-fetch-site'];
  if (site !== undefined) return site === 'same-origin';
  const ours = new URL(publicUrl);
  const given = URL.parse(headers.origin ?? '');
  if (given?.protocol !== ours.protocol) return false;
  return given.host === ours.host || given.host === headers.host;
}

/** Refuses changes that another site's page asks for in the visitor's name (CSRF). */
export function refuseOtherSites(app: FastifyInstance, { config }: Context): void {
  app.addHook('onRequest', async (request) => {
    if (SAFE.has(request.method) || request.is404 || fromOurPage(request, config.publicUrl)) return;
    throw new Refusal('forbidden', {
      detail: `Only a page of this server may ask for this: the Origin header names another, or none. Open Carrel at ${config.publicUrl}.`,
    });
  });
}

/** Cookies that an earlier key of the server signed count as if the current one had. */
export function renewCookies(app: FastifyInstance, { keys }: Pick<Context, 'keys'>): void {
  const renew = cookieRenewer(keys);
  if (!renew) return;
  app.addHook('onRequest', async ({ headers }) => {
    if (headers.cookie) headers.cookie = renew(headers.cookie);
  });
}

/** Finds out who is signed in, for every route of this app. A token does not count here. */
export function readSessions(app: FastifyInstance, context: Context, auth: LazyAuth): void {
  app.addHook('onRequest', async (request) => {
    request.visitor = await readSession(context, auth, request.headers.cookie);
  });
}

/** Who is signed in; throws `unauthorized`. */
export function visitorOf(request: FastifyRequest): Visitor {
  if (!request.visitor) throw new Refusal('unauthorized', { detail: 'Sign in first.' });
  return request.visitor;
}

/** Only for who is signed in; others are told so before anything of what they ask is looked at. */
export async function requireVisitor(request: FastifyRequest): Promise<void> {
  visitorOf(request);
}

/** Only for members of the license manager in the path; to others it does not exist. A viewer may only read. */
export function requireMember(app: FastifyInstance, { db }: Context): void {
  app.addHook('onRequest', async (request) => {
    const visitor = visitorOf(request);
    const managerId = parseWhole((request.params as { managerId: string }).managerId);
    const [member] = managerId === null ? [] : await roleIn(db.read, { managerId, personId: visitor.id });
    if (managerId === null || !member) throw notFound();
    const may = member.role === 'viewer' ? 'read' : 'write';
    const suspended = member.suspended_at !== null;
    request.principal = { ...personActor(visitor), scope: managerScope(managerId), may, suspended };
    request.role = member.role;
    if (SAFE.has(request.method)) return;
    const ownAffair = request.routeOptions.config.viewersToo === true;
    if (may === 'read' && !ownAffair) throw new Refusal('forbidden');
    if (suspended) throw new Refusal('manager_suspended');
  });
}

/** Throws `forbidden` for staff of the publisher who are no owners. */
export function refuseOthersThanOwners({ staffRole }: FastifyRequest): void {
  if (staffRole === 'owner') return;
  throw new Refusal('forbidden', { detail: 'Only an owner among the publisher’s staff may do this.' });
}

/** Only for publisher staff; to others there is nothing here. A viewer may only read. */
export function requirePublisher(app: FastifyInstance, { db }: Context): void {
  app.addHook('onRequest', async (request) => {
    const visitor = visitorOf(request);
    const role = await staffRoleOf(db.read, visitor.id);
    if (role === null) throw notFound();
    const may = role === 'viewer' ? 'read' : 'write';
    request.principal = { ...personActor(visitor), scope: publisherScope, may, suspended: false };
    request.staffRole = role;
    if (SAFE.has(request.method) || request.routeOptions.config.readsByPost) return;
    if (may === 'read') throw new Refusal('forbidden');
    if (request.routeOptions.config.ownersOnly) refuseOthersThanOwners(request);
  });
}

const MEMBERS_ONLY = new Set(['Members', 'Tokens']);
const managerId = { type: 'integer', minimum: 1, description: 'The id of the license manager.' };

interface RouteSchema {
  tags?: string[];
  params?: { properties: object; required?: string[] };
}

/** The OpenAPI document tells of the routes that only members may call; of the others it tells as tokens call them. */
export function documentMembersOnly(app: FastifyInstance): void {
  app.addHook('onRoute', (route) => {
    const schema = route.schema as RouteSchema | undefined;
    if (!schema?.tags?.some((tag) => MEMBERS_ONLY.has(tag))) {
      route.schema = { ...schema, hide: true } as never;
      return;
    }
    const { properties, required = [] } = schema.params ?? { properties: {} };
    const params = { type: 'object', properties: { managerId, ...properties }, required: ['managerId', ...required] };
    route.schema = { ...schema, params, security: [{ session: [] }] } as never;
  });
}
