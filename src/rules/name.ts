/** A name: trimmed, NFC, 1 to 200 characters, no control characters, no half of a surrogate pair; else null. */
export function parseName(text: string): string | null {
  const name = text.trim().normalize('NFC');
  const length = [...name].length;
  return length < 1 || length > 200 || /[\p{Cc}\p{Cs}]/u.test(name) ? null : name;
}

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
