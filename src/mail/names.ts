import { type Html, html } from '../html.ts';

/** What people typed is set apart from the sentence around it, whatever the direction of its letters. */
const [START, END] = ['\u2068', '\u2069'];
const ISOLATED = /\u2068([^\u2069]*)\u2069/gu;
/** Characters that turn the direction of the text after them, and have no business in a name. */
const TURNING = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;
const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

/** A place that is not seen (zero width space): what stands on its sides is one word to readers, and two to programs. */
const APART = '\u200b';
/** A dot before what may be a top-level domain, in any form in which names of hosts are read, and the marks of URLs and addresses. */
const LINKING = /(?<=[\p{L}\p{M}\p{N}-])[.\u3002\uff0e\uff61](?=[\p{L}\p{M}]{2}|xn--)|:(?=\/\/)|@/giu;

/**
 * A name as it stands in a sentence: isolated (Unicode Standard Annex 9), so that it changes nothing around it. Where
 * programs that show mails would make a link of it (“Evil.Com”, “t.co”), it is parted at that place by a character that
 * is not seen: strangers have mails sent that hold a name of their choice. Readers see the name as it is.
 */
export const named = (name: string): string => {
  const plain = name.replaceAll(APART, '').replace(TURNING, '');
  return `${START}${plain.replace(LINKING, `$&${APART}`)}${END}`;
};

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
    .replaceAll(APART, '') // nothing becomes a link there
    .replace(TURNING, '')
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .trim()
    .slice(0, 150);
