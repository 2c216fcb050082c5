import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Clock, type Context, clockOf } from '../context.ts';
import { invalid } from '../errors.ts';
import { operation } from '../http/operation.ts';
import { answers, IdempotencyKeyHeader, ref } from '../http/schema.ts';
import { change, changeInParts } from '../http/write.ts';
import { managerIdOf, principalOf } from '../principal.ts';
import { startOfDay } from '../rules/time.ts';
import { MAX_ROWS_AT_ONCE } from './bulk.ts';
import type { Changed } from './change-many.ts';
import { changeAll, changeEach, type ManyAsked } from './many.ts';
import { BulkEditBody, BulkEdited, BulkRevokeBody, BulkRevoked } from './many-schema.ts';
import { toLicenseView } from './schema.ts';

const tags = ['Licenses'];

const viewAt =
  (clock: Clock) =>
  ({ outcome, license }: Changed) => ({
    ...{ outcome, code: null, detail: null },
    license: toLicenseView(license, clock()),
  });

/** Changes them all in one transaction, or each by itself. */
function changeMany(
  context: Context,
  request: FastifyRequest,
  reply: FastifyReply,
  mode: string | null,
  asked: ManyAsked,
) {
  const by = principalOf(request);
  const clock = clockOf(context);
  const view = viewAt(clock);
  return mode === 'all'
    ? change(context, request, reply, async (tx) => ({ results: await changeAll(tx, asked, { by, clock, view }) }))
    : changeInParts(context, request, reply, async (part) => ({
        results: await changeEach(asked, { by, clock, view, part }),
      }));
}

export const bulkRevoke = operation(
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
  async (context, request, reply) => {
    const { ids, mode = null } = request.body;
    return changeMany(context, request, reply, mode, { managerId: managerIdOf(request), ids, endDate: null });
  },
);

export const bulkEdit = operation(
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
  async (context, request, reply) => {
    const { ids, mode = null } = request.body;
    const endDate = startOfDay(request.body.endDate);
    if (endDate === null) throw invalid({ pointer: '/endDate', detail: 'must be a date, YYYY-MM-DD' });
    return changeMany(context, request, reply, mode, { managerId: managerIdOf(request), ids, endDate });
  },
);
