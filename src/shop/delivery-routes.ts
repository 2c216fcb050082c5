import { Type } from 'typebox';
import { writeFor } from '../http/dry-run.ts';
import { describePage, sliceOf } from '../http/list.ts';
import { operation } from '../http/operation.ts';
import { answers, IdPath, ref } from '../http/schema.ts';
import { getDelivery, listDeliveries } from './delivery.ts';
import { ShopDelivery, ShopDeliveryDetails, ShopDeliveryQuery, toDeliveryView } from './delivery-schema.ts';
import { retryDelivery, takeAgain } from './receive.ts';

const tags = ['Orders'];

export const listShopDeliveries = operation(
  {
    schema: {
      operationId: 'listShopDeliveries',
      tags,
      summary: 'What shops sent, newest first',
      querystring: ShopDeliveryQuery,
      response: answers(Type.Array(ref(ShopDelivery))),
    },
  },
  async ({ db }, request, reply) => {
    const { total, deliveries } = await listDeliveries(db.read, request.query, sliceOf(request.query));
    describePage(request, reply, total, request.query);
    return deliveries.map(toDeliveryView);
  },
);

export const getShopDelivery = operation(
  {
    schema: {
      operationId: 'getShopDelivery',
      tags,
      summary: 'What a shop sent, as it came',
      params: IdPath,
      response: answers(ref(ShopDeliveryDetails), 404),
    },
  },
  async ({ db }, request) => {
    const delivery = await getDelivery(db.read, request.params.id);
    return { ...toDeliveryView(delivery), body: delivery.body };
  },
);

export const retryShopDelivery = operation(
  {
    schema: {
      operationId: 'retryShopDelivery',
      tags,
      summary: 'Try again what a shop sent: what was done already is not done twice',
      params: IdPath,
      response: answers(ref(ShopDelivery), 403, 404),
    },
  },
  async (context, request) => {
    const { id } = request.params;
    if (request.dryRun) return toDeliveryView(await writeFor(context.db, request, (tx) => takeAgain(tx, context, id)));
    await retryDelivery(context, id);
    return toDeliveryView(await getDelivery(context.db.read, id));
  },
);
