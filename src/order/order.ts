import { type SqlBool, sql } from 'kysely';
import type { Engine, Queries, Transaction } from '../db/database.ts';
import { locked } from '../db/dialect.ts';
import type { Slice } from '../db/page.ts';
import { prepare } from '../db/prepare.ts';
import type { Flag, OrderLineTable, OrderState } from '../db/tables.ts';
import { notFound } from '../errors.ts';
import { fold } from '../rules/search.ts';

/** Who is to get a pool, by address: a license manager that is made where there is none. */
export interface Buyer {
  email: string;
  name: string | null;
  allowedDomains: string[];
  /** Who is invited to it. */
  ownerEmail: string;
}

/** By which an order is known, for ever. */
export interface OrderKey {
  source: string;
  reference: string;
  line: string;
}

export interface Order extends OrderKey {
  id: number;
  state: OrderState;
  why: string | null;
  managerId: number | null;
  poolId: number | null;
  courseId: number | null;
  product: string | null;
  transferable: boolean | null;
  units: number;
  perUnit: number;
  start: number | null;
  /** As it was asked for last, by date or by months. */
  end: number | null;
  months: number | null;
  buyer: Buyer | null;
  created: number;
  changed: number;
}

const columns = [
  'id',
  'source',
  'reference',
  'line',
  'state',
  'why',
  'manager_id',
  'pool_id',
  'course_id',
  'product',
  'transferable',
  'units',
  'per_unit',
  'start_at',
  'end_at',
  'months',
  'buyer',
  'created_at',
  'changed_at',
] as const;

type Row = Pick<OrderLineTable, Exclude<(typeof columns)[number], 'id' | 'per_unit'>> & {
  id: number;
  per_unit: number;
};

const toOrder = (row: Row): Order => ({
  id: row.id,
  source: row.source,
  reference: row.reference,
  line: row.line,
  state: row.state,
  why: row.why,
  managerId: row.manager_id,
  poolId: row.pool_id,
  courseId: row.course_id,
  product: row.product,
  transferable: row.transferable === null ? null : row.transferable === 1,
  units: row.units,
  perUnit: row.per_unit,
  start: row.start_at,
  end: row.end_at,
  months: row.months,
  buyer: row.buyer === null ? null : JSON.parse(row.buyer),
  created: row.created_at,
  changed: row.changed_at,
});

/** What the search looks at, folded. */
const searchKey = ({ reference, product, buyer }: Pick<Order, 'reference' | 'product' | 'buyer'>): string =>
  fold([reference, product, buyer?.name, buyer?.email].filter(Boolean).join(' '));

const byId = prepare((db, p: { id: number }) => db.selectFrom('order_line').select(columns).where('id', '=', p.id));

const lockById = prepare((db, p: { id: number }, engine: Engine) =>
  locked(db.selectFrom('order_line').select(columns).where('id', '=', p.id), engine),
);

const lockByKey = prepare((db, p: OrderKey, engine: Engine) =>
  locked(
    db
      .selectFrom('order_line')
      .select(columns)
      .where('source', '=', p.source)
      .where('reference', '=', p.reference)
      .where('line', '=', p.line),
    engine,
  ),
);

const ofReference = prepare((db, p: { source: string; reference: string }, engine: Engine) =>
  locked(
    db
      .selectFrom('order_line')
      .select(columns)
      .where('source', '=', p.source)
      .where('reference', '=', p.reference)
      .orderBy('id'),
    engine,
  ),
);

interface Values extends OrderKey {
  state: OrderState;
  why: string | null;
  managerId: number | null;
  poolId: number | null;
  courseId: number | null;
  product: string | null;
  transferable: Flag | null;
  units: number;
  perUnit: number;
  start: number | null;
  end: number | null;
  months: number | null;
  buyer: string | null;
  searchKey: string;
  created: number;
  changed: number;
}

const insert = prepare((db, p: Values) =>
  db
    .insertInto('order_line')
    .values({
      source: p.source,
      reference: p.reference,
      line: p.line,
      state: p.state,
      why: p.why,
      manager_id: p.managerId,
      course_id: p.courseId,
      product: p.product,
      transferable: p.transferable,
      units: p.units,
      start_at: p.start,
      end_at: p.end,
      months: p.months,
      buyer: p.buyer,
      search_key: p.searchKey,
      created_at: p.created,
      changed_at: p.changed,
    })
    .onConflict((conflict) => conflict.columns(['source', 'reference', 'line']).doNothing())
    .returning('id'),
);

const update = prepare((db, p: Values & { id: number }) =>
  db
    .updateTable('order_line')
    .set({
      line: p.line,
      state: p.state,
      why: p.why,
      manager_id: p.managerId,
      pool_id: p.poolId,
      course_id: p.courseId,
      product: p.product,
      transferable: p.transferable,
      units: p.units,
      per_unit: p.perUnit,
      start_at: p.start,
      end_at: p.end,
      months: p.months,
      buyer: p.buyer,
      search_key: p.searchKey,
      changed_at: p.changed,
    })
    .where('id', '=', p.id),
);

const valuesOf = (order: Omit<Order, 'id'>): Values => ({
  ...order,
  transferable: order.transferable === null ? null : order.transferable ? 1 : 0,
  buyer: order.buyer === null ? null : JSON.stringify(order.buyer),
  searchKey: searchKey(order),
});

