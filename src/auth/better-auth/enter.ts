import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Context } from '../../context.ts';
import { forward } from './forward.ts';
import type { LazyAuth } from './lazy.ts';
import { relaySignIn } from './welcome.ts';

/** Signs in with a password that was just set. */
export const enter = async (
  context: Context,
  auth: LazyAuth,
  request: FastifyRequest,
  reply: FastifyReply,
  body: { email: string; password: string },
): Promise<FastifyReply> =>
  relaySignIn(context, request, reply, await forward(context, auth, request, '/sign-in/email', body));
