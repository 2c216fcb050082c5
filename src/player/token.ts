import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';

/** In the place of a license, where the publisher tries a course. */
export const NO_LICENSE = 0;

/** What a player's token stands for: one license, and the pages that may use it. */
export interface PlayerClaims {
  /** `NO_LICENSE`: nobody's, for a while. */
  licenseId: number;
  /** The origin of the address that the course was opened at. */
  origin: string;
  /** In seconds. */
  madeAt: number;
}

const MAX_CHARACTERS = 1000;
const TEXT = /^([\w-]+)\.([\w-]{43})$/;

const macOf = (secret: Buffer, body: string): Buffer =>
  createHmac('sha256', Buffer.from(hkdfSync('sha256', secret, '', 'player tokens', 32)))
    .update(body)
    .digest();

/** The text of a token for the player of a course. It ends with the license, which is looked at each time. */
export function makePlayerToken(keys: readonly Buffer[], { licenseId, origin, madeAt }: PlayerClaims): string {
  const body = Buffer.from(JSON.stringify([licenseId, origin, madeAt])).toString('base64url');
  return `${body}.${macOf(keys[0] as Buffer, body).toString('base64url')}`;
}

/** What the text stands for; null for whatever was not made here. */
export function readPlayerToken(keys: readonly Buffer[], text: string): PlayerClaims | null {
  const [, body = '', mac = ''] = text.length <= MAX_CHARACTERS ? (TEXT.exec(text) ?? []) : [];
  const given = Buffer.from(mac, 'base64url');
  const isOurs = body !== '' && keys.some((key) => timingSafeEqual(given, macOf(key, body)));
  if (!isOurs) return null;
  const [licenseId, origin, madeAt] = JSON.parse(Buffer.from(body, 'base64url').toString());
  return { licenseId, origin, madeAt };
}
