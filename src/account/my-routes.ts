import { now, type ServerContext } from '../context.ts';
import type { App } from '../http/app-type.ts';
import { IdPath } from '../http/schema.ts';
import { visitorOf } from '../http/session.ts';
import { toLicenseView } from '../license/schema.ts';
import { toHeldLicense } from '../student/search-schema.ts';
import { giveBack, listOwn } from './my.ts';

/** What a student sees: the own licenses, and how to give one back. */
export function myRoutes(app: App, context: ServerContext): void {
  const { db } = context;

  app.get('/my/licenses', async (request) => {
    const at = now(context);
    const own = await listOwn(db.read, visitorOf(request));
    return own.map((enrollment) => ({ ...toHeldLicense(enrollment, at), manager: enrollment.manager }));
  });

  app.post('/my/licenses/:id/return', { schema: { params: IdPath } }, async (request) => {
    const visitor = visitorOf(request);
    const at = now(context);
    return toLicenseView(await db.write((tx) => giveBack(tx, visitor, request.params.id, () => now(context))), at);
  });
}
