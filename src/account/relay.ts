import type { FastifyRequest } from 'fastify';
import type { TSchema } from 'typebox';
import { relaySignIn } from '../auth/better-auth/welcome.ts';
import type { Services } from '../context.ts';
import { type Operation, operation } from '../http/operation.ts';
import type { Body } from './gate.ts';

type Handle = (context: Services, request: FastifyRequest, body: Body) => Promise<Response>;

/** A POST that answers as Better Auth does. */
export const relayed = ({ body, answer }: { body?: TSchema; answer: TSchema }, handle: Handle): Operation =>
  operation(
    { schema: { hide: true, ...(body ? { body } : {}), response: { 200: answer } } },
    async (context, request, reply) =>
      relaySignIn(context, request, reply, await handle(context, request, (request.body ?? {}) as Body)),
  );
