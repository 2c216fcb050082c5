import { type SqlBool, sql } from 'kysely';
import type { Queries, Transaction } from '../db/database.ts';
import type { Slice } from '../db/page.ts';
import { prepare } from '../db/prepare.ts';
import type { ShopDeliveryTable } from '../db/tables.ts';
import { notFound } from '../errors.ts';

export type DeliveryState = ShopDeliveryTable['state'];
export type Delivery = Omit<ShopDeliveryTable, 'id' | 'times' | 'attempts'> & {
  id: number;
  times: number;
  attempts: number;
};

interface Arrived {
  source: string;
  event: string;
  kind: string;
  state: DeliveryState;
  why: string | null;
  reference: string | null;
  body: string;
  attempts: number;
  runAt: number | null;
  now: number;
}

/** The same again is counted, and not kept twice. */
const arrive = prepare((db, p: Arrived) =>
  db
    .insertInto('shop_delivery')
    .values({
      source: p.source,
      event: p.event,
      kind: p.kind,
      state: p.state,
      why: p.why,
      reference: p.reference,
      body: p.body,
      attempts: p.attempts,
      run_at: p.runAt,
      created_at: p.now,
    })
    .onConflict((conflict) =>
      conflict.columns(['source', 'event']).doUpdateSet({ times: sql<number>`shop_delivery.times + 1` }),
    )
    .returning(['id', 'state', 'times', 'attempts']),
);

const settle = prepare((db, p: Pick<Arrived, 'state' | 'why' | 'reference' | 'attempts' | 'runAt'> & { id: number }) =>
  db
    .updateTable('shop_delivery')
    .set({ state: p.state, why: p.why, reference: p.reference, attempts: p.attempts, run_at: p.runAt })
    .where('id', '=', p.id),
);

const byId = prepare((db, p: { id: number }) => db.selectFrom('shop_delivery').selectAll().where('id', '=', p.id));

const due = prepare((db, p: { now: number; most: number }) =>
  db
    .selectFrom('shop_delivery')
    .select('id')
    .where('run_at', 'is not', null)
    .where('run_at', '<=', p.now)
    .orderBy('run_at')
    .limit(p.most),
);

/** Keeps what came; answers how it now stands, and whether it came the first time. */
export async function keepArrived(tx: Transaction, arrived: Arrived) {
  const [kept] = await arrive(tx, arrived);
  if (!kept) throw new Error('a delivery of a shop was not kept');
  return { ...kept, isNew: kept.times === 1 };
}

export const settleDelivery = settle;

/** Throws `not_found`. */
export async function getDelivery(db: Queries, id: number): Promise<Delivery> {
  const [row] = await byId(db, { id });
  if (!row) throw notFound();
  return row;
}

export const dueDeliveries = async (db: Queries, now: number, most: number): Promise<number[]> =>
  (await due(db, { now, most })).map(({ id }) => id);

export interface DeliveryQuery {
  source?: string;
  state?: DeliveryState;
}

/** Deliveries that are counted; beyond, a list says this many, like that of webhooks. */
const MAX_COUNTED = 10_000;

/** What shops sent, newest first. */
export async function listDeliveries(db: Queries, { source, state }: DeliveryQuery, slice: Slice) {
  const found = db.kysely
    .selectFrom('shop_delivery')
    .$if(source !== undefined, (query) => query.where('source', '=', source as string))
    .$if(state !== undefined, (query) => query.where('state', '=', state as DeliveryState));
  const some = found.select(sql<number>`1`.as('one')).limit(MAX_COUNTED);
  const [{ total = 0 } = {}] = await db.run(
    db.kysely.selectFrom(some.as('some')).select(sql<number>`count(*)`.as('total')).compile(),
  );
  const { limit, offset } = slice;
  const deliveries = await db.run(found.selectAll().orderBy('id', 'desc').limit(limit).offset(offset).compile());
  return { total: Number(total), deliveries: deliveries as Delivery[] };
}

const deleteOld = prepare((db, p: { before: number; newest: number; most: number }) =>
  db
    .deleteFrom('shop_delivery')
    .where(({ eb, selectFrom }) =>
      eb(
        'id',
        'in',
        selectFrom('shop_delivery')
          .select('id')
          .where(sql<SqlBool>`(created_at < ${p.before} or id <= (select max(id) from shop_delivery) - ${p.newest})`)
          .orderBy('id')
          .limit(p.most),
      ),
    )
    .returning('id'),
);

/** So many are kept at most, however young they are. */
const MAX_KEPT = 50_000;

/** Deletes what came before a moment, and what is beyond the limit; true where more may be left. */
export async function deleteOldArrivals(tx: Transaction, before: number, most: number): Promise<boolean> {
  return (await deleteOld(tx, { before, newest: MAX_KEPT, most })).length === most;
}
