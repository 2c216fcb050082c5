/** A person's name: trimmed, NFC, 1 to 200 characters, no control characters; null where it breaks that. */
export function parseName(text: string): string | null {
  const name = text.trim().normalize('NFC');
  const length = [...name].length;
  return length < 1 || length > 200 || /\p{Cc}/u.test(name) ? null : name;
}
