import { isUnseen, nameOf, type TextFault, trimUnseen, unreadable } from './text.ts';

const MAX_CHARACTERS = 200;
/** What 200 characters may take, each with its marks apart. */
const LONGEST_WRITTEN = 2000;

/** What turns the text around it, breaks its line, or is a tag that nobody sees. */
const REFUSED = /[\p{Cc}\p{Cs}\u2028\u2029\u202a-\u202e\u2066-\u2069\ufff9-\ufffb\u{e0000}-\u{e007f}]/u;

const LENGTH: TextFault = {
  reason: 'name_length',
  detail: 'must have 1 to 200 characters, none of them a control character',
};

function faultOf(text: string, name: string): TextFault | null {
  const characters = name.length > 2 * MAX_CHARACTERS ? [] : [...name];
  if (characters.length < 1 || characters.length > MAX_CHARACTERS) return LENGTH;
  if (name.includes('\ufffd')) return unreadable;
  const [refused] = REFUSED.exec(text.trim()) ?? []; // at the ends too: it was meant to do something
  if (refused) {
    const character = nameOf(refused);
    return {
      reason: 'name_character',
      detail: `contains the character ${character}, which names must not have`,
      values: { character },
    };
  }
  return characters.every(isUnseen) ? LENGTH : null;
}

/** Length comes first: marks without end are put in order in a time that is the square of their number. */
function cleanName(text: string): string {
  const name = trimUnseen(text);
  return name.length > LONGEST_WRITTEN ? name : name.normalize('NFC');
}

/**
 * A name: trimmed, NFC, 1 to 200 characters of which some can be seen, without control characters, half surrogate
 * pairs, and characters that turn or hide the text around them; else null.
 */
export function parseName(text: string): string | null {
  const name = cleanName(text);
  return faultOf(text, name) ? null : name;
}

/** Why a text is no name. */
export const nameFault = (text: string): TextFault => faultOf(text, cleanName(text)) ?? LENGTH;

/** Programs that show mails make a link of these. */
const ADDRESS = /:\/\/|[wW]{3}\.|[@<>\\/]|[\p{L}\p{N}-]{2,}\.(?:\p{Ll}{2,}|\p{Lu}{2,})(?![\p{L}\p{N}])/u;
/** Characters that are not seen, or turn the direction of those after them. */
const UNSEEN = /[\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff]/u;

/**
 * The name of a person, which a stranger may have typed: as `parseName`, up to 100 characters, with nothing that a mail
 * would show as a link, and nothing unseen; else null.
 */
export function parsePersonName(text: string): string | null {
  const name = parseName(text);
  if (name === null || [...name].length > 100 || ADDRESS.test(name) || UNSEEN.test(name)) return null;
  return name;
}

/** What mail programs make a link of: an address of the web, or a word with a dot inside. */
const LIKE_A_LINK = /:\/\/|\bwww\.|[\p{L}\p{N}-]\.[\p{L}]{2,}/iu;
const MAX_SHOWN = 60;

/**
 * A name that somebody gave themselves, as a mail to a stranger may quote it: short, and without anything that would
 * become a link. Null where nothing is to be quoted.
 */
export function quotableName(name: string): string | null {
  const text = name.replace(/[\p{C}\p{Z}]+/gu, ' ').trim();
  if (text === '' || LIKE_A_LINK.test(text)) return null;
  const shown = [...text];
  return shown.length > MAX_SHOWN ? `${shown.slice(0, MAX_SHOWN - 1).join('')}…` : text;
}
