import { createHmac, timingSafeEqual } from 'node:crypto';

/** How far the time of a signature may lie from now, in seconds. */
const MAX_AGE = 300;

type Header = string | string[] | undefined;

const hmac = (secret: string, ...parts: (string | Buffer)[]): Buffer =>
  parts.reduce((hash, part) => hash.update(part), createHmac('sha256', secret)).digest();

/** Compares in a time that tells nothing. */
function isOneOf(expected: Buffer, given: Buffer[]): boolean {
  let found = false;
  for (const one of given) if (one.length === expected.length && timingSafeEqual(one, expected)) found = true;
  return found;
}

/** `t=1,v1=ab,v1=cd` as a time and signatures; null where the form is another. */
function timed(header: Header, separator: string, time: string, name: string) {
  if (typeof header !== 'string') return null;
  const parts = header.split(separator).map((part) => part.trim());
  const of = (key: string) =>
    parts.filter((part) => part.startsWith(`${key}=`)).map((part) => part.slice(key.length + 1));
  const [at, another] = of(time);
  if (at === undefined || another !== undefined || !/^\d{1,12}$/.test(at)) return null;
  const signatures = of(name).filter((text) => /^[0-9a-f]{64}$/.test(text));
  return { at, signatures: signatures.map((text) => Buffer.from(text, 'hex')) };
}

interface Signed {
  body: Buffer;
  secret: string;
  /** In seconds. */
  now: number;
}

const isFresh = (at: string, now: number): boolean => Math.abs(now - Number(at)) <= MAX_AGE;

/** `Stripe-Signature: t=…,v1=…`, with a `v1` for each secret while one is rotated. */
export function isSignedByStripe(header: Header, { body, secret, now }: Signed): boolean {
  const found = timed(header, ',', 't', 'v1');
  return found !== null && isFresh(found.at, now) && isOneOf(hmac(secret, `${found.at}.`, body), found.signatures);
}

/** `Paddle-Signature: ts=…;h1=…`, with an `h1` for each secret while one is rotated. */
export function isSignedByPaddle(header: Header, { body, secret, now }: Signed): boolean {
  const found = timed(header, ';', 'ts', 'h1');
  return found !== null && isFresh(found.at, now) && isOneOf(hmac(secret, `${found.at}:`, body), found.signatures);
}

/** `X-WC-Webhook-Signature`, in Base64: it tells no time. */
export function isSignedByWooCommerce(header: Header, { body, secret }: Omit<Signed, 'now'>): boolean {
  if (typeof header !== 'string' || !/^[A-Za-z0-9+/]{43}=$/.test(header.trim())) return false;
  return isOneOf(hmac(secret, body), [Buffer.from(header.trim(), 'base64')]);
}
