import { Type } from 'typebox';
import { clockOf, now } from '../context.ts';
import { invalid } from '../errors.ts';
import { describePage, IncludeInactive, PageQuery, sliceOf } from '../http/list.ts';
import { operation } from '../http/operation.ts';
import { answers, IdempotencyKeyHeader, IdPath, ref } from '../http/schema.ts';
import { change, changeAndTell } from '../http/write.ts';
import { getPool } from '../pool/pool.ts';
import { managerIdOf, principalOf } from '../principal.ts';
import { startOfDay } from '../rules/time.ts';
import { placedOne } from '../waiting/list.ts';
import { toEntryView, WaitingEntry } from '../waiting/schema.ts';
import { assignOrWait } from './assign.ts';
import { changeEnd, revoke } from './change.ts';
import { getLicense as licenseById } from './license.ts';
import { listLicenses as licensesIn } from './list.ts';
import { readAssignment, readRecycleTerms } from './read.ts';
import { AssignBody, AssignedLicense, EditBody, License, toAssignedView, toLicenseView } from './schema.ts';

const tags = ['Licenses'];
const ListQuery = Type.Object({ ...PageQuery, ...IncludeInactive });

export const listLicenses = operation(
  {
    schema: {
      operationId: 'listLicenses',
      tags,
      summary: 'The licenses of the license manager',
      querystring: ListQuery,
      response: answers(Type.Array(ref(License))),
    },
  },
  async (context, request, reply) => {
    const at = now(context);
    const scope = {
      managerId: managerIdOf(request),
      poolId: null,
      includeInactive: request.query.includeInactive ?? false,
    };
    const { total, licenses } = await licensesIn(context.db.read, scope, sliceOf(request.query), at);
    describePage(request, reply, total, request.query);
    return licenses.map((license) => toLicenseView(license, at));
  },
);

export const listLicensesOfPool = operation(
  {
    schema: {
      operationId: 'listLicensesOfPool',
      tags,
      summary: 'The licenses of a pool',
      params: IdPath,
      querystring: ListQuery,
      response: answers(Type.Array(ref(License)), 404),
    },
  },
  async (context, request, reply) => {
    const at = now(context);
    const pool = await getPool(context.db.read, managerIdOf(request), request.params.id, at);
    const scope = {
      managerId: pool.managerId,
      poolId: pool.id,
      includeInactive: request.query.includeInactive ?? false,
    };
    const { total, licenses } = await licensesIn(context.db.read, scope, sliceOf(request.query), at);
    describePage(request, reply, total, request.query);
    return licenses.map((license) => toLicenseView(license, at));
  },
);

export const assignLicense = operation(
  {
    schema: {
      operationId: 'assignLicense',
      tags,
      summary: 'Assign a license of a pool to a student',
      description: 'Where it took the license of somebody else, the header `Recycled-License` names that.',
      params: IdPath,
      headers: IdempotencyKeyHeader,
      body: ref(AssignBody),
      response: {
        ...answers(ref(AssignedLicense), 403, 404, 413, 415),
        202: { ...ref(WaitingEntry), description: 'None is available: the student waits, as was asked for.' },
      },
    },
  },
  async (context, request, reply) => {
    const managerId = managerIdOf(request);
    const actor = principalOf(request);
    const { body } = request;
    const terms = readRecycleTerms(body, body.recycle === true);
    const recycle = body.recycle ? terms : null;
    const wait = body.wait === true;
    const asked = { managerId, poolId: request.params.id, ...readAssignment(body), recycle, spared: [], wait };
    const clock = clockOf(context);
    return changeAndTell(context, request, reply, async (tx) => {
      const { assigned, waits } = await assignOrWait(tx, asked, actor, clock);
      if (waits) return { status: 202, body: toEntryView(await placedOne(tx, waits, clock())), headers: {} };
      const { license, recycled } = assigned;
      const headers: Record<string, string> = recycled ? { 'recycled-license': String(recycled.id) } : {};
      return { body: toAssignedView(license, clock()), headers };
    });
  },
);

export const getLicense = operation(
  {
    schema: {
      operationId: 'getLicense',
      tags,
      summary: 'A license',
      params: IdPath,
      response: answers(ref(License), 404),
    },
  },
  async (context, request) =>
    toLicenseView(await licenseById(context.db.read, managerIdOf(request), request.params.id), now(context)),
);

export const editLicense = operation(
  {
    schema: {
      operationId: 'editLicense',
      tags,
      summary: 'Change the end date of a license',
      params: IdPath,
      headers: IdempotencyKeyHeader,
      body: ref(EditBody),
      response: answers(ref(License), 403, 404, 413, 415),
    },
  },
  async (context, request, reply) => {
    const managerId = managerIdOf(request);
    const actor = principalOf(request);
    const endDate = startOfDay(request.body.endDate);
    if (endDate === null) throw invalid({ pointer: '/endDate', detail: 'must be a date, YYYY-MM-DD' });
    const asked = { managerId, id: request.params.id, endDate };
    const clock = clockOf(context);
    return change(context, request, reply, async (tx) =>
      toLicenseView(await changeEnd(tx, asked, actor, clock), clock()),
    );
  },
);

export const revokeLicense = operation(
  {
    schema: {
      operationId: 'revokeLicense',
      tags,
      summary: 'Revoke a license',
      params: IdPath,
      headers: IdempotencyKeyHeader,
      response: answers(ref(License), 403, 404),
    },
  },
  async (context, request, reply) => {
    const managerId = managerIdOf(request);
    const actor = principalOf(request);
    const asked = { managerId, id: request.params.id };
    const clock = clockOf(context);
    return change(context, request, reply, async (tx) => toLicenseView(await revoke(tx, asked, actor, clock), clock()));
  },
);
