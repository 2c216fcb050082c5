import type { Static } from 'typebox';
import { readEmail } from '../auth/fields.ts';
import type { BrandSettings } from '../brand/brand.ts';
import type { MailText } from '../brand/mail-text.ts';
import type { BrandChanges } from '../brand/schema.ts';
import { type Fault, invalid, notFound } from '../errors.ts';
import { placeholdersIn, templates } from '../mail/template.ts';
import { isColor, LEAST_CONTRAST, type Scheme, worstContrast } from '../rules/contrast.ts';
import { isLanguage, type Language } from '../rules/language.ts';
import { nameFault, parseName } from '../rules/name.ts';

type Asked = Static<typeof BrandChanges>;

/** Null where nothing is left of it. */
function readLine(text: string | null, pointer: string): string | null {
  if (text === null || text.trim() === '') return null;
  const name = parseName(text);
  if (!name) throw invalid({ pointer, ...nameFault(text) });
  return name;
}

const FORBIDDEN = /[^\P{Cc}\n]|[\u202a-\u202e\u2066-\u2069]/u;

function readFooter(text: string | null): string | null {
  const plain = text?.replaceAll(/\r\n?/g, '\n').trim();
  if (!plain) return null;
  if (FORBIDDEN.test(plain)) throw invalid({ pointer: '/footer', detail: 'contains a character that is not shown' });
  return plain;
}

const GROUND: Record<Scheme, { way: string }> = { light: { way: 'darker' }, dark: { way: 'lighter' } };

/** Refuses what cannot be read well as text, or under the text of a button, in that scheme. */
function readColor(text: string | null, scheme: Scheme): string | null {
  if (text === null || text.trim() === '') return null;
  const color = text.trim().toLowerCase();
  const pointer = `/${scheme}Color`;
  if (!isColor(color)) throw invalid({ pointer, detail: 'must be a colour such as #1c6a4e', reason: 'not_a_color' });
  const worst = worstContrast(color, scheme);
  if (worst.contrast >= LEAST_CONTRAST) return color;
  const measured = (Math.floor(worst.contrast * 100) / 100).toFixed(2);
  throw invalid({
    pointer,
    detail: `has a contrast of ${measured}:1 with ${worst.against}, and WCAG AA asks for ${LEAST_CONTRAST}:1: choose a ${GROUND[scheme].way} colour`,
    reason: `low_contrast_${scheme}`,
    values: { contrast: measured, against: worst.against, least: LEAST_CONTRAST },
  });
}

/** What is given of the settings. Throws `invalid_request`. */
export function readBrandChanges(asked: Asked): Partial<BrandSettings> {
  const { name, senderName, supportEmail, footer, lightColor, darkColor, languages } = asked;
  return {
    ...(name !== undefined && { name: readLine(name, '/name') }),
    ...(senderName !== undefined && { senderName: readLine(senderName, '/senderName') }),
    ...(supportEmail !== undefined && {
      supportEmail: supportEmail ? readEmail(supportEmail, '/supportEmail').address : null,
    }),
    ...(footer !== undefined && { footer: readFooter(footer) }),
    ...(lightColor !== undefined && { lightColor: readColor(lightColor, 'light') }),
    ...(darkColor !== undefined && { darkColor: readColor(darkColor, 'dark') }),
    ...(languages !== undefined && { languages }),
  };
}

/** A mail whose text the publisher may write, in a language; throws `not_found`. */
export function readWhich({ kind, language }: { kind: string; language: string }): {
  kind: string;
  language: Language;
} {
  if (!templates.has(kind) || !isLanguage(language)) throw notFound();
  return { kind, language };
}

/** A text with the placeholders that its kind has. Throws `invalid_request`. */
export function readText(kind: string, { subject, body }: MailText): MailText {
  const text = { subject: subject.trim(), body: body.replaceAll(/\r\n?/g, '\n').trim() };
  const known = templates.get(kind) ?? [];
  const faults = Object.entries(text).flatMap(([member, value]): Fault[] => {
    const pointer = `/${member}`;
    if (value === '') return [{ pointer, detail: 'must not be empty', reason: 'empty' }];
    const forbidden = member === 'subject' ? /\p{Cc}|[\u202a-\u202e\u2066-\u2069]/u : FORBIDDEN;
    if (forbidden.test(value)) return [{ pointer, detail: 'contains a character that is not shown', reason: 'unseen' }];
    const unknown = placeholdersIn(value).find((name) => !known.includes(name));
    if (unknown === undefined) return [];
    const list = known.map((name) => `{${name}}`).join(', ');
    const detail = `has {${unknown}}, which this mail does not know; it knows ${list}`;
    return [{ pointer, detail, reason: 'unknown_placeholder', values: { name: `{${unknown}}`, known: list } }];
  });
  if (faults.length > 0) throw invalid(...faults);
  return text;
}
