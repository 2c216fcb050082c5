import { type SqlBool, sql } from 'kysely';
import type { Database, Transaction } from '../db/database.ts';
import { lockedUnlessTaken } from '../db/dialect.ts';
import { prepare } from '../db/prepare.ts';
import type { WebhookDeliveryTable, WebhookTable } from '../db/tables.ts';

/** How many webhooks are looked at in one round. */
const MAX_WEBHOOKS_A_ROUND = 1000;

const isOpen = sql<SqlBool>`delivered_at is null and failed_at is null`;

/** Active webhooks for which something is due. */
const webhooksWithDue = prepare((db, p: { now: number; limit: number }) =>
  db
    .selectFrom('webhook')
    .selectAll()
    .where('disabled_at', 'is', null)
    .where((eb) =>
      eb.exists(
        eb
          .selectFrom('webhook_delivery as due')
          .select('due.id')
          .whereRef('due.webhook_id', '=', 'webhook.id')
          .where('due.delivered_at', 'is', null)
          .where('due.failed_at', 'is', null)
          .where('due.run_at', '<=', p.now)
          .where((or) => or.or([or('due.locked_until', 'is', null), or('due.locked_until', '<=', p.now)])),
      ),
    )
    .where(({ not, exists, selectFrom }) =>
      not(exists(selectFrom('instance').select('id').where('paused_at', 'is not', null))),
    )
    .orderBy('id')
    .limit(p.limit),
);

const claimOfWebhook = prepare((db, p: { webhookId: string; now: number; until: number; limit: number }, engine) =>
  db
    .with('due', (cte) =>
      lockedUnlessTaken(
        cte
          .selectFrom('webhook_delivery')
          .select('webhook_delivery.id')
          .where('webhook_id', '=', p.webhookId)
          .where(isOpen)
          .where('run_at', '<=', p.now)
          .where((eb) => eb.or([eb('locked_until', 'is', null), eb('locked_until', '<=', p.now)]))
          .orderBy('run_at')
          .orderBy('id')
          .limit(p.limit),
        engine,
      ),
    )
    .updateTable('webhook_delivery')
    .set((eb) => ({ locked_until: p.until, attempts: eb('attempts', '+', 1) }))
    .where('id', 'in', (eb) => eb.selectFrom('due').select('due.id'))
    .returningAll(),
);

/** A delivery that this process has claimed, with where it goes. */
export interface Job {
  webhook: WebhookTable;
  delivery: WebhookDeliveryTable;
}

/** Claims what is due until `until`: at most `perWebhook` of each webhook, less those that `busy` tells of. */
export async function claimDeliveries(
  db: Database,
  times: { now: number; until: number },
  limits: { total: number; perWebhook: number; busy: (webhookId: string) => number },
): Promise<Job[]> {
  const webhooks = await webhooksWithDue(db.read, { now: times.now, limit: MAX_WEBHOOKS_A_ROUND });
  const jobs: Job[] = [];
  for (const webhook of webhooks.sort((a, b) => limits.busy(a.id) - limits.busy(b.id))) {
    const limit = Math.min(limits.perWebhook - limits.busy(webhook.id), limits.total - jobs.length);
    if (limit <= 0) continue;
    const claimed = await db.write((tx) => claimOfWebhook(tx, { webhookId: webhook.id, ...times, limit }));
    jobs.push(...claimed.map((delivery) => ({ webhook, delivery })));
  }
  return jobs;
}

/** How an attempt ended. Times in milliseconds. */
export type Outcome =
  | { state: 'delivered'; status: number }
  | { state: 'failed'; status: number | null; error: string }
  | { state: 'again'; status: number | null; error: string; delay: number };

interface Closing {
  id: string;
  attempts: number;
  deliveredAt: number | null;
  failedAt: number | null;
  runAt: number;
  status: number | null;
  error: string | null;
}

const close = prepare((db, p: Closing) =>
  db
    .updateTable('webhook_delivery')
    .set({
      delivered_at: p.deliveredAt,
      failed_at: p.failedAt,
      run_at: p.runAt,
      status: p.status,
      error: p.error,
      locked_until: null,
    })
    .where('id', '=', p.id)
    .where('attempts', '=', p.attempts)
    .where(isOpen)
    .returning('webhook_id'),
);

const noteSuccess = prepare((db, p: { id: string }) =>
  db.updateTable('webhook').set({ failing_since: null }).where('id', '=', p.id).where('failing_since', 'is not', null),
);

const noteFailure = prepare((db, p: { id: string; now: number }) =>
  db
    .updateTable('webhook')
    .set((eb) => ({ failing_since: eb.fn.coalesce('failing_since', sql<number>`${p.now}`) }))
    .where('id', '=', p.id)
    .returning('failing_since'),
);

/**
 * Records how an attempt ended, unless another process has claimed the delivery since. Answers since when the webhook
 * has been failing, or null.
 */
export async function recordOutcome(
  tx: Transaction,
  { delivery, webhook }: Job,
  outcome: Outcome,
  now: number,
): Promise<number | null> {
  const [closed] = await close(tx, {
    id: delivery.id,
    attempts: delivery.attempts,
    deliveredAt: outcome.state === 'delivered' ? now : null,
    failedAt: outcome.state === 'failed' ? now : null,
    runAt: outcome.state === 'again' ? now + outcome.delay : delivery.run_at,
    status: outcome.status,
    error: outcome.state === 'delivered' ? null : outcome.error,
  });
  if (!closed) return null;
  if (outcome.state === 'delivered') {
    await noteSuccess(tx, { id: webhook.id });
    return null;
  }
  const [failing] = await noteFailure(tx, { id: webhook.id, now });
  return failing?.failing_since ?? null;
}

const release = prepare((db) =>
  db.updateTable('webhook_delivery').set({ locked_until: null }).where(isOpen).where('locked_until', 'is not', null),
);

/** Gives up all claims, for the only process that sends from this database. */
export const releaseClaims = (db: Database): Promise<void> => db.write(async (tx) => void (await release(tx, {})));
