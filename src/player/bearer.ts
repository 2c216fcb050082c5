import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Context } from '../context.ts';
import { localRateLog } from '../db/rate-log.ts';
import { Refusal } from '../errors.ts';
import type { App } from '../http/app-type.ts';
import { rateLimiter } from '../http/rate-limit.ts';
import { isCourseOrigin } from './player.ts';
import { type PlayerClaims, readPlayerToken } from './token.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** What the token of a player stands for, in the API of players. */
    player: PlayerClaims | null;
  }
}

const BEARER = /^bearer +([\w.-]+)$/i;
/** How long a browser may remember what it was allowed, in seconds. */
const REMEMBERED = 600;

/** Whose player asks; throws `unauthorized`. */
export function playerOf({ player }: FastifyRequest): PlayerClaims {
  if (!player) throw new Refusal('unauthorized', { headers: { 'www-authenticate': 'Bearer' } });
  return player;
}

function allow(reply: FastifyReply, origin: string): void {
  reply.header('access-control-allow-origin', origin);
  reply.header('access-control-expose-headers', 'retry-after, ratelimit, ratelimit-policy');
}

/** Before a request a browser asks whether the page may make it, and has no token yet: the page of any course may. */
async function answerPreflight({ db }: Pick<Context, 'db'>, request: FastifyRequest, reply: FastifyReply) {
  const { origin } = request.headers;
  reply.header('vary', 'Origin');
  if (origin === undefined || !(await isCourseOrigin(db.read, origin))) throw new Refusal('origin_not_allowed');
  allow(reply, origin);
  reply.header('access-control-allow-methods', 'GET, POST');
  reply.header('access-control-allow-headers', 'authorization, content-type');
  reply.header('access-control-max-age', String(REMEMBERED));
  return reply.code(204).send();
}

/**
 * Requires the token of a player for every route of this app, lets only pages of its course use it in a browser, and
 * counts what it asks. A page learns of a license that ended like any other program.
 */
export function requirePlayer(app: App, { db, keys, config }: Pick<Context, 'db' | 'keys' | 'config'>): void {
  const limiter = rateLimiter(localRateLog(), config.playerRateLimitPerMinute);
  app.decorateRequest('player', null);
  app.addHook('onRequest', async (request, reply) => {
    if (request.method === 'OPTIONS') return answerPreflight({ db }, request, reply);
    reply.headers({ vary: 'Origin', 'cache-control': 'no-store' });
    const [, text = ''] = BEARER.exec(request.headers.authorization ?? '') ?? [];
    request.player = readPlayerToken(keys, text);
    const player = playerOf(request);
    const { origin } = request.headers;
    if (origin !== undefined && origin !== player.origin) throw new Refusal('origin_not_allowed');
    allow(reply, player.origin);
    await limiter.take(`player:${player.licenseId}`, reply);
  });
}
