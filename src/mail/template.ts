import type { Language } from '../rules/language.ts';
import type { Words } from './texts/texts.ts';
import { texts } from './texts/texts.ts';

/** What stands where a placeholder is, as it shall be read: names isolated (names.ts). Absent where it is not known. */
export type Values = Partial<Record<string, string | null>>;

const PLACEHOLDER = /\{(\w+)\}/g;
const PARAGRAPHS = /\s*\n\s*/;

const OF_LICENSE = ['course', 'manager', 'until', 'publisher'];
const OF_LINK = ['publisher'];
const MORE: Record<string, readonly string[]> = {
  invitation: ['manager', 'publisher', 'by'],
  enroll_link: ['course', 'manager', 'publisher'],
  link_takes_back_often: ['course', 'link', 'manager', 'publisher'],
};
/** They say what must be said, in words that nobody bends, or speak to the publisher's own staff. */
const FIXED = new Set([
  ...['account_notice', 'security_notice', 'mailed_code', 'webhook_disabled'],
  ...['order_parked', 'order_refunded'],
]);

/** The mails whose text a publisher may write, with the placeholders of each. */
export const templates: ReadonlyMap<string, readonly string[]> = new Map([
  ...Object.keys(texts.en.license).map((kind) => [kind, OF_LICENSE] as const),
  ...Object.keys(texts.en.link).map((kind) => [kind, MORE[kind] ?? OF_LINK] as const),
  ...Object.keys(texts.en.notice)
    .filter((kind) => !FIXED.has(kind))
    .map((kind) => [kind, MORE[kind] ?? ['manager', 'count', 'publisher']] as const),
]);

/** The placeholders in a text, each once. */
export const placeholdersIn = (text: string): string[] => [
  ...new Set([...text.matchAll(PLACEHOLDER)].map(([, name]) => name as string)),
];

/** The text with its placeholders filled; null where one of them is not known for this mail. */
function fill(text: string, values: Values): string | null {
  if (placeholdersIn(text).some((name) => !values[name])) return null;
  return text.replace(PLACEHOLDER, (_, name: string) => values[name] as string);
}

/** What a mail says by the publisher's own text. Where that cannot be said, it stays what the program comes with. */
export function inOwnWords(words: Words, own: { subject: string; body: string } | null, values: Values): Words {
  if (!own) return words;
  const [subject, body] = [fill(own.subject, values), fill(own.body, values)];
  if (subject === null || body === null) return words;
  return { ...words, subject, paragraphs: body.split(PARAGRAPHS).filter(Boolean) };
}

const braced = (names: readonly string[]) => Object.fromEntries(names.map((name) => [name, `{${name}}`]));

/** What the program comes with, as a template; undefined for kinds whose text is fixed. */
export function standardText(kind: string, language: Language): { subject: string; body: string } | undefined {
  const names = templates.get(kind);
  if (!names) return undefined;
  const { license, link, notice } = texts[language];
  const write = { ...license, ...link, ...notice }[kind as keyof typeof license] as (facts: object) => Words;
  const facts = { role: null, by: null, more: 0, byLink: false, full: 'pool', transferable: true, signsIn: false };
  const { subject, paragraphs } = write({ ...facts, ...braced(names) });
  return { subject, body: paragraphs.join('\n\n') };
}
