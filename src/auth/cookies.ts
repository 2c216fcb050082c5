import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Config } from '../config.ts';
import { cookiesOf } from '../public-url.ts';

/** The names under which browsers may keep one of our cookies: a page of another scheme or host may have set the others. */
const PREFIXES = ['__Host-', '__Secure-', ''];

type Published = Pick<Config, 'publicUrl'>;

/** The cookies of a header as they are written there, in its order. */
function pairsOf(header: string | undefined): [name: string, value: string][] {
  return (header ?? '').split(';').flatMap((part): [string, string][] => {
    const at = part.indexOf('=');
    return at < 0 ? [] : [[part.slice(0, at).trim(), part.slice(at + 1).trim()]];
  });
}

/** Of a Cookie header, what is ours by its exact name, and of that the first of each name. */
export function ownCookies(header: string | undefined, config: Published): string {
  const own = new Map<string, string>();
  for (const [name, value] of pairsOf(header)) {
    if (name.startsWith(`${cookiesOf(config.publicUrl).prefix}.`) && !own.has(name)) own.set(name, value);
  }
  return [...own].map(([name, value]) => `${name}=${value}`).join('; ');
}

/** The value of one of our cookies; null without it, `ambiguous` where it comes more than once, under whatever prefix. */
export function cookie(header: string | undefined, name: string, config: Published): string | null | 'ambiguous' {
  const names = new Set(PREFIXES.map((prefix) => `${prefix}carrel.${name}`));
  const given = pairsOf(header).filter(([one]) => names.has(one));
  if (given.length > 1) return 'ambiguous';
  const [only] = given;
  return only?.[0] === `${cookiesOf(config.publicUrl).prefix}.${name}` ? only[1] : null;
}

/** The token of the session that an answer opens, out of its Set-Cookie headers; null where it opens none. */
export function openedSession(headers: Headers, config: Published): string | null {
  const start = `${cookiesOf(config.publicUrl).prefix}.session_token=`;
  const given = headers.getSetCookie().findLast((text) => text.startsWith(start));
  const value = decoded(given?.slice(start.length).split(';', 1)[0] ?? '');
  return value.slice(0, Math.max(0, value.lastIndexOf('.'))) || null;
}

/** What was signed; null where the signature is not ours, or the text is no cookie at all. */
export function unsigned(value: string, secret: string): string | null {
  const text = decoded(value);
  const dot = text.lastIndexOf('.');
  if (dot < 1) return null;
  const given = Buffer.from(text.slice(dot + 1), 'utf8');
  const expected = Buffer.from(createHmac('sha256', secret).update(text.slice(0, dot)).digest('base64'), 'utf8');
  return given.length === expected.length && timingSafeEqual(given, expected) ? text.slice(0, dot) : null;
}

function decoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return '';
  }
}
