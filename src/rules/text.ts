/** What is wrong with a text: in words, and by a word that stays, with what the words are about. */
export interface TextFault {
  reason: string;
  detail: string;
  values?: Record<string, string | number>;
}

/** White space, control characters, and what has no shape of its own. */
const UNSEEN = /^[\s\p{Cc}\p{Cf}\p{Z}\p{Default_Ignorable_Code_Point}\u2800]$/u;

const SEEN = /[^\s\p{Cc}\p{Cf}\p{Z}\p{Default_Ignorable_Code_Point}\u2800]/u;

export function isUnseen(character: string): boolean {
  const code = character.charCodeAt(0);
  return code <= 32 || (code >= 127 && UNSEEN.test(character));
}

/** Nothing that can be seen. */
export const isBlank = (text: string): boolean => !SEEN.test(text);

/** The text without white space and invisible characters at its ends; in one pass, however long it is. */
export function trimUnseen(text: string): string {
  let [from, to] = [0, text.length];
  for (let step = 0; from < to; from += step) {
    const character = String.fromCodePoint(text.codePointAt(from) as number);
    if (!isUnseen(character)) break;
    step = character.length;
  }
  while (from < to) {
    const pair = to - from > 1 && /^[\ud800-\udbff][\udc00-\udfff]$/.test(text.slice(to - 2, to));
    const character = text.slice(pair ? to - 2 : to - 1, to);
    if (!isUnseen(character)) break;
    to -= character.length;
  }
  return text.slice(from, to);
}

const NAMES: Record<number, string> = {
  9: 'tab',
  10: 'line break',
  13: 'line break',
  160: 'no-break space',
  173: 'soft hyphen',
  847: 'combining grapheme joiner',
  8203: 'zero-width space',
  8204: 'zero-width non-joiner',
  8205: 'zero-width joiner',
  8206: 'left-to-right mark',
  8207: 'right-to-left mark',
  8238: 'right-to-left override',
  8288: 'word joiner',
  65279: 'byte order mark',
};

/** `U+200B (zero-width space)`: how a character that nobody sees is named. */
export function nameOf(character: string): string {
  const code = character.codePointAt(0) as number;
  const known = NAMES[code];
  return `U+${code.toString(16).toUpperCase().padStart(4, '0')}${known ? ` (${known})` : ''}`;
}

/** A text that was read in the wrong encoding has U+FFFD where its characters were. */
export const unreadable: TextFault = {
  reason: 'unreadable',
  detail: 'contains the character � (U+FFFD): the text was read in the wrong encoding, or saved so',
};
