import { Type } from 'typebox';
import { now } from '../context.ts';
import type { Database, Transaction } from '../db/database.ts';
import { databaseClock } from '../db/dialect.ts';
import { invalid } from '../errors.ts';
import { advanceFeed } from '../event/feed.ts';
import { writeFor } from '../http/dry-run.ts';
import { describePage, PageQuery, sliceOf } from '../http/list.ts';
import { operation } from '../http/operation.ts';
import { answers, IdempotencyKeyHeader, ref } from '../http/schema.ts';
import { change } from '../http/write.ts';
import { principalOf } from '../principal.ts';
import { deliver } from './attempt.ts';
import { addTest, getDelivery, listDeliveries, MAX_COUNTED, replay, resendDelivery } from './delivery.ts';
import { readNewWebhook, readReplay, readWebhookChange } from './read.ts';
import {
  CreateWebhookBody,
  EditWebhookBody,
  NewWebhook,
  ReplayBody,
  Replayed,
  toDeliveryView,
  toWebhookView,
  Webhook,
  WebhookDelivery,
} from './schema.ts';
import {
  changeWebhook,
  createWebhook as makeWebhook,
  deleteWebhook as removeWebhook,
  rotateSecret,
  getWebhook as webhookById,
  listWebhooks as webhooksOf,
} from './webhook.ts';

const tags = ['Webhooks'];
const Id = Type.String({ maxLength: 100, description: 'The id of the webhook.' });
const WebhookPath = Type.Object({ id: Id });
const DeliveryPath = Type.Object({ id: Id, deliveryId: Type.String({ maxLength: 100 }) });
/** How long the test of a webhook is claimed: longer than an attempt takes. */
const TEST_MS = 20_000;

/** The database's clock, by which deliveries are claimed: in seconds. */
const deliveryClock = (db: Database) => async () => Math.floor(await databaseClock(db.read));

const disabled = () => invalid({ parameter: 'id', detail: 'is disabled: enable it first, with { "state": "active" }' });

export const listWebhooks = operation(
  {
    schema: {
      operationId: 'listWebhooks',
      tags,
      summary: 'The webhooks, newest first',
      querystring: Type.Object(PageQuery),
      response: answers(Type.Array(ref(Webhook))),
    },
  },
  async (context, request, reply) => {
    const webhooks = await webhooksOf(context.db.read, principalOf(request).scope);
    const { limit, offset } = sliceOf(request.query);
    describePage(request, reply, webhooks.length, request.query);
    return webhooks.slice(offset, offset + limit).map(toWebhookView);
  },
);

export const createWebhook = operation(
  {
    schema: {
      operationId: 'createWebhook',
      tags,
      summary: 'Make a webhook; its secret is in this answer and nowhere else',
      headers: IdempotencyKeyHeader,
      body: ref(CreateWebhookBody),
      response: answers(ref(NewWebhook), 403, 413, 415),
    },
  },
  async (context, request, reply) => {
    const by = principalOf(request);
    const asked = {
      ...readNewWebhook(request.body, context.network.allowed),
      scope: by.scope,
      since: await advanceFeed(context.db),
    };
    const work = async (tx: Transaction, at: number) => {
      const { webhook, secret } = await makeWebhook(tx, asked, context.seals.webhookSecrets, by, at);
      return { ...toWebhookView(webhook), secret };
    };
    return change(context, request, reply, work, context.seals.webhookSecrets);
  },
);

export const getWebhook = operation(
  {
    schema: {
      operationId: 'getWebhook',
      tags,
      summary: 'A webhook',
      params: WebhookPath,
      response: answers(ref(Webhook), 404),
    },
  },
  async (context, request) =>
    toWebhookView(await webhookById(context.db.read, principalOf(request).scope, request.params.id)),
);

export const editWebhook = operation(
  {
    schema: {
      operationId: 'editWebhook',
      tags,
      summary: 'Change a webhook, disable it, or enable it again',
      description: 'What happened while it was disabled is not sent by itself: replay it.',
      params: WebhookPath,
      headers: IdempotencyKeyHeader,
      body: ref(EditWebhookBody),
      response: answers(ref(Webhook), 403, 404, 413, 415),
    },
  },
  async (context, request, reply) => {
    const by = principalOf(request);
    const terms = readWebhookChange(request.body, context.network.allowed);
    const asked = { ...terms, scope: by.scope, id: request.params.id, since: await advanceFeed(context.db) };
    return change(context, request, reply, async (tx, at) => toWebhookView(await changeWebhook(tx, asked, by, at)));
  },
);

