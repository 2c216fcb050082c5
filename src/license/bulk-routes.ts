import type { FastifyRequest } from 'fastify';
import { type Context, now } from '../context.ts';
import type { App } from '../http/app-type.ts';
import { callerOf } from '../http/caller.ts';
import { answers, IdempotencyKeyHeader, IdPath, ref } from '../http/schema.ts';
import { claimOf, once, refuseReusedKey } from '../http/write.ts';
import { getPool } from '../pool/pool.ts';
import { assignMany, type OneOfMany, revokeMany } from './bulk.ts';
import { readCsv } from './bulk-csv.ts';
import { previewBulk } from './bulk-preview.ts';
import {
  BulkAssignBody,
  BulkAssigned,
  BulkPreview,
  BulkPreviewBody,
  BulkRevokeBody,
  BulkRevoked,
} from './bulk-schema.ts';

const tags = ['Licenses'];
const LIST_LIMIT = 1024 * 1024;

/** With an Idempotency-Key each change of the request is remembered by itself. No key of a caller has a space. */
function oneOfMany(context: Context, request: FastifyRequest): OneOfMany {
  const claim = claimOf(request);
  return async (index, work) => {
    const { body } = await context.db.write(async (tx) => {
      const own = claim && { ...claim, now: now(context) };
      await once(tx, own, async () => ''); // the key now belongs to this request
      return once(tx, own && { ...own, key: `${own.key} ${index}` }, async () => JSON.stringify(await work(tx)));
    });
    return JSON.parse(body);
  };
}

/** Many licenses at once. */
export function bulkRoutes(app: App, context: Context): void {
  const { db } = context;

  app.post(
    '/v1/pool/:id/bulk/preview',
    {
      bodyLimit: LIST_LIMIT,
      schema: {
        operationId: 'previewBulkAssign',
        tags,
        summary: 'Tell what assigning licenses to a list of people would come to',
        description: 'Changes nothing. The body may have up to 1 MiB.',
        params: IdPath,
        body: ref(BulkPreviewBody),
        response: answers(ref(BulkPreview), 403, 404, 413, 415),
      },
    },
    async (request) => {
      const { csv, recycle } = request.body;
      const asked = { managerId: callerOf(request).managerId, poolId: request.params.id, recycle: recycle ?? false };
      const rows = await previewBulk(db.read, { ...asked, rows: readCsv(csv) }, now(context));
      const refused = rows.filter((row) => row.outcome === 'refused').length;
      return { rows, assign: rows.length - refused, refused };
    },
  );

  app.post(
    '/v1/pool/:id/bulk',
    {
      schema: {
        operationId: 'bulkAssign',
        tags,
        summary: 'Assign licenses of a pool to up to 50 people',
        description:
          'One row after the other, each done whole or refused by itself. With an Idempotency-Key a request that broke off can be sent again: the rows that were done are not done twice.',
        params: IdPath,
        headers: IdempotencyKeyHeader,
        body: ref(BulkAssignBody),
        response: answers(ref(BulkAssigned), 403, 404, 413, 415),
      },
    },
    async (request) => {
      const { managerId, actor } = callerOf(request);
      const pool = await getPool(db.read, managerId, request.params.id, now(context));
      await refuseReusedKey(context, request);
      const { rows, recycle } = request.body;
      const asked = { managerId, poolId: pool.id, rows, recycle: recycle ?? false };
      return { results: (await assignMany(context, asked, actor, oneOfMany(context, request))) as never };
    },
  );

  app.post(
    '/v1/licenses/revoke',
    {
      schema: {
        operationId: 'bulkRevoke',
        tags,
        summary: 'Revoke up to 50 licenses',
        description: 'One after the other, each revoked or refused by itself.',
        headers: IdempotencyKeyHeader,
        body: ref(BulkRevokeBody),
        response: answers(ref(BulkRevoked), 403, 413, 415),
      },
    },
    async (request) => {
      const { managerId, actor } = callerOf(request);
      await refuseReusedKey(context, request);
      const asked = { managerId, ids: request.body.ids };
      return { results: (await revokeMany(context, asked, actor, oneOfMany(context, request))) as never };
    },
  );
}
