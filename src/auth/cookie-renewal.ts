import { createHmac, timingSafeEqual } from 'node:crypto';
import { accountSecret } from './secret.ts';

const OURS = /^(?:__Host-|__Secure-)?carrel/;
const MAX_CHARACTERS = 16 * 1024;

const signatureOf = (value: string, secret: string): string =>
  createHmac('sha256', secret).update(value).digest('base64');

const same = (given: string, expected: string): boolean =>
  given.length === expected.length && timingSafeEqual(Buffer.from(given), Buffer.from(expected));

function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

/** One cookie, `NAME=VALUE.SIGNATURE`, signed by the current secret where an earlier one had signed it. */
function renewed(cookie: string, [current = '', ...earlier]: readonly string[]): string {
  const at = cookie.indexOf('=');
  const name = cookie.slice(0, at).trim();
  const text = OURS.test(name) ? decoded(cookie.slice(at + 1).trim()) : null;
  const dot = text?.lastIndexOf('.') ?? -1;
  if (text === null || dot <= 0) return cookie;
  const [value, signature] = [text.slice(0, dot), text.slice(dot + 1)];
  const byEarlier = earlier.some((secret) => same(signature, signatureOf(value, secret)));
  return byEarlier ? `${name}=${encodeURIComponent(`${value}.${signatureOf(value, current)}`)}` : cookie;
}

/**
 * Makes a Cookie header readable for Better Auth, which knows one secret: what an earlier key of the server signed
 * is signed by the current one. Null where there is one key only, and nothing to do.
 */
export function cookieRenewer(keys: readonly Buffer[]): ((header: string) => string) | null {
  if (keys.length < 2) return null;
  const secrets = keys.map(accountSecret);
  return (header) =>
    header.length > MAX_CHARACTERS
      ? header
      : header
          .split(';')
          .map((cookie) => renewed(cookie.trim(), secrets))
          .join('; ');
}
