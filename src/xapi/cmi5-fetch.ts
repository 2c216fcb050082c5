import { randomBytes } from 'node:crypto';
import { type Context, now } from '../context.ts';
import { sha256 } from '../crypto.ts';
import { FETCH_SECONDS } from './cmi5-open.ts';
import { fetchOnce } from './cmi5-session.ts';

/**
 * What a unit signs in with, for the code of its launch: once, and within ten minutes. Both answers are 200 (section
 * 8.2 of cmi5).
 */
export async function fetchToken(context: Context, code: string): Promise<object> {
  const secret = randomBytes(32).toString('base64url');
  const at = now(context);
  const asked = { fetchHash: sha256(code), secretHash: sha256(secret), now: at, oldest: at - FETCH_SECONDS };
  const id = await context.db.write((tx) => fetchOnce(tx, asked));
  return id === null
    ? { 'error-code': '1', 'error-text': 'This launch was fetched before, or is over. Open the course again.' }
    : { 'auth-token': Buffer.from(`${id}:${secret}`).toString('base64') };
}
