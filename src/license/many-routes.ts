import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Context, now } from '../context.ts';
import { invalid } from '../errors.ts';
import type { App } from '../http/app-type.ts';
import { callerOf } from '../http/caller.ts';
import { answers, IdempotencyKeyHeader, ref } from '../http/schema.ts';
import { change, changeInParts } from '../http/write.ts';
import { startOfDay } from '../rules/time.ts';
import { MAX_ROWS_AT_ONCE } from './bulk.ts';
import type { License } from './license.ts';
import { type ChangeOfOne, changeAll, changeEach, editing, revoking } from './many.ts';
import { BulkEditBody, BulkEdited, BulkRevokeBody, BulkRevoked } from './many-schema.ts';
import { toLicenseView } from './schema.ts';

const tags = ['Licenses'];

interface Asked {
  ids: readonly (number | string)[];
  mode?: string | null;
}

/** Many licenses of any pools at once (additions, section 2). */
export function manyLicensesRoutes(app: App, context: Context): void {
  const clock = () => now(context);
  const view = ({ outcome, license }: { outcome: string; license: License }) => ({
    ...{ outcome, code: null, detail: null },
    license: toLicenseView(license, clock()),
  });

  const answer = (request: FastifyRequest, reply: FastifyReply, { ids, mode }: Asked, one: ChangeOfOne) => {
    const { managerId } = callerOf(request);
    return mode === 'all'
      ? change(context, request, reply, async (tx) => ({ results: await changeAll(tx, { managerId, ids }, one, view) }))
      : changeInParts(context, request, reply, async (run) => ({ results: await changeEach(ids, one, view, run) }));
  };

  app.post(
    '/v1/licenses/revoke',
    {
      schema: {
        operationId: 'bulkRevoke',
        tags,
        summary: `Revoke up to ${MAX_ROWS_AT_ONCE} licenses`,
        description: 'One after the other, each revoked or refused by itself, or all of them or none.',
        headers: IdempotencyKeyHeader,
        body: ref(BulkRevokeBody),
        response: answers(ref(BulkRevoked), 403, 413, 415),
      },
    },
    async (request, reply) => {
      const { managerId, actor } = callerOf(request);
      return answer(request, reply, request.body, revoking(managerId, actor, clock));
    },
  );

  app.post(
    '/v1/licenses/edit',
    {
      schema: {
        operationId: 'bulkEdit',
        tags,
        summary: `Change the end date of up to ${MAX_ROWS_AT_ONCE} licenses`,
        description: 'One after the other, each changed or refused by itself, or all of them or none.',
        headers: IdempotencyKeyHeader,
        body: ref(BulkEditBody),
        response: answers(ref(BulkEdited), 403, 413, 415),
      },
    },
    async (request, reply) => {
      const { managerId, actor } = callerOf(request);
      const endDate = startOfDay(request.body.endDate);
      if (endDate === null) throw invalid({ pointer: '/endDate', detail: 'must be a date, YYYY-MM-DD' });
      return answer(request, reply, request.body, editing(managerId, endDate, actor, clock));
    },
  );
}
