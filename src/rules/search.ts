import { domainToASCII, domainToUnicode } from 'node:url';

/** Letters that have no decomposition, as people without them on their keyboard write them. */
const PLAIN_LETTERS: Record<string, string> = {
  æ: 'ae',
  œ: 'oe',
  þ: 'th',
  ð: 'd',
  đ: 'd',
  ɖ: 'd',
  ħ: 'h',
  ı: 'i',
  ɨ: 'i',
  ĸ: 'k',
  ł: 'l',
  ƚ: 'l',
  ŋ: 'n',
  ø: 'o',
  ɵ: 'o',
  ŧ: 't',
  ƀ: 'b',
  ƶ: 'z',
  ə: 'a',
  ς: 'σ',
  '’': "'",
  '‘': "'",
  ʼ: "'",
  ʻ: "'",
  '‐': '-',
  '–': '-',
};
const SPECIAL = new RegExp(`[${Object.keys(PLAIN_LETTERS).join('')}]`, 'gu');

const ASCII = /^[\0-\x7f]*$/;

/** Marks, and what has no shape of its own. */
const UNSEEN = /[\p{M}\p{Default_Ignorable_Code_Point}]/gu;

/** Full case folding: upper case takes `ß` apart (and makes an iota of U+0345), lower case before it takes `ẞ` along. */
const foldCase = (text: string): string => text.toLowerCase().toUpperCase().toLowerCase();

/**
 * Text as people search it: without regard to case, accents, width, invisible characters, and to letters that a
 * keyboard may lack. `Σίσυφος` and `ΣΊΣΥΦΟΣ`, `Straße` and `strasse`, `Łukasz` and `lukasz` are the same.
 */
export const fold = (text: string): string => {
  if (ASCII.test(text)) return text.toLowerCase(); // which nearly all is
  return foldCase(text.normalize('NFKD').replaceAll('\u0345', 'ι').replace(UNSEEN, ''))
    .normalize('NFKD')
    .replace(UNSEEN, '')
    .replace(SPECIAL, (letter) => PLAIN_LETTERS[letter] ?? letter);
};

/** What an address is found by: where its domain is international, in letters and in ASCII. */
export function foldAddress(address: string): string {
  const at = address.lastIndexOf('@') + 1;
  const domain = address.slice(at);
  const other = !ASCII.test(domain) ? domainToASCII(domain) : /xn--/i.test(domain) ? domainToUnicode(domain) : domain;
  return other === domain ? fold(address) : `${fold(address)}\n${fold(address.slice(0, at) + other)}`;
}

/** To be raised with each change of what `fold` makes of a text: the stored keys are then made anew (student/refold.ts). */
export const FOLDING_VERSION = 2;

/** What a student is found by, name first: the same text gives the order by name. */
export const studentSearchKey = (name: string, address: string): string => `${fold(name)}\n${foldAddress(address)}`;

/** What a license manager is found by. */
export const managerSearchKey = (name: string, address: string, domains: readonly string[]): string =>
  [fold(name), foldAddress(address), ...domains.map(fold)].join('\n');
