import type { FastifyRequest } from 'fastify';
import type { Actor } from './event/record.ts';

/** Whose something is, in one word: by it tokens, limits, webhooks and the answers to repeated requests are kept. */
export type Owner = `manager:${number}` | 'publisher';

/** Whose records are meant: one license manager's, or the publisher's, who has no manager and sees those of all. */
export interface Scope {
  readonly owner: Owner;
  readonly managerId: number | null;
}

export const managerScope = (managerId: number): Scope => ({ owner: `manager:${managerId}`, managerId });

export const publisherScope: Scope = { owner: 'publisher', managerId: null };

/** Who calls: an actor, as history names them, with whose records they come for and whether they may change any. */
export interface Principal extends Actor {
  kind: 'token' | 'person' | 'agent';
  id: string;
  scope: Scope;
  may: 'read' | 'write';
  /** The license manager is suspended by the publisher: its people and programs only read. */
  suspended: boolean;
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Set by the authentication of a mount. */
    principal: Principal | null;
  }
}

const unexpected = (request: FastifyRequest, without: string) =>
  new Error(`${request.routeOptions.url} was reached without ${without}`);

/** Who calls an authenticated route. */
export function principalOf(request: FastifyRequest): Principal {
  if (!request.principal) throw unexpected(request, 'authentication');
  return request.principal;
}

/** The license manager that a route is about, where a mount lets only principals of one in. */
export function managerIdOf(request: FastifyRequest): number {
  const { managerId } = principalOf(request).scope;
  if (managerId === null) throw unexpected(request, 'a license manager');
  return managerId;
}
