import { Type } from 'typebox';
import { ZONE_HEADER } from '../auth/constants.ts';
import { changePreferences, getPreferences, zoneOf } from '../auth/preferences.ts';
import { requireVisitor, visitorOf } from '../auth/require-session.ts';
import { now, type ServerContext } from '../context.ts';
import { invalid } from '../errors.ts';
import type { App } from '../http/app-type.ts';
import { IdPath, ref } from '../http/schema.ts';
import { License, toLicenseView } from '../license/schema.ts';
import { isTimeZone, wantedLanguage } from '../rules/language.ts';
import { nameOnLicenses } from '../student/own-name.ts';
import { toHeldLicense } from '../student/search-schema.ts';
import { giveBack, listOwn } from './licenses.ts';
import { MyLicense, MyName, Preferences, PreferencesBody } from './schema.ts';

/** What a student sees: the own licenses, and how to give one back. */
export function myRoutes(app: App, context: ServerContext): void {
  const { db } = context;
  app.addHook('onRequest', requireVisitor);

  app.get('/licenses', { schema: { response: { 200: Type.Array(MyLicense) } } }, async (request) => {
    const at = now(context);
    const own = await listOwn(db.read, visitorOf(request));
    return own.map((enrollment) => ({ ...toHeldLicense(enrollment, at), manager: enrollment.manager }));
  });

  app.get('/name', { schema: { response: { 200: MyName } } }, async (request) => {
    const { name, email } = visitorOf(request);
    return { name, onLicenses: await nameOnLicenses(db.read, email) };
  });

  app.post('/licenses/:id/return', { schema: { params: IdPath, response: { 200: ref(License) } } }, async (request) => {
    const visitor = visitorOf(request);
    const at = now(context);
    return toLicenseView(await db.write((tx) => giveBack(tx, visitor, request.params.id, () => now(context))), at);
  });

  app.get('/preferences', { schema: { response: { 200: Preferences } } }, async (request) =>
    getPreferences(db.read, visitorOf(request).id),
  );

  app.patch('/preferences', { schema: { body: PreferencesBody, response: { 200: Preferences } } }, async (request) => {
    const { id } = visitorOf(request);
    const { headers, body } = request;
    if (body.timeZone != null && !isTimeZone(body.timeZone))
      throw invalid({ pointer: '/timeZone', detail: 'must be a name of the IANA database, such as Europe/Rome' });
    const browser = { language: wantedLanguage(headers['accept-language']), timeZone: zoneOf(headers[ZONE_HEADER]) };
    return db.write((tx) => changePreferences(tx, id, body, browser));
  });
}
