import { randomUUID } from 'node:crypto';
import { type SqlBool, sql } from 'kysely';
import type { Database, Queries, Transaction } from '../db/database.ts';
import { feedPosition, insertMany } from '../db/dialect.ts';
import type { Slice } from '../db/page.ts';
import { prepare } from '../db/prepare.ts';
import type { WebhookDeliveryTable, WebhookTable } from '../db/tables.ts';
import { notFound } from '../errors.ts';
import { type EventFact, eventColumns, toFact } from '../event/list.ts';

/** Pages of deliveries end here: what is asked for is the newest. */
export const MAX_COUNTED = 10_000;
const REPLAY_BATCH = 1000;

const isOpen = sql<SqlBool>`delivered_at is null and failed_at is null`;

const byId = prepare((db, p: { webhookId: string; id: string }) =>
  db.selectFrom('webhook_delivery').selectAll().where('id', '=', p.id).where('webhook_id', '=', p.webhookId),
);

const list = prepare((db, p: { webhookId: string; limit: number; offset: number }) =>
  db
    .selectFrom('webhook_delivery')
    .selectAll()
    .where('webhook_id', '=', p.webhookId)
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(p.limit)
    .offset(p.offset),
);

const count = prepare((db, p: { webhookId: string }) =>
  db
    .selectFrom(
      db
        .selectFrom('webhook_delivery')
        .select(sql`1`.as('one'))
        .where('webhook_id', '=', p.webhookId)
        .limit(MAX_COUNTED)
        .as('listed'),
    )
    .select(sql<number>`count(*)`.as('total')),
);

/** Deliveries of a webhook, newest first, and how many there are, up to MAX_COUNTED. */
export async function listDeliveries(
  db: Queries,
  webhookId: string,
  slice: Slice,
): Promise<{ total: number; deliveries: WebhookDeliveryTable[] }> {
  const [counted] = await count(db, { webhookId });
  const limit = Math.max(0, Math.min(slice.limit, MAX_COUNTED - slice.offset));
  return { total: counted?.total ?? 0, deliveries: await list(db, { webhookId, limit, offset: slice.offset }) };
}

/** Throws `not_found`. */
export async function getDelivery(db: Queries, webhookId: string, id: string): Promise<WebhookDeliveryTable> {
  const [row] = await byId(db, { webhookId, id });
  if (!row) throw notFound();
  return row;
}

const reopen = prepare((db, p: { webhookId: string; id: string }) =>
  db
    .updateTable('webhook_delivery')
    .set({ delivered_at: null, failed_at: null, attempts: 0, run_at: 0, status: null, error: null })
    .where('id', '=', p.id)
    .where('webhook_id', '=', p.webhookId)
    .returningAll(),
);

/** Sends a delivery again, whatever became of it. Throws `not_found`. */
export async function resendDelivery(
  tx: Transaction,
  { webhookId, id }: { webhookId: string; id: string },
): Promise<WebhookDeliveryTable> {
  const [row] = await reopen(tx, { webhookId, id });
  if (!row) throw notFound();
  return row;
}

const failOpen = prepare((db, p: { webhookId: string; now: number; why: string }) =>
  db
    .updateTable('webhook_delivery')
    .set({ failed_at: p.now, error: p.why, locked_until: null })
    .where('webhook_id', '=', p.webhookId)
    .where(isOpen),
);

/** Gives up what still waits for a webhook. `now` in milliseconds. */
export async function failOpenDeliveries(tx: Transaction, webhookId: string, now: number, why: string): Promise<void> {
  await failOpen(tx, { webhookId, now, why });
}

/** The id of a message is that of its event, so that a receiver knows what it has had. */
const messageId = (eventId: number): string => `event_${eventId}`;

const rowOf = (webhookId: string, event: { id: number; kind: string }, now: number) => ({
  id: randomUUID(),
  webhook_id: webhookId,
  event_id: event.id,
  message_id: messageId(event.id),
  type: event.kind,
  created_at: now,
  run_at: 0,
  attempts: 0,
});

/** Makes deliveries of events. `now` in milliseconds. */
export const addDeliveries = (
  tx: Transaction,
  deliveries: { webhookId: string; event: { id: number; kind: string } }[],
  now: number,
): Promise<void> =>
  insertMany(
    tx,
    'webhook_delivery',
    deliveries.map(({ webhookId, event }) => rowOf(webhookId, event, now)),
  );

