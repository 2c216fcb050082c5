import { type RawBuilder, sql } from 'kysely';
import type { Queries, Transaction } from '../db/database.ts';
import type { Slice } from '../db/page.ts';
import { prepare } from '../db/prepare.ts';
import { runRaw } from '../db/raw.ts';
import { invalid, notFound, Refusal } from '../errors.ts';
import { hastenMail, retryMails } from '../outbox/manage.ts';
import { resendDelivery } from '../webhook/delivery.ts';
import { MAX_COUNTED } from './newest.ts';

export const channels = ['mail', 'webhook'] as const;
export const states = ['waiting', 'delivered', 'failed'] as const;

export type Channel = (typeof channels)[number];
export type State = (typeof states)[number];

/** A mail or a webhook's delivery, on its way or past it. Times in milliseconds. */
export interface Delivery {
  id: string;
  channel: Channel;
  /** Of mail, or of event. */
  kind: string;
  /** An address, or the URL of a webhook. */
  target: string;
  manager_id: number | null;
  created_at: number;
  run_at: number;
  attempts: number;
  delivered_at: number | null;
  failed_at: number | null;
  error: string | null;
}

const isState = (state: State | undefined, delivered: string): RawBuilder<unknown> => {
  if (state === 'delivered') return sql`${sql.ref(delivered)} is not null`;
  if (state === 'failed') return sql`failed_at is not null`;
  return state === 'waiting' ? sql`${sql.ref(delivered)} is null and failed_at is null` : sql`1 = 1`;
};

const newest = (table: 'outbox' | 'webhook_delivery', state: State | undefined, most: number): RawBuilder<unknown> => {
  const [channel, delivered] = table === 'outbox' ? ['mail', 'done_at'] : ['webhook', 'delivered_at'];
  return sql`select ${sql.lit(channel)} as channel, id, created_at from (select id, created_at from ${sql.table(table)}
    where ${isState(state, delivered as string)} order by created_at desc, id desc limit ${most}) as of_${sql.raw(table)}`;
};

/** What the ids of a slice stand for, in the order of the slice. */
const wholeOf = (slice: RawBuilder<unknown>): RawBuilder<Delivery> => sql<Delivery>`
  select slice.id, slice.channel, slice.created_at, coalesce(m.kind, d.type) as kind,
    coalesce(m.recipient, w.url) as target, coalesce(e.manager_id, w.manager_id) as manager_id,
    coalesce(m.run_at, d.run_at) as run_at, coalesce(m.attempts, d.attempts) as attempts,
    coalesce(m.done_at, d.delivered_at) as delivered_at, coalesce(m.failed_at, d.failed_at) as failed_at,
    coalesce(m.error, d.error) as error
  from (${slice}) as slice
  left join outbox m on slice.channel = 'mail' and m.id = slice.id
  left join event e on e.id = m.event_id
  left join webhook_delivery d on slice.channel = 'webhook' and d.id = slice.id
  left join webhook w on w.id = d.webhook_id
  order by slice.created_at desc, slice.id desc`;

/** Mails and webhooks' deliveries of all, newest first, and how many there are, up to MAX_COUNTED. */
export async function listDeliveries(
  db: Queries,
  { state, channel }: { state?: State | undefined; channel?: Channel | undefined },
  slice: Slice,
): Promise<{ total: number; items: Delivery[] }> {
  const parts = (most: number) =>
    sql.join(
      [
        ...(channel === 'webhook' ? [] : [newest('outbox', state, most)]),
        ...(channel === 'mail' ? [] : [newest('webhook_delivery', state, most)]),
      ],
      sql` union all `,
    );
  const [counted] = await runRaw(
    db,
    sql<{ total: number }>`select count(*) as total from (${parts(MAX_COUNTED)}) as matching`,
  );
  const total = Math.min(counted?.total ?? 0, MAX_COUNTED);
  const limit = Math.max(0, Math.min(slice.limit, total - slice.offset));
  if (limit === 0) return { total, items: [] };
  const most = slice.offset + limit;
  const page = sql`select * from (${parts(most)}) as newest order by created_at desc, id desc
    limit ${limit} offset ${slice.offset}`;
  return { total, items: await runRaw(db, wholeOf(page)) };
}

const mailById = prepare((db, p: { id: string }) =>
  db.selectFrom('outbox').select(['done_at', 'failed_at']).where('id', '=', p.id),
);

const webhookOf = prepare((db, p: { id: string }) =>
  db
    .selectFrom('webhook_delivery')
    .innerJoin('webhook', 'webhook.id', 'webhook_delivery.webhook_id')
    .select(['webhook.id', 'webhook.disabled_why', 'webhook.deleted_at'])
    .where('webhook_delivery.id', '=', p.id),
);

async function retryMail(tx: Transaction, id: string): Promise<void> {
  const [mail] = await mailById(tx, { id });
  if (!mail) throw notFound();
  if (mail.done_at !== null) throw new Refusal('delivery_done');
  const { retried } = mail.failed_at === null ? { retried: await hastenMail(tx, id) } : await retryMails(tx, id);
  if (retried === 0 && mail.failed_at !== null) throw new Refusal('delivery_done');
  tx.afterCommit('mail');
}

/** Sends a mail that failed, or waits, or a webhook's delivery, at once. Throws `not_found`, `delivery_done` or `invalid_request`. */
export async function retryDelivery(tx: Transaction, id: string): Promise<Delivery> {
  const [webhook] = await webhookOf(tx, { id });
  if (webhook?.disabled_why != null || webhook?.deleted_at != null)
    throw invalid({ parameter: 'id', detail: 'goes to a webhook that is disabled or deleted' });
  if (webhook) await resendDelivery(tx, { webhookId: webhook.id, id });
  else await retryMail(tx, id);
  const channel = webhook ? 'webhook' : 'mail';
  const table = sql.table(webhook ? 'webhook_delivery' : 'outbox');
  const one = sql`select ${sql.lit(channel)} as channel, id, created_at from ${table} where id = ${id}`;
  const [delivery] = await runRaw(tx, wholeOf(one));
  if (!delivery) throw notFound();
  return delivery;
}
