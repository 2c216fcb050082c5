import type { FastifyRequest } from 'fastify';
import type { Static } from 'typebox';
import { refusedRow } from '../batch.ts';
import { clockOf, now } from '../context.ts';
import { type Fault, invalid, Refusal } from '../errors.ts';
import { operation } from '../http/operation.ts';
import { bodyFaults } from '../http/problem.ts';
import { answers, IdempotencyKeyHeader, IdPath, ref } from '../http/schema.ts';
import { change, changeInParts } from '../http/write.ts';
import { getPool } from '../pool/pool.ts';
import { managerIdOf, principalOf } from '../principal.ts';
import type { Assigned } from './assign.ts';
import { assignAll, assignEach, type BulkAsked, type BulkRow, MAX_ROWS_AT_ONCE, readRows } from './bulk.ts';
import { previewBulk } from './bulk-preview.ts';
import { BulkAssignBody, BulkAssigned, BulkPreview, BulkPreviewBody, toPreviewView, toRowView } from './bulk-schema.ts';
import { readRecycleTerms } from './read.ts';

const tags = ['Licenses'];
const LIST_LIMIT = 1024 * 1024;
/** So much of what is wrong with one row is told. */
const MAX_FAULTS = 10;

/** The validator would tell of every row that is too much. */
function refuseLongList(body: unknown): void {
  const given = (body as { rows?: unknown } | null)?.rows;
  if (!Array.isArray(given) || given.length <= MAX_ROWS_AT_ONCE) return;
  throw invalid({
    pointer: '/rows',
    detail: `has ${given.length} rows; up to ${MAX_ROWS_AT_ONCE} go in one request`,
  });
}

function refuseTwice(columns: readonly (string | null)[]): void {
  const twice = columns.findIndex((use, at) => use !== null && columns.indexOf(use) < at);
  if (twice >= 0) throw invalid({ pointer: `/columns/${twice}`, detail: `is the second column for ${columns[twice]}` });
}

/** What is wrong with the shape of rows, row by row; whatever else is wrong is thrown. */
function misshapenRows(request: FastifyRequest): Map<number, Fault[]> {
  const rows = new Map<number, Fault[]>();
  for (const { pointer, ...fault } of bodyFaults(request)) {
    const [, index, member = ''] = /^\/rows\/(\d+)(\/.*)?$/s.exec(pointer) ?? [];
    const given = (request.body as { rows: unknown[] } | null)?.rows?.[Number(index)];
    if (index === undefined || typeof given !== 'object' || given === null || Array.isArray(given))
      throw invalid({ pointer, ...fault });
    const faults = rows.get(Number(index)) ?? [];
    const told = faults.length >= MAX_FAULTS || faults.some((one) => 'pointer' in one && one.pointer === member);
    rows.set(Number(index), told ? faults : [...faults, { pointer: member, ...fault }]);
  }
  return rows;
}

function readBulk(request: FastifyRequest, poolId: number): BulkAsked {
  const misshapen = misshapenRows(request);
  const body = request.body as Static<typeof BulkAssignBody>;
  const rows: BulkRow[] = body.rows;
  const recycle = body.recycle ?? false;
  const terms = readRecycleTerms(body, recycle || rows.some((row) => row.recycle === true));
  return { managerId: managerIdOf(request), poolId, rows, misshapen, recycle, terms, spared: body.spare ?? [] };
}

export const previewBulkAssign = operation(
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
  async (context, request) => {
    const { csv, recycle, columns } = request.body;
    refuseTwice(columns ?? []);
    const terms = readRecycleTerms(request.body, recycle === true);
    const asked = { managerId: managerIdOf(request), poolId: request.params.id, csv, as: columns ?? null };
    return toPreviewView(
      await previewBulk(context.db.read, { ...asked, recycle: recycle ? terms : null }, now(context)),
    ) as never;
  },
);

export const bulkAssign = operation(
  {
    bodyLimit: LIST_LIMIT,
    attachValidation: true, // a row of a wrong shape is refused by itself
    preValidation: async (request: FastifyRequest) => refuseLongList(request.body),
    schema: {
      operationId: 'bulkAssign',
      tags,
      summary: `Assign licenses of a pool to up to ${MAX_ROWS_AT_ONCE} people`,
      description:
        'One row after the other, each done whole or refused by itself, or all of them or none. No row takes back a license that the same request gave. With an Idempotency-Key a request that broke off can be sent again: the rows that were done are not done twice.',
      params: IdPath,
      headers: IdempotencyKeyHeader,
      body: ref(BulkAssignBody),
      response: answers(ref(BulkAssigned), 403, 404, 413, 415),
    },
  },
  async (context, request, reply) => {
    const managerId = managerIdOf(request);
    const by = principalOf(request);
    const asked = readBulk(request, request.params.id);
    await getPool(context.db.read, managerId, asked.poolId, now(context));
    const rows = await readRows(context.db.read, asked);
    const { mode } = request.body;
    if (mode === 'all')
      return change(context, request, reply, async (tx) => {
        const assigned = await assignAll(tx, rows, asked, by, clockOf(context));
        return { results: assigned.map((one, index) => ({ row: index + 1, ...toRowView(one, now(context)) })) };
      });
    return changeInParts(context, request, reply, async (part) => {
      const view = (outcome: Assigned | Refusal) => toResult(outcome, now(context));
      const results = await assignEach(rows, asked, { by, clock: clockOf(context), view, part });
      return { results: results.map((result, index) => ({ row: index + 1, ...result })) };
    });
  },
);

const toResult = (outcome: Assigned | Refusal, now: number) =>
  outcome instanceof Refusal ? { ...refusedRow(outcome), license: null, recycled: null } : toRowView(outcome, now);
