import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import type { Services } from '../context.ts';
import { describePage, PageQuery, sliceOf } from '../http/list.ts';
import { operation } from '../http/operation.ts';
import { answers, IdempotencyKeyHeader, ref } from '../http/schema.ts';
import { change } from '../http/write.ts';
import { principalOf } from '../principal.ts';
import { assertManager } from './buyer.ts';
import { cancelOrder, resolveOrder, resolveParked } from './cancel.ts';
import { PARKED_AT_ONCE } from './mapped.ts';
import { lockOrder, getOrder as orderById, listOrders as ordersIn } from './order.ts';
import { type Placing, placeOrder as place } from './place.ts';
import { mapProduct, getProduct as productByKey, listProducts as productsIn, unmapProduct } from './product.ts';
import { readOrder, readProductKey, readResolving, readSource } from './read.ts';
import {
  CancelBody,
  Order,
  OrderBody,
  OrderPath,
  OrderQuery,
  Product,
  ProductBody,
  ProductPath,
  ResolveBody,
  toOrderView,
  toProductView,
} from './schema.ts';

const tags = ['Orders'];
const placingBy = ({ config }: Pick<Services, 'config'>, request: FastifyRequest, at: number): Placing => ({
  by: principalOf(request),
  now: at,
  publicUrl: config.publicUrl,
});

export const listOrders = operation(
  {
    schema: {
      operationId: 'listOrders',
      tags,
      summary: 'The orders, newest first',
      querystring: OrderQuery,
      response: answers(Type.Array(ref(Order))),
    },
  },
  async ({ db }, request, reply) => {
    if (request.query.source !== undefined) readSource(request.query.source);
    const { total, orders } = await ordersIn(db.read, request.query, sliceOf(request.query));
    describePage(request, reply, total, request.query);
    return orders.map(toOrderView);
  },
);

export const placeOrder = operation(
  {
    schema: {
      operationId: 'placeOrder',
      tags,
      summary: 'Order licenses: the same order again is answered the same',
      description:
        'One pool for each source, reference and line, for ever. Another number or end changes its pool; it gets fewer licenses as seats come back, and takes none from anybody.',
      headers: IdempotencyKeyHeader,
      body: ref(OrderBody),
      response: answers(ref(Order), 403, 413, 415),
    },
  },
  async (context, request, reply) => {
    const asked = readOrder(request.body);
    return change(context, request, reply, async (tx, at) => {
      if (asked.managerId !== null) await assertManager(tx, asked.managerId);
      return toOrderView(await place(tx, asked, placingBy(context, request, at)));
    });
  },
);

export const getOrder = operation(
  {
    schema: {
      operationId: 'getOrder',
      tags,
      summary: 'An order',
      params: OrderPath,
      response: answers(ref(Order), 404),
    },
  },
  async ({ db }, request) => toOrderView(await orderById(db.read, request.params.id)),
);

export const resolve = operation(
  {
    schema: {
      operationId: 'resolveOrder',
      tags,
      summary: 'Say of a parked order which course it is for',
      params: OrderPath,
      headers: IdempotencyKeyHeader,
      body: ref(ResolveBody),
      response: answers(ref(Order), 403, 404, 413, 415),
    },
  },
  async (context, request, reply) => {
    const asked = readResolving(request.params.id, request.body);
    return change(context, request, reply, async (tx, at) =>
      toOrderView(await resolveOrder(tx, asked, placingBy(context, request, at))),
    );
  },
);

export const cancel = operation(
  {
    schema: {
      operationId: 'cancelOrder',
      tags,
      summary: 'Cancel an order: its pool is closed, or ended with its licenses',
      params: OrderPath,
      headers: IdempotencyKeyHeader,
      body: CancelBody,
      response: answers(ref(Order), 403, 404, 413, 415),
    },
  },
  async (context, request, reply) => {
    const mode = request.body?.mode ?? 'close';
    const { id } = request.params;
    return change(context, request, reply, async (tx, at) => {
      const order = await lockOrder(tx, id);
      const asked = { order, mode, why: 'cancelled' } as const;
      return toOrderView(await cancelOrder(tx, asked, { by: principalOf(request), now: at }));
    });
  },
);

export const listProducts = operation(
  {
    schema: {
      operationId: 'listProducts',
      tags,
      summary: 'What the products of shops stand for, newest first',
      querystring: Type.Object(PageQuery),
      response: answers(Type.Array(ref(Product))),
    },
  },
  async ({ db }, request, reply) => {
    const { total, products } = await productsIn(db.read, sliceOf(request.query));
    describePage(request, reply, total, request.query);
    return products.map(toProductView);
  },
);

export const getProduct = operation(
  {
    schema: {
      operationId: 'getProduct',
      tags,
      summary: 'What a product stands for',
      params: ProductPath,
      response: answers(ref(Product), 404),
    },
  },
  async ({ db }, request) => toProductView(await productByKey(db.read, request.params)),
);

export const putProduct = operation(
  {
    schema: {
      operationId: 'putProduct',
      tags,
      summary: 'Say what a product stands for, and resolve the orders that are parked for it',
      params: ProductPath,
      headers: IdempotencyKeyHeader,
      body: ref(ProductBody),
      response: answers(ref(Product), 403, 413, 415),
    },
  },
  async (context, request, reply) => {
    const { source, product } = readProductKey(request.params);
    const { courseId, transferable, licensesPerUnit, months } = request.body;
    const terms = { transferable: transferable ?? true, licensesPerUnit: licensesPerUnit ?? 1, months: months ?? null };
    const asked = { source, product, courseId: Number(courseId), ...terms };
    return change(context, request, reply, async (tx, at) => {
      const mapped = await mapProduct(tx, asked, principalOf(request), at);
      await resolveParked(tx, { source, product, after: 0 }, PARKED_AT_ONCE, placingBy(context, request, at));
      return toProductView(mapped);
    });
  },
);

export const deleteProduct = operation(
  {
    schema: {
      operationId: 'deleteProduct',
      tags,
      summary: 'Forget what a product stands for: orders keep their pools',
      params: ProductPath,
      headers: IdempotencyKeyHeader,
      response: answers(ref(Product), 403, 404),
    },
  },
  async (context, request, reply) =>
    change(context, request, reply, async (tx, at) =>
      toProductView(await unmapProduct(tx, request.params, principalOf(request), at)),
    ),
);
