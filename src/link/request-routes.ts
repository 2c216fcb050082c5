import { Type } from 'typebox';
import { clockOf, now } from '../context.ts';
import { invalid } from '../errors.ts';
import { describePage, PageQuery, sliceOf } from '../http/list.ts';
import { operation } from '../http/operation.ts';
import { answers, IdempotencyKeyHeader, IdPath, ref } from '../http/schema.ts';
import { change } from '../http/write.ts';
import { managerIdOf, principalOf } from '../principal.ts';
import { listRequests as requestsIn } from '../request/request.ts';
import { ApproveBody, DeclineBody, LicenseRequest, requestStates, toRequestView } from '../request/schema.ts';
import { startOfDay } from '../rules/time.ts';
import { approve, decline } from './approve.ts';

const tags = ['Requests'];

export const listRequests = operation(
  {
    schema: {
      operationId: 'listRequests',
      tags,
      summary: 'What students have asked for by links with approval, newest first',
      querystring: Type.Object({
        state: Type.Optional(Type.Enum([...requestStates], { type: 'string' })),
        ...PageQuery,
      }),
      response: answers(Type.Array(ref(LicenseRequest))),
    },
  },
  async (context, request, reply) => {
    const filter = { managerId: managerIdOf(request), state: request.query.state ?? null };
    const { total, requests } = await requestsIn(context.db.read, filter, sliceOf(request.query), now(context));
    describePage(request, reply, total, request.query);
    return requests.map(toRequestView);
  },
);

export const approveRequest = operation(
  {
    schema: {
      operationId: 'approveRequest',
      tags,
      summary: 'Approve a request: a license, or a place on the waiting list where pool or link is full',
      params: IdPath,
      headers: IdempotencyKeyHeader,
      body: ApproveBody,
      response: answers(ref(LicenseRequest), 403, 404, 413, 415),
    },
  },
  async (context, request, reply) => {
    const actor = principalOf(request);
    const text = request.body?.endDate ?? null;
    const endDate = text === null ? null : startOfDay(text);
    if (text !== null && endDate === null) throw invalid({ pointer: '/endDate', detail: 'must be a date, YYYY-MM-DD' });
    const asked = { managerId: managerIdOf(request), id: request.params.id, endDate };
    return change(context, request, reply, async (tx) =>
      toRequestView(await approve(tx, asked, actor, clockOf(context))),
    );
  },
);

export const declineRequest = operation(
  {
    schema: {
      operationId: 'declineRequest',
      tags,
      summary: 'Decline a request',
      params: IdPath,
      headers: IdempotencyKeyHeader,
      body: DeclineBody,
      response: answers(ref(LicenseRequest), 403, 404, 413, 415),
    },
  },
  async (context, request, reply) => {
    const actor = principalOf(request);
    const reason = request.body?.reason?.trim() || null;
    const asked = { managerId: managerIdOf(request), id: request.params.id, reason };
    return change(context, request, reply, async (tx) =>
      toRequestView(await decline(tx, asked, actor, clockOf(context))),
    );
  },
);
