import { createHmac, timingSafeEqual } from 'node:crypto';

const PERIOD_SECONDS = 30;
/** Clocks of phones are wrong by a little: the code before and the one after are taken too. */
const WINDOW = 1;

/** The six digits of one time step (RFC 4226, RFC 6238). */
export function codeOfStep(secret: Buffer, step: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const hash = createHmac('sha1', secret).update(counter).digest();
  const offset = (hash.at(-1) ?? 0) & 15;
  return String((hash.readUInt32BE(offset) & 0x7fff_ffff) % 1_000_000).padStart(6, '0');
}

/** The time step that a code is right for at this moment; null for a wrong one. Seconds. */
export function stepOfCode(secret: Buffer, code: string, now: number): number | null {
  if (!/^\d{6}$/.test(code)) return null;
  const current = Math.floor(now / PERIOD_SECONDS);
  let found: number | null = null;
  for (let step = current - WINDOW; step <= current + WINDOW; step++) {
    if (timingSafeEqual(Buffer.from(codeOfStep(secret, step)), Buffer.from(code))) found ??= step;
  }
  return found;
}
