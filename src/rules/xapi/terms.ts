/** The small terms of xAPI: identifiers, addresses, languages, moments and spans of time. */

/** RFC 4122, in its text form. */
export const isUuid = (text: string): boolean =>
  /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/i.test(text);

/** RFC 3987: a scheme, and what may follow it, with whole percent-encodings. */
export const isIri = (text: string): boolean =>
  text.length <= 2048 && /^[a-z][a-z\d+.-]*:(?:[^\s<>"{}|\\^`%\p{Cc}]|%[\da-f]{2})+$/iu.test(text);

/** An address as a `mailto` IRI. */
export const isMailbox = (text: string): boolean =>
  text.length <= 400 && /^mailto:[^\s@<>"(),:;\\[\]\p{Cc}]+@[^\s@<>"(),:;\\[\]\p{Cc}]+$/u.test(text);

/** SHA-1 of such an IRI, in hexadecimal digits. */
export const isSha1 = (text: string): boolean => /^[\da-f]{40}$/i.test(text);

/** A hash of the SHA-2 family, in hexadecimal digits. */
export const isSha2 = (text: string): boolean => /^(?:[\da-f]{56}|[\da-f]{64}|[\da-f]{96}|[\da-f]{128})$/i.test(text);

/** RFC 2046: a type, a subtype, parameters. */
export const isMediaType = (text: string): boolean =>
  text.length <= 255 &&
  /^[\w!#$&^.+-]+\/[\w!#$&^.+-]+(?:[ \t]*;[ \t]*[\w!#$&^.+-]+=(?:"[^"\\]*"|[^\s;"]*))*[ \t]*;?$/.test(text);

const LANGUAGE = '(?:[a-z]{2,3}(?:-[a-z]{3}){0,3}|[a-z]{4}|[a-z]{5,8})';
const SUBTAGS =
  '(?:-[a-z]{4})?(?:-(?:[a-z]{2}|\\d{3}))?(?:-(?:[a-z\\d]{5,8}|\\d[a-z\\d]{3}))*(?:-[a-wy-z\\d](?:-[a-z\\d]{2,8})+)*';
const PRIVATE = 'x(?:-[a-z\\d]{1,8})+';
const OLD =
  'i-[a-z]+|art-lojban|cel-gaulish|en-gb-oed|no-bok|no-nyn|sgn-be-fr|sgn-be-nl|sgn-ch-de|zh-guoyu|zh-hakka|zh-min|zh-min-nan|zh-xiang';
const TAG = new RegExp(`^(?:${LANGUAGE}${SUBTAGS}(?:-${PRIVATE})?|${PRIVATE}|${OLD})$`, 'i');

/** A language tag of RFC 5646; the old ones that it keeps included. */
export const isLanguageTag = (text: string): boolean => text.length <= 100 && TAG.test(text);

const PART = String.raw`(?:\d+(?:[.,]\d+)?`;
const DURATION = new RegExp(
  `^P(?:\\d+(?:[.,]\\d+)?W|(?=[\\dT])${PART}Y)?${PART}M)?${PART}D)?(?:T(?=\\d)${PART}H)?${PART}M)?${PART}S)?)?)$`,
);

/** ISO 8601:2004, section 4.4.3.2: with designators; weeks stand alone, and only the last part has a fraction. */
export const isDuration = (text: string): boolean =>
  text.length <= 100 && DURATION.test(text) && !/[.,]\d+[A-Z]./.test(text);

const MOMENT = /^(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,18}))?)?(Z|[+-]\d\d(?::?\d\d)?)?$/i;

/** RFC 3339 asks for seconds, for an offset with a colon, and for a point. */
const STRICT = /^.{10}[T ]\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/i;

/** A moment: milliseconds since 1970, and the digits of its second's fraction as they were written. */
export interface Moment {
  ms: number;
  fraction: string;
}

/** Minutes that a clock is ahead of UTC; null for an offset of minus zero, which says that it is not known. */
function offsetOf(zone: string): number | null {
  if (/^z?$/i.test(zone)) return 0;
  const [, sign, hours = '', minutes = '0'] = /^([+-])(\d\d):?(\d\d)?$/.exec(zone) ?? [];
  const size = Number(hours) * 60 + Number(minutes);
  if (Number(hours) > 23 || Number(minutes) > 59 || (sign === '-' && size === 0)) return null;
  return sign === '-' ? -size : size;
}

/** Reads a date and time of ISO 8601, without an offset as in UTC; `strict` as RFC 3339. Null for what is none. */
export function readMoment(text: string, strict = false): Moment | null {
  const found = MOMENT.exec(text);
  if (!found || (strict && !STRICT.test(text))) return null;
  const [, year, month, day, hour, minute, second = '0', fraction = '', zone = ''] = found;
  const offset = offsetOf(zone);
  const [y, mo, d, h, mi, s] = [year, month, day, hour, minute, second].map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const date = new Date(Date.UTC(y, mo - 1, d));
  date.setUTCFullYear(y, mo - 1, d);
  const isDay = date.getUTCMonth() === mo - 1 && date.getUTCDate() === d;
  if (offset === null || !isDay || h > 23 || mi > 59 || s > 60) return null;
  const ms =
    date.getTime() + (h * 3600 + (mi - offset) * 60 + Math.min(s, 59)) * 1000 + Number(`${fraction}000`.slice(0, 3));
  return { ms, fraction };
}

/** The same moment in UTC, with all digits that it was given. */
export function inUtc({ ms, fraction }: Moment): string {
  const iso = new Date(ms).toISOString();
  return fraction.length > 3 ? `${iso.slice(0, -4)}${fraction}Z` : iso;
}
