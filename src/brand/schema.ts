import { type Static, Type } from 'typebox';
import { EmailText } from '../auth/schema.ts';
import { orNull } from '../http/schema.ts';
import { type Language, languages } from '../rules/language.ts';
import type { Brand } from './brand.ts';

const closed = { additionalProperties: false };
const Line = Type.String({ maxLength: 100 });
const Color = Type.String({ maxLength: 7, description: '`#rrggbb`.' });
const LanguageName = Type.Unsafe<Language>({ type: 'string', enum: [...languages] });

/** What stands for the publisher on every page. */
export const BrandView = Type.Object({
  name: Type.String(),
  logo: orNull(Type.String({ description: 'A path on this server, which needs no session.' })),
  lightColor: orNull(Color),
  darkColor: orNull(Color),
  supportEmail: orNull(Type.String()),
  footer: orNull(Type.String()),
  languages: Type.Array(LanguageName),
});

export const BrandSettingsView = Type.Object({
  name: orNull(Type.String({ description: 'null: the name by which the server was started.' })),
  standardName: Type.String({ description: 'The name by which the server was started.' }),
  senderName: orNull(Type.String({ description: 'Of the sender of mails; null: the name.' })),
  supportEmail: orNull(Type.String()),
  footer: orNull(Type.String()),
  lightColor: orNull(Color),
  darkColor: orNull(Color),
  languages: Type.Array(LanguageName),
  logo: orNull(Type.String()),
});

/** What is not given stays; null goes back to what the program comes with. */
const changes = {
  name: Type.Optional(orNull(Line)),
  senderName: Type.Optional(orNull(Line)),
  supportEmail: Type.Optional(orNull(EmailText)),
  footer: Type.Optional(orNull(Type.String({ maxLength: 1000 }))),
  lightColor: Type.Optional(orNull(Color)),
  darkColor: Type.Optional(orNull(Color)),
  languages: Type.Optional(Type.Array(LanguageName, { minItems: 1, maxItems: languages.length, uniqueItems: true })),
};
export const BrandChanges = Type.Object(changes, closed);

const text = { subject: Type.String({ maxLength: 200 }), body: Type.String({ maxLength: 4000 }) };
export const MailTextBody = Type.Object(text, closed);
export const MailTextPath = Type.Object({
  kind: Type.String({ maxLength: 60 }),
  language: Type.String({ maxLength: 10 }),
});
export const MailTextView = Type.Object({
  kind: Type.String(),
  language: LanguageName,
  placeholders: Type.Array(Type.String()),
  standard: Type.Object(text, { description: 'What the program comes with.' }),
  own: orNull(Type.Object(text, { description: 'What the publisher wrote; null: nothing.' })),
});

/** A mail with settings and a text that need not be saved. */
export const PreviewBody = Type.Object(
  {
    kind: Type.String({ maxLength: 60 }),
    language: LanguageName,
    text: Type.Optional(orNull(MailTextBody)),
    settings: Type.Optional(BrandChanges),
  },
  closed,
);
export const Preview = Type.Object({
  from: Type.String(),
  subject: Type.String(),
  html: Type.String(),
  text: Type.String(),
});

/** Where the logo is found: the path changes with the image, so that it is kept for ever. */
export const logoPath = ({ logoHash }: Pick<Brand, 'logoHash'>): string | null =>
  logoHash === null ? null : `/api/app/logo/${logoHash}`;

export const toBrandView = (brand: Brand): Static<typeof BrandView> => ({
  name: brand.publisher,
  logo: logoPath(brand),
  lightColor: brand.lightColor,
  darkColor: brand.darkColor,
  supportEmail: brand.supportEmail,
  footer: brand.footer,
  languages: brand.languages,
});
