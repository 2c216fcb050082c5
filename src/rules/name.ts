/** A name: trimmed, NFC, 1 to 200 characters, no control characters, no half of a surrogate pair; else null. */
export function parseName(text: string): string | null {
  const name = text.trim().normalize('NFC');
  const length = [...name].length;
  return length < 1 || length > 200 || /[\p{Cc}\p{Cs}]/u.test(name) ? null : name;
}
