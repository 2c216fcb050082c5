import type { FastifyRequest } from 'fastify';
import type { Actor } from '../event/record.ts';

/** Who calls, for which license manager, and whether they may change anything. Set by the authentication of a mount. */
export interface Caller {
  managerId: number;
  permission: 'read' | 'write';
  actor: Actor;
}

declare module 'fastify' {
  interface FastifyRequest {
    caller: Caller | null;
  }
}

/** The caller of an authenticated route. */
export function callerOf(request: FastifyRequest): Caller {
  if (!request.caller) throw new Error(`${request.routeOptions.url} was reached without authentication`);
  return request.caller;
}
