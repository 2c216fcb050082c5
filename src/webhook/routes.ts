import { Type } from 'typebox';
import { now, type ServerContext } from '../context.ts';
import type { Transaction } from '../db/database.ts';
import { databaseClock } from '../db/dialect.ts';
import { invalid } from '../errors.ts';
import { advanceFeed } from '../event/feed.ts';
import type { App } from '../http/app-type.ts';
import { writeFor } from '../http/dry-run.ts';
import { describePage, PageQuery, sliceOf } from '../http/list.ts';
import { answers, IdempotencyKeyHeader, ref } from '../http/schema.ts';
import { change } from '../http/write.ts';
import { principalOf } from '../principal.ts';
import { sealWith, WEBHOOK_SECRETS } from '../seal.ts';
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
import { changeWebhook, createWebhook, deleteWebhook, getWebhook, listWebhooks, rotateSecret } from './webhook.ts';

const tags = ['Webhooks'];
const Id = Type.String({ maxLength: 100, description: 'The id of the webhook.' });
const WebhookPath = Type.Object({ id: Id });
const DeliveryPath = Type.Object({ id: Id, deliveryId: Type.String({ maxLength: 100 }) });
/** How long the test of a webhook is claimed: longer than an attempt takes. */
const TEST_MS = 20_000;

const disabled = () => invalid({ parameter: 'id', detail: 'is disabled: enable it first, with { "state": "active" }' });

/** Webhooks of a license manager: made, changed, and given new secrets. */
function ownWebhooks(app: App, context: ServerContext): void {
  const { db, keys, network } = context;
  const seal = sealWith(keys, WEBHOOK_SECRETS);
  const headers = IdempotencyKeyHeader;

  app.get(
    '/v1/webhooks',
    {
      schema: {
        operationId: 'listWebhooks',
        tags,
        summary: 'The webhooks, newest first',
        querystring: Type.Object(PageQuery),
        response: answers(Type.Array(ref(Webhook))),
      },
    },
    async (request, reply) => {
      const webhooks = await listWebhooks(db.read, principalOf(request).scope);
      const { limit, offset } = sliceOf(request.query);
      describePage(request, reply, webhooks.length, request.query);
      return webhooks.slice(offset, offset + limit).map(toWebhookView);
    },
  );

  app.post(
    '/v1/webhooks',
    {
      schema: {
        operationId: 'createWebhook',
        tags,
        summary: 'Make a webhook; its secret is in this answer and nowhere else',
        headers,
        body: ref(CreateWebhookBody),
        response: answers(ref(NewWebhook), 403, 413, 415),
      },
    },
    async (request, reply) => {
      const by = principalOf(request);
      const asked = { ...readNewWebhook(request.body, network.allowed), scope: by.scope, since: await advanceFeed(db) };
      const work = async (tx: Parameters<typeof createWebhook>[0], at: number) => {
        const { webhook, secret } = await createWebhook(tx, asked, seal, by, at);
        return { ...toWebhookView(webhook), secret };
      };
      return change(context, request, reply, work, seal);
    },
  );

  app.get(
    '/v1/webhooks/:id',
    {
      schema: {
        operationId: 'getWebhook',
        tags,
        summary: 'A webhook',
        params: WebhookPath,
        response: answers(ref(Webhook), 404),
      },
    },
    async (request) => toWebhookView(await getWebhook(db.read, principalOf(request).scope, request.params.id)),
  );

  app.patch(
    '/v1/webhooks/:id',
    {
      schema: {
        operationId: 'editWebhook',
        tags,
        summary: 'Change a webhook, disable it, or enable it again',
        description: 'What happened while it was disabled is not sent by itself: replay it.',
        params: WebhookPath,
        headers,
        body: ref(EditWebhookBody),
        response: answers(ref(Webhook), 403, 404, 413, 415),
      },
    },
    async (request, reply) => {
      const by = principalOf(request);
      const terms = readWebhookChange(request.body, network.allowed);
      const asked = { ...terms, scope: by.scope, id: request.params.id, since: await advanceFeed(db) };
      return change(context, request, reply, async (tx, at) => toWebhookView(await changeWebhook(tx, asked, by, at)));
    },
  );

  app.delete(
    '/v1/webhooks/:id',
    {
      schema: {
        operationId: 'deleteWebhook',
        tags,
        summary: 'Delete a webhook; what waits for it is not sent',
        params: WebhookPath,
        headers,
        response: answers(ref(Webhook), 403, 404),
      },
    },
    async (request, reply) => {
      const by = principalOf(request);
      const asked = { scope: by.scope, id: request.params.id };
      return change(context, request, reply, async (tx, at) => toWebhookView(await deleteWebhook(tx, asked, by, at)));
    },
  );

  app.post(
    '/v1/webhooks/:id/rotate',
    {
      schema: {
        operationId: 'rotateWebhookSecret',
        tags,
        summary: 'Give a webhook a new secret; for 24 hours the one before signs too',
        params: WebhookPath,
        headers,
        response: answers(ref(NewWebhook), 403, 404),
      },
    },
    async (request, reply) => {
      const by = principalOf(request);
      const asked = { scope: by.scope, id: request.params.id };
      const work = async (tx: Parameters<typeof rotateSecret>[0], at: number) => {
        const { webhook, secret } = await rotateSecret(tx, asked, seal, by, at);
        return { ...toWebhookView(webhook), secret };
      };
      return change(context, request, reply, work, seal);
    },
  );
}