/** A test: claimed by who makes it, so that nobody else sends it. `until` ends the claim. */
export async function addTest(
  tx: Transaction,
  webhookId: string,
  { now, until }: { now: number; until: number },
): Promise<WebhookDeliveryTable> {
  const id = randomUUID();
  const row = { id, webhook_id: webhookId, event_id: null, message_id: `test_${id}`, type: 'webhook.test' };
  await insertMany(tx, 'webhook_delivery', [{ ...row, created_at: now, run_at: 0, attempts: 1, locked_until: until }]);
  return getDelivery(tx, webhookId, id);
}

interface Period {
  since: number;
  until: number;
  at: number;
  id: number;
  limit: number;
}

const behind = (p: Period) => sql<SqlBool>`(event.at, event.id) > (${p.at}, ${p.id})`;

const eventsOfManager = prepare((db, p: Period & { managerId: number }) =>
  db
    .selectFrom('event')
    .select(['id', 'at', 'kind'])
    .where('manager_id', '=', p.managerId)
    .where('at', '>=', p.since)
    .where('at', '<', p.until)
    .where(behind(p))
    .orderBy('at')
    .orderBy('id')
    .limit(p.limit),
);

const eventsOfAll = prepare((db, p: Period) =>
  db
    .selectFrom('event')
    .select(['id', 'at', 'kind'])
    .where('at', '>=', p.since)
    .where('at', '<', p.until)
    .where(behind(p))
    .orderBy('at')
    .orderBy('id')
    .limit(p.limit),
);

/** Makes deliveries of every event of a time, in seconds, that the webhook asks for; answers how many. `now` in milliseconds. */
export async function replay(
  db: Pick<Database, 'read' | 'write'>,
  webhook: WebhookTable,
  period: { since: number; until: number },
  now: number,
): Promise<number> {
  const { id: webhookId, manager_id: managerId } = webhook;
  let made = 0;
  for (let last = { at: period.since, id: 0 }; ; ) {
    const asked = { ...period, ...last, limit: REPLAY_BATCH };
    const events = await (managerId === null
      ? eventsOfAll(db.read, asked)
      : eventsOfManager(db.read, { managerId, ...asked }));
    const wanted = events.filter((event) => wants(webhook, event.kind)).map((event) => ({ webhookId, event }));
    if (wanted.length > 0) await db.write((tx) => addDeliveries(tx, wanted, now));
    made += wanted.length;
    last = events.at(-1) ?? last;
    if (events.length < REPLAY_BATCH) return made;
  }
}

/** Whether a webhook asks for events of this kind. */
export function wants({ kinds }: Pick<WebhookTable, 'kinds'>, kind: string): boolean {
  const asked = JSON.parse(kinds) as string[];
  return asked.includes('*') || asked.includes(kind);
}

const eventById = prepare((db, p: { id: number }, engine) =>
  db
    .selectFrom('event')
    .leftJoin('student', 'student.id', 'event.student_id')
    .leftJoin('course', 'course.id', 'event.course_id')
    .select(eventColumns)
    .select(feedPosition(engine).as('position'))
    .where('event.id', '=', p.id),
);

/** The event that a delivery tells of; null for a test. */
export async function eventOf(db: Queries, { event_id }: WebhookDeliveryTable): Promise<EventFact | null> {
  if (event_id === null) return null;
  const [row] = await eventById(db, { id: event_id });
  return row ? toFact(row) : null;
}

const old = prepare((db, p: { before: number; limit: number }) =>
  db
    .deleteFrom('webhook_delivery')
    .where('id', 'in', (eb) =>
      eb
        .selectFrom('webhook_delivery')
        .select('id')
        .where(sql<SqlBool>`coalesce(delivered_at, failed_at) < ${p.before}`)
        .limit(p.limit),
    )
    .returning('id'),
);

/** Deletes deliveries that ended before `before`, in milliseconds; true where there may be more. */
export const deleteOldDeliveries = async (tx: Transaction, before: number, limit: number): Promise<boolean> =>
  (await old(tx, { before, limit })).length === limit;
