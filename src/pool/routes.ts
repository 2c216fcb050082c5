import { Type } from 'typebox';
import { type Context, now } from '../context.ts';
import type { App } from '../http/app-type.ts';
import { describePage, PageQuery, sliceOf } from '../http/list.ts';
import { answers, IdPath, ref } from '../http/schema.ts';
import { getManager } from '../manager/manager.ts';
import { managerIdOf } from '../principal.ts';
import { getPool, listPools } from './pool.ts';
import { Pool, toPoolView } from './schema.ts';

export function poolRoutes(app: App, context: Context): void {
  const { db } = context;

  app.get(
    '/v1/pools',
    {
      schema: {
        operationId: 'listPools',
        tags: ['Pools'],
        summary: 'The pools of the license manager',
        querystring: Type.Object(PageQuery),
        response: answers(Type.Array(ref(Pool))),
      },
    },
    async (request, reply) => {
      const managerId = managerIdOf(request);
      const at = now(context);
      const pools = await listPools(db.read, managerId, sliceOf(request.query), at);
      describePage(request, reply, (await getManager(db.read, managerId)).pools, request.query);
      return pools.map((pool) => toPoolView(pool, at));
    },
  );

  app.get(
    '/v1/pool/:id',
    {
      schema: {
        operationId: 'getPool',
        tags: ['Pools'],
        summary: 'A pool',
        params: IdPath,
        response: answers(ref(Pool), 404),
      },
    },
    async (request) => {
      const at = now(context);
      return toPoolView(await getPool(db.read, managerIdOf(request), request.params.id, at), at);
    },
  );
}
