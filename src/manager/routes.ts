import type { Context } from '../context.ts';
import type { App } from '../http/app-type.ts';
import { answers, ref } from '../http/schema.ts';
import { managerIdOf } from '../principal.ts';
import { getManager } from './manager.ts';
import { Me, toMe } from './schema.ts';

export function managerRoutes(app: App, context: Context): void {
  const { db } = context;

  app.get(
    '/v1/me',
    { schema: { operationId: 'getMe', tags: ['Me'], summary: 'The license manager', response: answers(ref(Me)) } },
    async (request) => toMe(await getManager(db.read, managerIdOf(request))),
  );
}