/** What was sent, and sending again. */
function deliveries(app: App, context: ServerContext): void {
  const { db, network } = context;
  const clock = async () => Math.floor(await databaseClock(db.read));

  app.get(
    '/v1/webhooks/:id/deliveries',
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
    async (request, reply) => {
      const { id } = await getWebhook(db.read, principalOf(request).scope, request.params.id);
      const { total, deliveries } = await listDeliveries(db.read, id, sliceOf(request.query));
      describePage(request, reply, total, request.query);
      return deliveries.map(toDeliveryView);
    },
  );

  app.post(
    '/v1/webhooks/:id/test',
    {
      schema: {
        operationId: 'testWebhook',
        tags,
        summary: 'Send `webhook.test` once, and tell how it went',
        params: WebhookPath,
        response: answers(ref(WebhookDelivery), 403, 404),
      },
    },
    async (request) => {
      const webhook = await getWebhook(db.read, principalOf(request).scope, request.params.id);
      const at = await clock();
      const delivery = await writeFor(db, request, (tx) => addTest(tx, webhook.id, { now: at, until: at + TEST_MS }));
      if (request.dryRun) return toDeliveryView(delivery); // nothing is sent
      await deliver(context, network, { webhook, delivery }, { clock, signal: new AbortController().signal });
      return toDeliveryView(await getDelivery(db.read, webhook.id, delivery.id));
    },
  );

  app.post(
    '/v1/webhooks/:id/deliveries/:deliveryId/resend',
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
    async (request, reply) => {
      const webhook = await getWebhook(db.read, principalOf(request).scope, request.params.id);
      if (webhook.disabled_why !== null) throw disabled();
      const asked = { webhookId: webhook.id, id: request.params.deliveryId };
      return change(context, request, reply, async (tx) => toDeliveryView(await resendDelivery(tx, asked)));
    },
  );

  app.post(
    '/v1/webhooks/:id/replay',
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
    async (request) => {
      const webhook = await getWebhook(db.read, principalOf(request).scope, request.params.id);
      const period = readReplay(request.body, now(context));
      if (webhook.disabled_why !== null) throw disabled();
      const write = <T>(work: (tx: Transaction) => Promise<T>) => writeFor(db, request, work);
      return { deliveries: await replay({ read: db.read, write }, webhook, period, await clock()) };
    },
  );
}

/** Programs that listen (additions, section 3). */
export function webhookRoutes(app: App, context: ServerContext): void {
  ownWebhooks(app, context);
  deliveries(app, context);
}
