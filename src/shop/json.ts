import { parseEmail } from '../rules/email.ts';
import { parseName } from '../rules/name.ts';
import { parseTime } from '../rules/time.ts';

/** A value of whose form nothing is known. */
export type Json = unknown;

const MAX_TEXT = 255;
/** A line sells no more, and an amount of money is no larger. */
const MAX_NUMBER = 1_000_000_000_000;
/** The seconds of the year 9999. */
const MAX_SECONDS = 253_402_300_799;

/** What stands at a place; undefined where there is nothing. */
export function at(value: Json, ...path: (string | number)[]): Json {
  let here: Json = value;
  for (const step of path) {
    if (typeof here !== 'object' || here === null || !Object.hasOwn(here, step)) return undefined;
    here = (here as Record<string | number, Json>)[step];
  }
  return here;
}

/** A list of up to a thousand items; empty where there is none. */
export const items = (value: Json): Json[] => (Array.isArray(value) ? value.slice(0, 1000) : []);

/** A short text without control characters, or a number as text; null for anything else. */
export function text(value: Json): string | null {
  const found = typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : value;
  if (typeof found !== 'string' || found.length > MAX_TEXT || !found.isWellFormed()) return null;
  const trimmed = found.trim();
  return trimmed === '' || /\p{Cc}/u.test(trimmed) ? null : trimmed;
}

/** The id of what is named or shown whole. */
export const idOf = (value: Json): string | null => text(typeof value === 'object' ? at(value, 'id') : value);

/** A whole number from 0, also written as text; null for anything else. */
export function whole(value: Json): number | null {
  const found = typeof value === 'string' && /^\d{1,13}$/.test(value) ? Number(value) : value;
  return typeof found === 'number' && Number.isSafeInteger(found) && found >= 0 && found <= MAX_NUMBER ? found : null;
}

/** A time in seconds, as Stripe tells it. */
export function seconds(value: Json): number | null {
  const found = whole(value);
  return found === null || found === 0 || found > MAX_SECONDS ? null : found;
}

/** A time as ISO 8601, in seconds; one without an offset is UTC. */
export function isoSeconds(value: Json): number | null {
  const found = text(value);
  if (found === null) return null;
  return parseTime(/(?:Z|[+-]\d\d:?\d\d)$/.test(found) ? found : `${found.replace(' ', 'T')}Z`);
}

/** An address, as Carrel keeps it; null where it is none. */
export const email = (value: Json): string | null => parseEmail(text(value) ?? '')?.address ?? null;

/** The first of these that is a name. */
export function firstName(...values: Json[]): string | null {
  for (const value of values) {
    const name = parseName(text(value) ?? '');
    if (name !== null) return name;
  }
  return null;
}
