import { type Static, Type } from 'typebox';
import { describePage, PageQuery, sliceOf } from '../http/list.ts';
import { operation } from '../http/operation.ts';
import { answers, IdempotencyKeyHeader, ref } from '../http/schema.ts';
import { change } from '../http/write.ts';
import { channels, listDeliveries, retryDelivery, states } from './delivery.ts';
import { PublisherDelivery, toDeliveryView } from './delivery-schema.ts';

const tags = ['Deliveries'];

const Query = Type.Object({
  state: Type.Optional(Type.Enum([...states], { type: 'string', description: 'Only those.' })),
  channel: Type.Optional(Type.Enum([...channels], { type: 'string', description: 'Only mails, or only webhooks.' })),
  ...PageQuery,
});

const DeliveryPath = Type.Object({ id: Type.String({ maxLength: 100, description: 'The id of the delivery.' }) });

export const listAllDeliveries = operation(
  {
    schema: {
      operationId: 'listDeliveries',
      tags,
      summary: 'Mails and deliveries to webhooks, of all license managers, newest first',
      description:
        'What was sent is kept for a time. `X-Total-Count` counts up to 10000, which is also where the pages end.',
      querystring: Query,
      response: answers(Type.Array(ref(PublisherDelivery))),
    },
  },
  async ({ db }, request, reply) => {
    const { total, items } = await listDeliveries(db.read, request.query, sliceOf(request.query));
    describePage(request, reply, total, request.query);
    return items.map((delivery): Static<typeof PublisherDelivery> => toDeliveryView(delivery));
  },
);

export const retryOneDelivery = operation(
  {
    schema: {
      operationId: 'retryDelivery',
      tags,
      summary: 'Send a mail that failed or waits, or a delivery to a webhook, at once',
      params: DeliveryPath,
      headers: IdempotencyKeyHeader,
      response: answers(ref(PublisherDelivery), 403, 404),
    },
  },
  async (context, request, reply) =>
    change(context, request, reply, async (tx) => toDeliveryView(await retryDelivery(tx, request.params.id))),
);
