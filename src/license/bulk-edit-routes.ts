import type { Context } from '../context.ts';
import { invalid } from '../errors.ts';
import type { App } from '../http/app-type.ts';
import { callerOf } from '../http/caller.ts';
import { answers, IdempotencyKeyHeader, ref } from '../http/schema.ts';
import { changeInParts } from '../http/write.ts';
import { startOfDay } from '../rules/time.ts';
import { editMany } from './bulk-edit.ts';
import { BulkEditBody, BulkEdited } from './bulk-edit-schema.ts';

/** The end dates of many licenses at once. */
export function bulkEditRoutes(app: App, context: Context): void {
  app.post(
    '/v1/licenses/edit',
    {
      schema: {
        operationId: 'bulkEdit',
        tags: ['Licenses'],
        summary: 'Change the end date of up to 50 licenses',
        description: 'One after the other, each changed or refused by itself.',
        headers: IdempotencyKeyHeader,
        body: ref(BulkEditBody),
        response: answers(ref(BulkEdited), 403, 413, 415),
      },
    },
    async (request, reply) => {
      const { managerId, actor } = callerOf(request);
      const endDate = startOfDay(request.body.endDate);
      if (endDate === null) throw invalid({ pointer: '/endDate', detail: 'must be a date, YYYY-MM-DD' });
      const asked = { managerId, ids: request.body.ids, endDate };
      return changeInParts(context, request, reply, async (one) => ({
        results: await editMany(context, asked, actor, one),
      }));
    },
  );
}
