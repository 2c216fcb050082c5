import { Type } from 'typebox';
import { clockOf, now } from '../context.ts';
import { invalid } from '../errors.ts';
import { describePage, PageQuery, sliceOf } from '../http/list.ts';
import { operation } from '../http/operation.ts';
import { answers, IdempotencyKeyHeader, IdPath, ref } from '../http/schema.ts';
import { change, changeInParts } from '../http/write.ts';
import { managerIdOf, principalOf } from '../principal.ts';
import { parseName } from '../rules/name.ts';
import { remindMany, renameStudent as setName } from './change.ts';
import { FilterQuery, filterOf } from './filter-schema.ts';
import { holdersOf } from './list.ts';
import { RemindBody, Reminded, RenameBody, StudentHoldings, StudentName, toHoldings } from './many-schema.ts';

const tags = ['Students'];

export const listHoldings = operation(
  {
    schema: {
      operationId: 'listHoldings',
      tags,
      summary: 'Students with those of their licenses that match',
      description: 'The students that the search finds with the same parameters, by id.',
      querystring: Type.Object({ ...FilterQuery, ...PageQuery }),
      response: answers(Type.Array(ref(StudentHoldings))),
    },
  },
  async (context, request, reply) => {
    const at = now(context);
    const filter = filterOf(managerIdOf(request), request.query);
    const { offset, limit } = sliceOf(request.query);
    const ids = await context.students.list(filter, { sort: 'id', descending: false }, at);
    describePage(request, reply, ids.length, request.query);
    const holders = await holdersOf(context.db.read, filter, [...ids.subarray(offset, offset + limit)], at);
    return holders.map((student) => toHoldings(student, at));
  },
);

export const renameStudent = operation(
  {
    schema: {
      operationId: 'renameStudent',
      tags,
      summary: 'Correct the name of a student who has no account yet',
      description: 'Every license manager of the student sees the new name.',
      params: IdPath,
      headers: IdempotencyKeyHeader,
      body: ref(RenameBody),
      response: answers(ref(StudentName), 403, 404, 413, 415),
    },
  },
  async (context, request, reply) => {
    const managerId = managerIdOf(request);
    const actor = principalOf(request);
    const name = parseName(request.body.name);
    if (name === null) {
      throw invalid({ pointer: '/name', detail: 'must have 1 to 200 characters, none of them a control character' });
    }
    const asked = { managerId, id: request.params.id, name };
    return change(context, request, reply, (tx) => setName(tx, asked, actor, clockOf(context)));
  },
);

export const remindStudents = operation(
  {
    schema: {
      operationId: 'remindStudents',
      tags,
      summary: 'Mail up to 50 students who have not opened a course',
      description: 'Each about the unopened course whose license ends first, and once in 24 hours.',
      headers: IdempotencyKeyHeader,
      body: ref(RemindBody),
      response: answers(ref(Reminded), 403, 413, 415),
    },
  },
  async (context, request, reply) => {
    const managerId = managerIdOf(request);
    const actor = principalOf(request);
    const asked = { managerId, ids: request.body.ids };
    return changeInParts(context, request, reply, async (one) => ({
      results: await remindMany(context, asked, actor, one),
    }));
  },
);
