import { operation } from '../http/operation.ts';
import { answers, ref } from '../http/schema.ts';
import { managerIdOf } from '../principal.ts';
import { getManager } from './manager.ts';
import { Me, toMe } from './schema.ts';

export const getMe = operation(
  { schema: { operationId: 'getMe', tags: ['Me'], summary: 'The license manager', response: answers(ref(Me)) } },
  async (context, request) => toMe(await getManager(context.db.read, managerIdOf(request))),
);
