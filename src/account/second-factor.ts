import type { FastifyRequest } from 'fastify';
import type { LazyAuth } from './lazy-auth.ts';

/** Better Auth names the sign-in that waits for a code in a signed cookie. */
const WAITING = /(?:^|; *)(?:__(?:Host|Secure)-)?carrel\.two_factor=([^;]+)/;

/**
 * Whose code is tried, to count guesses by: the person who is signed in, or who has given a password. Without either
 * the code opens nothing, and all such tries count as one account's.
 */
export async function whoseCode(auth: LazyAuth, { visitor, headers }: FastifyRequest): Promise<string> {
  if (visitor) return visitor.id;
  const [identifier] = decodeURIComponent(WAITING.exec(headers.cookie ?? '')?.[1] ?? '').split('.');
  const { internalAdapter } = await (await auth()).$context;
  const waiting = identifier ? await internalAdapter.findVerificationValue(identifier) : null;
  return waiting?.value ?? 'nobody';
}
