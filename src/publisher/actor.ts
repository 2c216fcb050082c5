import type { FastifyRequest } from 'fastify';
import { visitorOf } from '../auth/require-session.ts';
import type { Actor } from '../event/record.ts';

/** The visitor as history names them. */
export function actorOf(request: FastifyRequest): Actor {
  const { id, name, email } = visitorOf(request);
  return { kind: 'person', id, label: name || email };
}
