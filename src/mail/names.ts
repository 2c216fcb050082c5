import { type Html, html } from '../html.ts';

/** What people typed is set apart from the sentence around it, whatever the direction of its letters. */
const [START, END] = ['\u2068', '\u2069'];
const ISOLATED = /\u2068([^\u2069]*)\u2069/gu;
/** Characters that turn the direction of the text after them, and have no business in a name. */
const TURNING = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;
const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

/** A name as it stands in a sentence: isolated (Unicode Standard Annex 9), so that it changes nothing around it. */
export const named = (name: string): string => `${START}${name.replace(TURNING, '')}${END}`;

/** The text for a program that shows characters as they are: only names that need the isolation keep it. */
export const plainText = (text: string): string =>
  text.replace(ISOLATED, (isolated, name: string) => (RIGHT_TO_LEFT.test(name) ? isolated : name));

/** The text as HTML, with `bdi` around the names that need it. */
export function withNames(text: string): Html[] {
  return plainText(text)
    .split(ISOLATED)
    .map((part, i) => (i % 2 ? html`<bdi>${part}</bdi>` : html`${part}`));
}

/** A name for the header of a mail: one line, without what turns its direction. */
export const headerName = (name: string): string =>
  name
    .replace(TURNING, '')
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .trim()
    .slice(0, 150);
