import { Type } from 'typebox';
import { now } from '../context.ts';
import { describePage, PageQuery, sliceOf } from '../http/list.ts';
import { operation } from '../http/operation.ts';
import { answers, IdPath, ref } from '../http/schema.ts';
import { getManager } from '../manager/manager.ts';
import { managerIdOf } from '../principal.ts';
import { getPool as poolById, listPools as poolsOf } from './pool.ts';
import { Pool, toPoolView } from './schema.ts';

export const listPools = operation(
  {
    schema: {
      operationId: 'listPools',
      tags: ['Pools'],
      summary: 'The pools of the license manager',
      querystring: Type.Object(PageQuery),
      response: answers(Type.Array(ref(Pool))),
    },
  },
  async (context, request, reply) => {
    const managerId = managerIdOf(request);
    const at = now(context);
    const pools = await poolsOf(context.db.read, managerId, sliceOf(request.query), at);
    describePage(request, reply, (await getManager(context.db.read, managerId)).pools, request.query);
    return pools.map((pool) => toPoolView(pool, at));
  },
);

export const getPool = operation(
  {
    schema: {
      operationId: 'getPool',
      tags: ['Pools'],
      summary: 'A pool',
      params: IdPath,
      response: answers(ref(Pool), 404),
    },
  },
  async (context, request) => {
    const at = now(context);
    return toPoolView(await poolById(context.db.read, managerIdOf(request), request.params.id, at), at);
  },
);
