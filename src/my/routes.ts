import { Type } from 'typebox';
import { ZONE_HEADER } from '../auth/constants.ts';
import { changePreferences, getPreferences, zoneOf } from '../auth/preferences.ts';
import { visitorOf } from '../auth/require-session.ts';
import { brandOf } from '../brand/brand.ts';
import { certificateUrl, linkedInUrl } from '../certificate/address.ts';
import { clockOf, now } from '../context.ts';
import { invalid } from '../errors.ts';
import { operation } from '../http/operation.ts';
import { IdPath, ref } from '../http/schema.ts';
import { License, toLicenseView } from '../license/schema.ts';
import { isTimeZone, wantedLanguage } from '../rules/language.ts';
import { nameOnLicenses } from '../student/own-name.ts';
import { toHeldLicense } from '../student/search-schema.ts';
import { giveBack, listOwn } from './licenses.ts';
import { MyLicense, MyName, Preferences, PreferencesBody } from './schema.ts';

export const listOwnLicenses = operation(
  { schema: { response: { 200: Type.Array(MyLicense) } } },
  async (context, request) => {
    const at = now(context);
    const own = await listOwn(context.db.read, visitorOf(request));
    const { publicUrl } = context.config;
    const certified = own.some(({ certificate }) => certificate);
    const publisher = certified ? (await brandOf(context.db.read, context.config)).publisher : '';
    return own.map(({ certificate, ...enrollment }) => {
      const license = toHeldLicense(enrollment, at);
      return {
        ...license,
        manager: enrollment.manager,
        linkId: enrollment.linkId === null ? null : String(enrollment.linkId),
        extensions: license.active ? enrollment.extensions : 0,
        launchable: license.active && enrollment.opens,
        certificate: certificate && {
          url: certificateUrl(publicUrl, certificate.code),
          pdf: `${certificateUrl(publicUrl, certificate.code)}.pdf`,
          linkedIn: certificate.revoked ? null : linkedInUrl(certificate, publisher, publicUrl),
          revoked: certificate.revoked,
        },
      };
    });
  },
);

export const getOwnName = operation({ schema: { response: { 200: MyName } } }, async (context, request) => {
  const { name, email } = visitorOf(request);
  return { name, onLicenses: await nameOnLicenses(context.db.read, email) };
});

export const returnOwnLicense = operation(
  { schema: { params: IdPath, response: { 200: ref(License) } } },
  async (context, request) => {
    const visitor = visitorOf(request);
    const at = now(context);
    return toLicenseView(
      await context.db.write((tx) => giveBack(tx, visitor, request.params.id, clockOf(context))),
      at,
    );
  },
);

export const getOwnPreferences = operation({ schema: { response: { 200: Preferences } } }, async (context, request) =>
  getPreferences(context.db.read, visitorOf(request).id),
);

export const changeOwnPreferences = operation(
  { schema: { body: PreferencesBody, response: { 200: Preferences } } },
  async (context, request) => {
    const { id } = visitorOf(request);
    const { headers, body } = request;
    if (body.timeZone != null && !isTimeZone(body.timeZone))
      throw invalid({ pointer: '/timeZone', detail: 'must be a name of the IANA database, such as Europe/Rome' });
    const browser = { language: wantedLanguage(headers['accept-language']), timeZone: zoneOf(headers[ZONE_HEADER]) };
    return context.db.write((tx) => changePreferences(tx, id, body, browser));
  },
);
