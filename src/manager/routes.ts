import type { Context } from '../context.ts';
import type { App } from '../http/app-type.ts';
import { callerOf } from '../http/caller.ts';
import { answers, IdempotencyKeyHeader, ref } from '../http/schema.ts';
import { change } from '../http/write.ts';
import { getManager } from './manager.ts';
import { Me, Settings, SettingsChanges, toMe } from './schema.ts';
import { changeSettings, getSettings } from './settings.ts';

export function managerRoutes(app: App, context: Context): void {
  const { db } = context;

  app.get(
    '/v1/me',
    { schema: { operationId: 'getMe', tags: ['Me'], summary: 'The license manager', response: answers(ref(Me)) } },
    async (request) => toMe(await getManager(db.read, callerOf(request).managerId)),
  );

  app.get(
    '/v1/settings',
    {
      schema: {
        operationId: 'getSettings',
        tags: ['Me'],
        summary: 'What the license manager sets for itself',
        response: answers(ref(Settings)),
      },
    },
    async (request) => getSettings(db.read, callerOf(request).managerId),
  );

  app.patch(
    '/v1/settings',
    {
      schema: {
        operationId: 'changeSettings',
        tags: ['Me'],
        summary: 'Change settings; what is not given stays',
        headers: IdempotencyKeyHeader,
        body: ref(SettingsChanges),
        response: answers(ref(Settings), 403, 413, 415),
      },
    },
    async (request, reply) => {
      const { managerId, actor } = callerOf(request);
      const asked = { managerId, changes: request.body };
      return change(context, request, reply, (tx, now) => changeSettings(tx, asked, actor, now));
    },
  );
}