export const deleteWebhook = operation(
  {
    schema: {
      operationId: 'deleteWebhook',
      tags,
      summary: 'Delete a webhook; what waits for it is not sent',
      params: WebhookPath,
      headers: IdempotencyKeyHeader,
      response: answers(ref(Webhook), 403, 404),
    },
  },
  async (context, request, reply) => {
    const by = principalOf(request);
    const asked = { scope: by.scope, id: request.params.id };
    return change(context, request, reply, async (tx, at) => toWebhookView(await removeWebhook(tx, asked, by, at)));
  },
);

export const rotateWebhookSecret = operation(
  {
    schema: {
      operationId: 'rotateWebhookSecret',
      tags,
      summary: 'Give a webhook a new secret; for 24 hours the one before signs too',
      params: WebhookPath,
      headers: IdempotencyKeyHeader,
      response: answers(ref(NewWebhook), 403, 404),
    },
  },
  async (context, request, reply) => {
    const by = principalOf(request);
    const asked = { scope: by.scope, id: request.params.id };
    const work = async (tx: Transaction, at: number) => {
      const { webhook, secret } = await rotateSecret(tx, asked, context.seals.webhookSecrets, by, at);
      return { ...toWebhookView(webhook), secret };
    };
    return change(context, request, reply, work, context.seals.webhookSecrets);
  },
);

export const listWebhookDeliveries = operation(
  {
    schema: {
      operationId: 'listWebhookDeliveries',
      tags,
      summary: 'What was sent to a webhook, newest first',
      description: `\`X-Total-Count\` counts up to ${MAX_COUNTED}, which is also where the pages end.`,
      params: WebhookPath,
      querystring: Type.Object(PageQuery),
      response: answers(Type.Array(ref(WebhookDelivery)), 404),
    },
  },
  async (context, request, reply) => {
    const { id } = await webhookById(context.db.read, principalOf(request).scope, request.params.id);
    const { total, deliveries } = await listDeliveries(context.db.read, id, sliceOf(request.query));
    describePage(request, reply, total, request.query);
    return deliveries.map(toDeliveryView);
  },
);

export const testWebhook = operation(
  {
    schema: {
      operationId: 'testWebhook',
      tags,
      summary: 'Send `webhook.test` once, and tell how it went',
      params: WebhookPath,
      response: answers(ref(WebhookDelivery), 403, 404),
    },
  },
  async (context, request) => {
    const webhook = await webhookById(context.db.read, principalOf(request).scope, request.params.id);
    const clock = deliveryClock(context.db);
    const at = await clock();
    const delivery = await writeFor(context.db, request, (tx) =>
      addTest(tx, webhook.id, { now: at, until: at + TEST_MS }),
    );
    if (request.dryRun) return toDeliveryView(delivery); // nothing is sent
    await deliver(context, context.network, { webhook, delivery }, { clock, signal: new AbortController().signal });
    return toDeliveryView(await getDelivery(context.db.read, webhook.id, delivery.id));
  },
);

export const resendWebhookDelivery = operation(
  {
    schema: {
      operationId: 'resendWebhookDelivery',
      tags,
      summary: 'Send a delivery again, with the same webhook-id',
      params: DeliveryPath,
      headers: IdempotencyKeyHeader,
      response: answers(ref(WebhookDelivery), 403, 404),
    },
  },
  async (context, request, reply) => {
    const webhook = await webhookById(context.db.read, principalOf(request).scope, request.params.id);
    if (webhook.disabled_why !== null) throw disabled();
    const asked = { webhookId: webhook.id, id: request.params.deliveryId };
    return change(context, request, reply, async (tx) => toDeliveryView(await resendDelivery(tx, asked)));
  },
);

export const replayWebhook = operation(
  {
    schema: {
      operationId: 'replayWebhook',
      tags,
      summary: 'Send every event of a time, also from before the webhook existed',
      params: WebhookPath,
      body: ref(ReplayBody),
      response: answers(Replayed, 403, 404, 413, 415),
    },
  },
  async (context, request) => {
    const webhook = await webhookById(context.db.read, principalOf(request).scope, request.params.id);
    const period = readReplay(request.body, now(context));
    if (webhook.disabled_why !== null) throw disabled();
    const write = <T>(work: (tx: Transaction) => Promise<T>) => writeFor(context.db, request, work);
    return {
      deliveries: await replay({ read: context.db.read, write }, webhook, period, await deliveryClock(context.db)()),
    };
  },
);
