import { Type } from 'typebox';
import { now } from '../context.ts';
import type { Transaction } from '../db/database.ts';
import { describePage, sliceOf } from '../http/list.ts';
import { operation } from '../http/operation.ts';
import { answers, IdempotencyKeyHeader, IdPath, orNull, ref } from '../http/schema.ts';
import { change } from '../http/write.ts';
import { principalOf } from '../principal.ts';
import { changePool } from './change-pool.ts';
import { createPool } from './create-pool.ts';
import { readPoolChanges, readRenewal, readSale } from './fields.ts';
import { getSoldPool, listSoldPools } from './pool.ts';
import { PoolChanges, PoolsQuery, PublisherPool, RenewPool, SellPool, toPoolView } from './pool-schema.ts';
import { renewPool } from './renew.ts';

const tags = ['Pools'];
const headers = IdempotencyKeyHeader;

const viewOf = async (tx: Transaction, id: number, at: number) => toPoolView(await getSoldPool(tx, id, at), at);

export const listPools = operation(
  {
    schema: {
      operationId: 'listPools',
      tags,
      summary: 'The pools, newest first',
      description: '`search` looks into names of license managers, titles of courses, orders and ids.',
      querystring: PoolsQuery,
      response: answers(Type.Array(ref(PublisherPool))),
    },
  },
  async (context, request, reply) => {
    const at = now(context);
    const { total, items } = await listSoldPools(context.db.read, request.query, sliceOf(request.query), at);
    describePage(request, reply, total, request.query);
    return items.map((pool) => toPoolView(pool, at));
  },
);

export const getPool = operation(
  {
    schema: {
      operationId: 'getPool',
      tags,
      summary: 'A pool',
      params: IdPath,
      response: answers(ref(PublisherPool), 404),
    },
  },
  async (context, request) => {
    const at = now(context);
    return toPoolView(await getSoldPool(context.db.read, request.params.id, at), at);
  },
);

export const sellPool = operation(
  {
    schema: {
      operationId: 'createPool',
      tags,
      summary: 'Sell licenses of a course to a license manager',
      headers,
      body: ref(SellPool),
      response: answers(ref(PublisherPool), 403, 413, 415),
    },
  },
  async (context, request, reply) => {
    const by = principalOf(request);
    const sale = readSale(request.body);
    return change(context, request, reply, async (tx, at) =>
      viewOf(tx, await createPool(tx, { ...sale, start: sale.start ?? at }, by, at), at),
    );
  },
);

export const editPool = operation(
  {
    schema: {
      operationId: 'editPool',
      tags,
      summary: 'Give a pool more or fewer licenses, another end or order, close it, or open it again',
      params: IdPath,
      headers,
      body: ref(PoolChanges),
      response: answers(ref(PublisherPool), 403, 404, 413, 415),
    },
  },
  async (context, request, reply) => {
    const { id } = request.params;
    const by = principalOf(request);
    const asked = { id, ...readPoolChanges(request.body) };
    return change(context, request, reply, async (tx, at) => {
      await changePool(tx, asked, by, at);
      return viewOf(tx, id, at);
    });
  },
);

export const renew = operation(
  {
    schema: {
      operationId: 'renewPool',
      tags,
      summary: 'Make the next pool, from the end of this one, and let its students go on with it',
      description:
        'Answers the next pool. When this one ends, who has an active license of it then gets one of the next, as far as its licenses reach.',
      params: IdPath,
      headers,
      body: orNull(ref(RenewPool)),
      response: answers(ref(PublisherPool), 403, 404, 413, 415),
    },
  },
  async (context, request, reply) => {
    const by = principalOf(request);
    const asked = { id: request.params.id, ...readRenewal(request.body ?? {}) };
    return change(context, request, reply, async (tx, at) => viewOf(tx, await renewPool(tx, asked, by, at), at));
  },
);
