import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { change, read, readList } from '../api/manager.ts';
import type { Webhook } from '../api/types.ts';

/** How often deliveries that wait are looked at again, in milliseconds. */
const LOOK_MS = 5000;

export const webhooksQuery = (m: number) =>
  queryOptions({
    queryKey: ['manager', m, 'webhooks'],
    queryFn: ({ signal }) => readList(m, 'webhooks', { query: { pageSize: 100 }, signal }),
  });

export const webhookQuery = (m: number, id: string) =>
  queryOptions({
    queryKey: ['manager', m, 'webhook', id],
    queryFn: ({ signal }) => read(m, 'webhooks/{id}', { path: { id }, signal }),
  });

/** What was sent to a webhook; looked at again while something is on its way. */
export const deliveriesQuery = (m: number, id: string, query: { page: number; pageSize: number }) =>
  queryOptions({
    queryKey: ['manager', m, 'webhook', id, 'deliveries', query],
    queryFn: ({ signal }) => readList(m, 'webhooks/{id}/deliveries', { path: { id }, query, signal }),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => (state.data?.items.some((d) => d.state === 'waiting') ? LOOK_MS : false),
  });

export type WebhookTerms = Pick<Webhook, 'url' | 'events' | 'description' | 'format'>;

/** The answer holds the secret, this one time. */
export const createWebhook = (m: number, body: WebhookTerms) => change(m, 'post', 'webhooks', { body });

export const changeWebhook = (m: number, id: string, body: Partial<WebhookTerms> & { state?: Webhook['state'] }) =>
  change(m, 'patch', 'webhooks/{id}', { path: { id }, body });

export const deleteWebhook = (m: number, id: string) => change(m, 'delete', 'webhooks/{id}', { path: { id } });

/** The answer holds the new secret, this one time. */
export const rotateSecret = (m: number, id: string) => change(m, 'post', 'webhooks/{id}/rotate', { path: { id } });

/** Sends a test and answers how it went. */
export const testWebhook = (m: number, id: string) => change(m, 'post', 'webhooks/{id}/test', { path: { id } });

export const sendAgain = (m: number, id: string, deliveryId: string) =>
  change(m, 'post', 'webhooks/{id}/deliveries/{deliveryId}/resend', { path: { id, deliveryId } });

/** A time in which things happened. */
export interface Period {
  since: string;
  until: string | null;
}

export const replay = (m: number, id: string, body: Period) =>
  change(m, 'post', 'webhooks/{id}/replay', { path: { id }, body });
