/** The languages that people are written to in; the pages have the same ones. */
export const languages = ['en', 'it'] as const;
export type Language = (typeof languages)[number];

export const isLanguage = (text: unknown): text is Language => (languages as readonly unknown[]).includes(text);

/** A reader with more wishes than this has none. */
const MAX_WISHES = 50;

/** How much a language is wanted, by an `Accept-Language` header: 0 to 1. */
function weightOf(parameters: string[]): number {
  const given = parameters.map((text) => /^\s*q\s*=\s*(\d(?:\.\d{0,3})?)\s*$/i.exec(text)?.[1]).find(Boolean);
  return given === undefined ? 1 : Number(given);
}

/** The language of ours that an `Accept-Language` header wants most, or null where it wants none of them. */
export function wantedLanguage(header: string | undefined): Language | null {
  const wishes = (header ?? '').split(',', MAX_WISHES).map((wish) => {
    const [tag = '', ...parameters] = wish.split(';');
    return { language: tag.trim().toLowerCase().split('-')[0], weight: weightOf(parameters) };
  });
  const known = wishes.filter(({ language, weight }) => isLanguage(language) && weight > 0);
  known.sort((a, b) => b.weight - a.weight);
  return (known[0]?.language as Language | undefined) ?? null;
}

/** True of the names of time zones that dates can be told in. */
export function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