/** Throws `not_found`. */
export async function getOrder(db: Queries, id: number): Promise<Order> {
  const [row] = await byId(db, { id });
  if (!row) throw notFound();
  return toOrder(row);
}

/** The same, under lock until the transaction ends. Throws `not_found`. */
export async function lockOrder(tx: Transaction, id: number): Promise<Order> {
  const [row] = await lockById(tx, { id });
  if (!row) throw notFound();
  return toOrder(row);
}

/** The lines of one reference, under lock, in the order in which they were made. */
export const lockLines = async (tx: Transaction, source: string, reference: string): Promise<Order[]> =>
  (await ofReference(tx, { source, reference })).map(toOrder);

/** Makes an order that is parked, or finds the one that has its key: whoever asks at once waits here. */
export async function claimOrder(tx: Transaction, asked: Omit<Order, 'id'>): Promise<{ order: Order; made: boolean }> {
  const [made] = await insert(tx, valuesOf(asked));
  if (made) return { order: { ...asked, id: made.id }, made: true };
  const [row] = await lockByKey(tx, asked);
  if (!row) throw new Error(`the order ${asked.source} ${asked.reference} ${asked.line} was neither made nor found`);
  return { order: toOrder(row), made: false };
}

/** Writes what an order now is. */
export async function keepOrder(tx: Transaction, order: Order): Promise<Order> {
  await update(tx, { ...valuesOf(order), id: order.id });
  return order;
}

const insertProduct = prepare((db, p: { source: string; product: string; orderId: number; place: number }) =>
  db
    .insertInto('order_product')
    .values({ source: p.source, product: p.product, order_id: p.orderId, place: p.place })
    .onConflict((conflict) => conflict.columns(['source', 'product', 'order_id']).doNothing()),
);

const productsOf = prepare((db, p: { orderId: number }) =>
  db.selectFrom('order_product').select('product').where('order_id', '=', p.orderId).orderBy('place'),
);

const forgetProducts = prepare((db, p: { orderId: number }) =>
  db.deleteFrom('order_product').where('order_id', '=', p.orderId),
);

/** Keeps what a parked order may be looked up by; what was kept before is forgotten. */
export async function keepProducts(tx: Transaction, order: Order, products: readonly string[]): Promise<void> {
  await forgetProducts(tx, { orderId: order.id });
  for (const [place, product] of products.entries())
    await insertProduct(tx, { source: order.source, product, orderId: order.id, place });
}

export const keptProducts = async (tx: Transaction, orderId: number): Promise<string[]> =>
  (await productsOf(tx, { orderId })).map(({ product }) => product);

export interface OrderQuery {
  state?: OrderState;
  source?: string;
  search?: string;
}

/** Orders, newest first. Without a search the total is kept, not counted. */
export async function listOrders(
  db: Queries,
  asked: OrderQuery,
  slice: Slice,
): Promise<{ total: number; orders: Order[] }> {
  const { state, source } = asked;
  const search = fold((asked.search ?? '').trim());
  const found = db.kysely
    .selectFrom('order_line')
    .$if(state !== undefined, (query) => query.where('state', '=', state as OrderState))
    .$if(source !== undefined, (query) => query.where('source', '=', source as string))
    .$if(search !== '', (query) => query.where(contains(search, db.engine)));
  const kept = db.kysely
    .selectFrom('order_tally')
    .select(sql<number>`coalesce(sum(orders), 0)`.as('total'))
    .$if(state !== undefined, (query) => query.where('state', '=', state as OrderState))
    .$if(source !== undefined, (query) => query.where('source', '=', source as string));
  const counted = found.select(sql<number>`count(*)`.as('total'));
  const [{ total = 0 } = {}] = await db.run((search === '' ? kept : counted).compile());
  const last = Number(total) - slice.offset;
  if (last <= 0) return { total: Number(total), orders: [] };
  const limit = Math.min(slice.limit, last);
  const fromEnd = slice.offset > Number(total) / 2;
  const rows = await db.run(
    found
      .select(columns)
      .orderBy('id', fromEnd ? 'asc' : 'desc')
      .limit(limit)
      .offset(fromEnd ? last - limit : slice.offset)
      .compile(),
  );
  return { total: Number(total), orders: (fromEnd ? rows.toReversed() : rows).map(toOrder) };
}

const contains = (text: string, engine: Engine) =>
  engine === 'postgres' ? sql<SqlBool>`strpos(search_key, ${text}) > 0` : sql<SqlBool>`instr(search_key, ${text}) > 0`;

interface Parked {
  source: string;
  product: string;
  /** Those made after this one. */
  after: number;
}

const parkedWith = prepare((db, p: Parked & { most: number }) =>
  db
    .selectFrom('order_product')
    .select('order_id')
    .where('source', '=', p.source)
    .where('product', '=', p.product)
    .where('order_id', '>', p.after)
    .orderBy('order_id')
    .limit(p.most),
);

/** Parked orders that a product could resolve, the oldest first. */
export const ordersParkedFor = async (db: Queries, which: Parked, most: number): Promise<number[]> =>
  (await parkedWith(db, { ...which, most })).map(({ order_id }) => order_id);
