import type { FastifyReply } from 'fastify';
import type { Counted, RateLog } from '../db/rate-log.ts';
import { Refusal } from '../errors.ts';
import { decideRate } from '../rules/rate.ts';

export interface RateLimiter {
  /** Counts a request of the owner and says so in the headers of the answer; throws `rate_limited`. */
  take(owner: Counted, reply: FastifyReply): Promise<void>;
}

/** The limit of the contract, per owner of tokens, with the headers of the IETF draft RateLimit; a limit of 0 is none. */
export function rateLimiter(log: RateLog, limit: number): RateLimiter {
  if (limit === 0) return { take: async () => {} };
  return {
    take: async (owner, reply) => {
      const { allowed, left, resetSeconds } = await log(owner, (hits, now) => decideRate(hits, now, limit));
      reply.header('ratelimit-policy', `"default";q=${limit};w=60`);
      reply.header('ratelimit', `"default";r=${left};t=${resetSeconds}`);
      if (!allowed) throw new Refusal('rate_limited', { headers: { 'retry-after': String(resetSeconds) } });
    },
  };
}
