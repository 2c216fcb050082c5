import { Type } from 'typebox';
import { clockOf, now } from '../context.ts';
import { describePage, PageQuery, sliceOf } from '../http/list.ts';
import { operation } from '../http/operation.ts';
import { answers, IdempotencyKeyHeader, IdNumber, IdPath, ref } from '../http/schema.ts';
import { change } from '../http/write.ts';
import { managerIdOf, principalOf } from '../principal.ts';
import { listEntries, placedOne } from '../waiting/list.ts';
import { removeEntry } from '../waiting/remove.ts';
import { entryStates, toEntryView, WaitingEntry } from '../waiting/schema.ts';
import { accept } from './accept.ts';
import { AssignedLicense, toAssignedView } from './schema.ts';

const tags = ['Waiting list'];

export const listWaiting = operation(
  {
    schema: {
      operationId: 'listWaiting',
      tags,
      summary: 'Who waits for a license, and who was offered one',
      description:
        'Without `state` those who wait or were offered a seat, as they joined; with it, the newest change first.',
      querystring: Type.Object({
        poolId: Type.Optional(IdNumber('a pool')),
        courseId: Type.Optional(IdNumber('a course')),
        state: Type.Optional(Type.Enum([...entryStates, 'all'], { type: 'string' })),
        ...PageQuery,
      }),
      response: answers(Type.Array(ref(WaitingEntry))),
    },
  },
  async (context, request, reply) => {
    const { poolId = null, courseId = null, state = null } = request.query;
    const filter = { managerId: managerIdOf(request), poolId, courseId, state };
    const { total, entries } = await listEntries(context.db.read, filter, sliceOf(request.query), now(context));
    describePage(request, reply, total, request.query);
    return entries.map(toEntryView);
  },
);

export const removeWaiting = operation(
  {
    schema: {
      operationId: 'removeWaiting',
      tags,
      summary: 'Take somebody off the waiting list; a seat that was offered to them goes to the next',
      params: IdPath,
      headers: IdempotencyKeyHeader,
      response: answers(ref(WaitingEntry), 403, 404),
    },
  },
  async (context, request, reply) => {
    const asked = { managerId: managerIdOf(request), id: request.params.id };
    const actor = principalOf(request);
    return change(context, request, reply, async (tx, at) =>
      toEntryView(await placedOne(tx, await removeEntry(tx, asked, 'removed', actor, clockOf(context)), at)),
    );
  },
);

export const acceptWaiting = operation(
  {
    schema: {
      operationId: 'acceptWaiting',
      tags,
      summary: 'Accept an offered seat for its student',
      params: IdPath,
      headers: IdempotencyKeyHeader,
      response: answers(ref(AssignedLicense), 403, 404),
    },
  },
  async (context, request, reply) => {
    const asked = { managerId: managerIdOf(request), id: request.params.id };
    const actor = principalOf(request);
    const clock = clockOf(context);
    return change(context, request, reply, async (tx) =>
      toAssignedView(await accept(tx, asked, actor, clock), clock()),
    );
  },
);
