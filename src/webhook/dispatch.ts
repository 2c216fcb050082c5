import { sql } from 'kysely';
import type { Database, Transaction } from '../db/database.ts';
import { feedPosition, locked, textsIn } from '../db/dialect.ts';
import { prepare } from '../db/prepare.ts';
import { advanceFeed } from '../event/feed.ts';
import type { Owner } from '../principal.ts';
import { addDeliveries, wants } from './delivery.ts';

const EVENTS_BATCH = 500;

/** Since when in the feed somebody listens; null where nobody does. */
const listening = prepare((db) =>
  db.selectFrom('webhook').select(sql<number | null>`min(since_position)`.as('since')).where('disabled_at', 'is', null),
);

const lockDispatch = prepare((db, _: object, engine) =>
  locked(db.selectFrom('webhook_dispatch').select('position').where('one', '=', 1), engine),
);

const advance = prepare((db, p: { position: number }) =>
  db.updateTable('webhook_dispatch').set({ position: p.position }).where('one', '=', 1),
);

const eventsAfter = prepare((db, p: { after: number; limit: number }, engine) =>
  db
    .selectFrom('event')
    .select(['event.id', 'event.kind', 'event.manager_id', 'event.details', feedPosition(engine).as('position')])
    .where(feedPosition(engine), '>', p.after)
    .orderBy(feedPosition(engine))
    .limit(p.limit),
);

const activeOf = prepare((db, p: { owners: string }, engine) =>
  db
    .selectFrom('webhook')
    .select(['id', 'owner', 'kinds', 'since_position'])
    .where('owner', 'in', textsIn<Owner>(p.owners, engine))
    .where('disabled_at', 'is', null)
    .where('deleted_at', 'is', null),
);

/** A webhook is not told of its own making and changes. */
const isAbout = (event: { kind: string; details: string }, webhookId: string): boolean =>
  event.kind.startsWith('webhook.') && JSON.parse(event.details).after?.webhook === webhookId;

/** Makes the deliveries of the next events of the feed, in one transaction; true where there are more events. */
async function dispatchBatch(tx: Transaction, since: number, now: number): Promise<boolean> {
  const [row] = await lockDispatch(tx, {});
  const after = Math.max(row?.position ?? 0, since); // nobody listens to what was before
  const events = await eventsAfter(tx, { after, limit: EVENTS_BATCH });
  const last = events.at(-1);
  if (!last) return false;
  const owners = [...new Set(events.map(({ manager_id }) => `manager:${manager_id}`)), 'publisher'];
  const webhooks = await activeOf(tx, { owners: JSON.stringify(owners) });
  const deliveries = events.flatMap((event) =>
    webhooks
      .filter(({ owner }) => owner === 'publisher' || owner === `manager:${event.manager_id}`)
      .filter((webhook) => event.position > webhook.since_position && wants(webhook, event.kind))
      .filter(({ id }) => !isAbout(event, id))
      .map(({ id }) => ({ webhookId: id, event })),
  );
  await addDeliveries(tx, deliveries, now);
  await advance(tx, { position: last.position });
  return events.length === EVENTS_BATCH;
}

/**
 * Makes a delivery of every committed event for every webhook that asks for it, once, whatever stops in between: the
 * place in the feed moves in the transaction that makes them. Costs the changes themselves nothing. `now` in milliseconds.
 */
export async function dispatch(db: Database, now: number): Promise<void> {
  const [heard] = await listening(db.read, {});
  const since = heard?.since ?? null;
  if (since === null) return;
  await advanceFeed(db);
  while (await db.write((tx) => dispatchBatch(tx, since, now)));
}
