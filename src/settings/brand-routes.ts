import { Type } from 'typebox';
import { brandOf, changeBrand, changeLogo, findLogo } from '../brand/brand.ts';
import { changeText, type MailText, ownText, ownTexts } from '../brand/mail-text.ts';
import {
  BrandChanges,
  BrandSettingsView,
  logoPath,
  MailTextBody,
  MailTextPath,
  MailTextView,
  Preview,
  PreviewBody,
} from '../brand/schema.ts';
import { now, type Services } from '../context.ts';
import { notFound, Refusal } from '../errors.ts';
import { operation } from '../http/operation.ts';
import { change } from '../http/write.ts';
import { standardText, templates } from '../mail/template.ts';
import { principalOf } from '../principal.ts';
import { imageType } from '../rules/image.ts';
import { type Language, languages } from '../rules/language.ts';
import { readBrandChanges, readText, readWhich } from './brand-fields.ts';
import { previewMail } from './mail-preview.ts';

const LOGO_LIMIT = 256 * 1024;
const ownersOnly = { ownersOnly: true };

async function settingsView({ db, config }: Services) {
  const { publisher: _, logoHash, ...settings } = await brandOf(db.read, config);
  return { ...settings, standardName: config.publisherName, logo: logoPath({ logoHash }) };
}

export const getBrandSettings = operation({ schema: { response: { 200: BrandSettingsView } } }, (context) =>
  settingsView(context),
);

export const changeBrandSettings = operation(
  { config: ownersOnly, schema: { body: BrandChanges, response: { 200: BrandSettingsView } } },
  async (context, request, reply) => {
    const asked = readBrandChanges(request.body);
    const by = principalOf(request);
    return change(context, request, reply, async (tx, at) => {
      const { logoHash, ...settings } = await changeBrand(tx, asked, by, at);
      return { ...settings, standardName: context.config.publisherName, logo: logoPath({ logoHash }) };
    });
  },
);

export const putLogo = operation(
  {
    bodyLimit: LOGO_LIMIT,
    config: { ...ownersOnly, readsFile: true },
    schema: { response: { 200: Type.Object({ logo: Type.Union([Type.String(), Type.Null()]) }) } },
  },
  async (context, request, reply) => {
    const bytes = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
    const type = imageType(bytes);
    if (!type)
      throw new Refusal('unsupported_media_type', { detail: 'Send the bytes of a picture: PNG, JPEG or WebP.' });
    const by = principalOf(request);
    return change(context, request, reply, async (tx, at) => ({
      logo: logoPath(await changeLogo(tx, { type, bytes }, by, at)),
    }));
  },
);

export const deleteLogo = operation(
  {
    config: ownersOnly,
    schema: { response: { 200: Type.Object({ logo: Type.Union([Type.String(), Type.Null()]) }) } },
  },
  async (context, request, reply) => {
    const by = principalOf(request);
    return change(context, request, reply, async (tx, at) => ({ logo: logoPath(await changeLogo(tx, null, by, at)) }));
  },
);

/** The image of the publisher, for everybody: it stands on pages before the sign-in. */
export const showLogo = operation(
  { schema: { hide: true, params: Type.Object({ hash: Type.String({ maxLength: 64 }) }) } },
  async ({ db }, request, reply) => {
    const logo = await findLogo(db.read, (request.params as { hash: string }).hash);
    if (!logo) throw notFound();
    reply.header('cache-control', 'public, max-age=31536000, immutable');
    return reply.type(logo.type).send(logo.bytes);
  },
);

const textView = (kind: string, language: Language, own: MailText | null) => ({
  kind,
  language,
  placeholders: [...(templates.get(kind) ?? [])],
  standard: standardText(kind, language) ?? { subject: '', body: '' },
  own,
});

export const listMailTexts = operation({ schema: { response: { 200: Type.Array(MailTextView) } } }, async ({ db }) => {
  const own = await ownTexts(db.read);
  return [...templates.keys()].flatMap((kind) =>
    languages.map((language) => {
      const found = own.find((one) => one.kind === kind && one.language === language);
      return textView(kind, language, found ? { subject: found.subject, body: found.body } : null);
    }),
  );
});

export const putMailText = operation(
  { config: ownersOnly, schema: { params: MailTextPath, body: MailTextBody, response: { 200: MailTextView } } },
  async (context, request, reply) => {
    const which = readWhich(request.params);
    const text = readText(which.kind, request.body);
    const by = principalOf(request);
    return change(context, request, reply, async (tx, at) => {
      await changeText(tx, which, text, by, at);
      return textView(which.kind, which.language, text);
    });
  },
);

export const deleteMailText = operation(
  { config: ownersOnly, schema: { params: MailTextPath, response: { 200: MailTextView } } },
  async (context, request, reply) => {
    const which = readWhich(request.params);
    const by = principalOf(request);
    return change(context, request, reply, async (tx, at) => {
      await changeText(tx, which, null, by, at);
      return textView(which.kind, which.language, null);
    });
  },
);

export const previewMailText = operation(
  { schema: { body: PreviewBody, response: { 200: Preview } } },
  async (context, request) => {
    const { kind, language, text, settings } = request.body;
    const which = readWhich({ kind, language });
    const kept = await brandOf(context.db.read, context.config);
    const asked = { ...kept, ...readBrandChanges(settings ?? {}) };
    const brand = { ...asked, publisher: asked.name ?? context.config.publisherName };
    const own = text === undefined ? await ownText(context.db.read, which) : text && readText(kind, text);
    const { publicUrl } = context.config;
    const logo = brand.logoHash === null ? undefined : await findLogo(context.db.read, brand.logoHash);
    const shown = logo ? `data:${logo.type};base64,${logo.bytes.toString('base64')}` : null;
    return previewMail({ ...which, text: own, brand, publicUrl, now: now(context) }, shown);
  },
);
