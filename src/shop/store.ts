import { sql } from 'kysely';
import type { Queries, Transaction } from '../db/database.ts';
import { prepare } from '../db/prepare.ts';
import type { Flag, ShopLineTable, ShopPurchaseTable } from '../db/tables.ts';
import type { Link, Refund, Told, ToldLine } from './told.ts';

/*
 * What shops tell is kept as facts that are merged: the earliest payment, the latest period, the newest word on a
 * number. Whatever order events come in, and however often, the same is known at the end.
 */

/** A charge, its payment, their invoice, its subscription, and one more. */
const MAX_STEPS = 8;
/** Charges, payments and invoices of one subscription that are looked through for refunds. */
const MAX_BELOW = 2000;

interface LinkRow {
  source: string;
  key: string;
  parent: string | null;
  amount: number | null;
}

const mergeLink = prepare((db, p: LinkRow) =>
  db
    .insertInto('shop_link')
    .values({ source: p.source, key: p.key, parent: p.parent, amount: p.amount })
    .onConflict((conflict) =>
      conflict.columns(['source', 'key']).doUpdateSet({
        parent: sql`coalesce(shop_link.parent, excluded.parent)`,
        amount: sql`coalesce(excluded.amount, shop_link.amount)`,
      }),
    ),
);

const linkOf = prepare((db, p: { source: string; key: string }) =>
  db.selectFrom('shop_link').select(['parent', 'amount']).where('source', '=', p.source).where('key', '=', p.key),
);

const below = prepare((db, p: { source: string; key: string; most: number }) =>
  db
    .withRecursive('found', (cte) =>
      cte
        .selectFrom(sql<{ key: string }>`(select cast(${p.key} as text) as key)`.as('start'))
        .select('start.key')
        .union(
          cte
            .selectFrom('shop_link')
            .innerJoin('found', 'found.key', 'shop_link.parent')
            .select('shop_link.key')
            .where('shop_link.source', '=', p.source),
        ),
    )
    .selectFrom('found')
    .innerJoin('shop_refund', 'shop_refund.key', 'found.key')
    .select(['shop_refund.id', 'shop_refund.key', 'shop_refund.amount', 'shop_refund.complete'])
    .where('shop_refund.source', '=', p.source)
    .where('shop_refund.undone', '=', 0)
    .orderBy('shop_refund.id')
    .limit(p.most),
);

/** True where it is known that this was paid. */
export const isLinked = async (db: Queries, source: string, key: string): Promise<boolean> =>
  ((await linkOf(db, { source, key }))[0]?.amount ?? null) !== null;

/** The purchase that something belongs to: what stands at the top. */
export async function rootOf(tx: Transaction, source: string, key: string): Promise<string> {
  let here = key;
  for (let step = 0; step < MAX_STEPS; step++) {
    const [link] = await linkOf(tx, { source, key: here });
    if (!link?.parent) break;
    here = link.parent;
  }
  return here;
}

/** Keeps what belongs to what; of two things that would each belong to the other the earlier word counts. */
export async function keepLinks(tx: Transaction, source: string, links: readonly Link[]): Promise<void> {
  for (const { key, parent, amount = null } of links) {
    const turns = parent !== null && (await rootOf(tx, source, parent)) === key;
    await mergeLink(tx, { source, key, parent: turns ? null : parent, amount });
  }
}

/** What was paid at once, of which something is a part: where its amount is known. */
async function paymentOf(
  tx: Transaction,
  source: string,
  key: string,
): Promise<{ key: string; amount: number | null }> {
  let here = key;
  for (let step = 0; step < MAX_STEPS; step++) {
    const [link] = await linkOf(tx, { source, key: here });
    if (!link || link.amount !== null || link.parent === null) return { key: here, amount: link?.amount ?? null };
    here = link.parent;
  }
  return { key: here, amount: null };
}

const upsertRefund = prepare(
  (
    db,
    p: { source: string; id: string; key: string; amount: number; complete: Flag; undone: Flag; version: string },
  ) => {
    const { key, amount, complete, undone, version } = p;
    const facts = { key, amount, complete, undone, version };
    return db
      .insertInto('shop_refund')
      .values({ source: p.source, id: p.id, ...facts })
      .onConflict((conflict) =>
        conflict.columns(['source', 'id']).doUpdateSet(facts).where('shop_refund.version', '<', p.version),
      );
  },
);

export const keepRefund = (tx: Transaction, source: string, refund: Refund, version: string) =>
  upsertRefund(tx, {
    ...{ source, id: refund.id, key: refund.key, amount: refund.amount, version },
    complete: refund.complete ? 1 : 0,
    undone: refund.undone ? 1 : 0,
  });

/** What was given back of one payment: by single refunds, and, where the payment itself tells it, in all. */
interface GivenBack {
  amount: number | null;
  single: number;
  refunds: number;
  total: number | null;
}

/** Stripe tells a refund twice, by itself and by its charge: that is one. */
const countOf = ({ single, refunds, total }: GivenBack): number =>
  refunds + (total !== null && (refunds === 0 || total > single) ? 1 : 0);

const isWhole = ({ amount, single, total }: GivenBack): boolean =>
  amount !== null && amount > 0 && Math.max(single, total ?? 0) >= amount;

/** How many refunds a purchase had, and whether one of its payments was refunded in full. */
export async function refundsOf(tx: Transaction, source: string, reference: string) {
  const refunds = await below(tx, { source, key: reference, most: MAX_BELOW });
  const sums = new Map<string, GivenBack>();
  for (const { id, key, amount } of refunds) {
    const payment = await paymentOf(tx, source, key);
    const { single, refunds, total } = sums.get(payment.key) ?? { single: 0, refunds: 0, total: null };
    const sum =
      id === key
        ? { single, refunds, total: Math.max(total ?? 0, amount) }
        : { single: single + amount, refunds: refunds + 1, total };
    sums.set(payment.key, { amount: payment.amount, ...sum });
  }
  const all = [...sums.values()];
  return {
    count: all.reduce((count, sum) => count + countOf(sum), 0),
    complete: all.some(isWhole) || refunds.some(({ complete }) => complete === 1),
  };
}

const purchase = prepare((db, p: { source: string; reference: string }) =>
  db.selectFrom('shop_purchase').selectAll().where('source', '=', p.source).where('reference', '=', p.reference),
);

interface PurchaseRow {
  source: string;
  reference: string;
  customer: string | null;
  email: string | null;
  name: string | null;
  paidAt: number | null;
  paidUntil: number | null;
  endedAt: number | null;
  endsAt: number | null;
}

const earliest = (a: string, b: string) =>
  sql<number>`case when ${sql.ref(a)} is null or ${sql.ref(b)} < ${sql.ref(a)} then ${sql.ref(b)} else ${sql.ref(a)} end`;
const latest = (a: string, b: string) =>
  sql<number>`case when ${sql.ref(a)} is null or ${sql.ref(b)} > ${sql.ref(a)} then ${sql.ref(b)} else ${sql.ref(a)} end`;
const merged = (column: string, of: typeof earliest) => of(`shop_purchase.${column}`, `excluded.${column}`);
const known = (column: string) =>
  sql<string>`coalesce(${sql.ref(`shop_purchase.${column}`)}, ${sql.ref(`excluded.${column}`)})`;

const mergePurchase = prepare((db, p: PurchaseRow) =>
  db
    .insertInto('shop_purchase')
    .values({
      source: p.source,
      reference: p.reference,
      customer: p.customer,
      email: p.email,
      name: p.name,
      paid_at: p.paidAt,
      paid_until: p.paidUntil,
      ended_at: p.endedAt,
      ends_at: p.endsAt,
    })
    .onConflict((conflict) =>
      conflict.columns(['source', 'reference']).doUpdateSet({
        customer: known('customer'),
        email: known('email'),
        name: known('name'),
        paid_at: merged('paid_at', earliest),
        paid_until: merged('paid_until', latest),
        ended_at: merged('ended_at', earliest),
        ends_at: merged('ends_at', earliest),
      }),
    ),
);

export type Purchase = Omit<ShopPurchaseTable, 'refunds'> & { refunds: number };

export async function findPurchase(tx: Queries, source: string, reference: string): Promise<Purchase | null> {
  const [row] = await purchase(tx, { source, reference });
  return row ?? null;
}

const lastOf = (times: (number | null)[]): number | null =>
  times.reduce((a, b) => (b !== null && (a === null || b > a) ? b : a), null);

/** Keeps what is told of a purchase as a whole. */
export async function keepPurchase(
  tx: Transaction,
  { source, reference, at }: { source: string; reference: string; at: number },
  told: Told,
): Promise<Purchase> {
  await mergePurchase(tx, {
    ...{ source, reference, customer: told.customer, email: told.email, name: told.name },
    paidAt: told.paid ? at : null,
    paidUntil: told.paid || told.extends ? lastOf(told.lines.map(({ until }) => until)) : null,
    endedAt: told.endsAt === null ? null : at,
    endsAt: told.endsAt,
  });
  return (await findPurchase(tx, source, reference)) as Purchase;
}

const setRefunds = prepare((db, p: { source: string; reference: string; refunds: number }) =>
  db
    .updateTable('shop_purchase')
    .set({ refunds: p.refunds })
    .where('source', '=', p.source)
    .where('reference', '=', p.reference),
);

export const noteRefunds = (tx: Transaction, of: { source: string; reference: string }, refunds: number) =>
  setRefunds(tx, { ...of, refunds });

const lines = prepare((db, p: { source: string; reference: string }) =>
  db
    .selectFrom('shop_line')
    .selectAll()
    .where('source', '=', p.source)
    .where('reference', '=', p.reference)
    .orderBy('line'),
);

export type Line = Omit<ShopLineTable, 'products'> & { products: string[] };

export const linesOf = async (tx: Queries, source: string, reference: string): Promise<Line[]> =>
  (await lines(tx, { source, reference })).map((row) => ({ ...row, products: JSON.parse(row.products) }));

interface LineRow {
  source: string;
  reference: string;
  line: string;
  basis: ShopLineTable['basis'];
  products: string;
  units: number;
  version: string;
  firstUnits: number | null;
  firstVersion: string | null;
  sold: Flag;
  from: number | null;
  until: number | null;
}

const newest = (column: string) =>
  sql<never>`case when excluded.version > shop_line.version then ${sql.ref(`excluded.${column}`)} else ${sql.ref(`shop_line.${column}`)} end`;
const oldest = (column: string) =>
  sql<never>`case when shop_line.first_version is null or excluded.first_version < shop_line.first_version
    then ${sql.ref(`excluded.${column}`)} else ${sql.ref(`shop_line.${column}`)} end`;

const mergeLine = prepare((db, p: LineRow) =>
  db
    .insertInto('shop_line')
    .values({
      source: p.source,
      reference: p.reference,
      line: p.line,
      basis: p.basis,
      products: p.products,
      units: p.units,
      version: p.version,
      first_units: p.firstUnits,
      first_version: p.firstVersion,
      sold: p.sold,
      paid_from: p.from,
      paid_until: p.until,
    })
    .onConflict((conflict) =>
      conflict.columns(['source', 'reference', 'line']).doUpdateSet({
        units: newest('units'),
        version: newest('version'),
        first_units: oldest('first_units'),
        first_version: oldest('first_version'),
        sold: sql`case when excluded.sold = 1 then 1 else shop_line.sold end`,
        basis: sql`case when shop_line.basis = 'none' then excluded.basis else shop_line.basis end`,
        products: sql`case when shop_line.basis = 'none' then excluded.products else shop_line.products end`,
        paid_from: earliest('shop_line.paid_from', 'excluded.paid_from'),
        paid_until: latest('shop_line.paid_until', 'excluded.paid_until'),
      }),
    ),
);

const extendLine = prepare((db, p: { source: string; reference: string; line: string; until: number }) =>
  db
    .updateTable('shop_line')
    .set({ paid_until: p.until })
    .where('source', '=', p.source)
    .where('reference', '=', p.reference)
    .where('line', '=', p.line)
    .where((eb) => eb.or([eb('paid_until', 'is', null), eb('paid_until', '<', p.until)])),
);

/** Keeps what is told of the lines of a purchase. */
export async function keepLines(
  tx: Transaction,
  { source, reference, version }: { source: string; reference: string; version: string },
  told: Told,
): Promise<void> {
  for (const line of told.lines) {
    const of = { source, reference, line: line.line };
    if (!told.extends) await mergeLine(tx, toRow(of, line, version, told.paid));
    else if (line.until !== null) await extendLine(tx, { ...of, until: line.until });
  }
}

/** What was before an event is older than it by nothing. */
const toRow = (
  of: Pick<LineRow, 'source' | 'reference' | 'line'>,
  line: ToldLine,
  version: string,
  paid: boolean,
): LineRow => ({
  ...of,
  basis: line.basis,
  products: JSON.stringify(line.products),
  units: line.units,
  version,
  firstUnits: line.before,
  firstVersion: line.before === null ? null : version,
  sold: paid ? 1 : 0,
  from: line.from,
  until: line.until,
});

const upsertBuyer = prepare(
  (db, p: { source: string; customer: string; email: string; name: string; version: string }) => {
    const facts = { email: p.email, name: p.name, version: p.version };
    return db
      .insertInto('shop_buyer')
      .values({ source: p.source, customer: p.customer, ...facts })
      .onConflict((conflict) =>
        conflict.columns(['source', 'customer']).doUpdateSet(facts).where('shop_buyer.version', '<', p.version),
      );
  },
);

const buyer = prepare((db, p: { source: string; customer: string }) =>
  db
    .selectFrom('shop_buyer')
    .select(['email', 'name'])
    .where('source', '=', p.source)
    .where('customer', '=', p.customer),
);

const waiting = prepare((db, p: { source: string; customer: string; most: number }) =>
  db
    .selectFrom('shop_purchase')
    .select('reference')
    .where('source', '=', p.source)
    .where('customer', '=', p.customer)
    .where('email', 'is', null)
    .orderBy('reference')
    .limit(p.most),
);

const MAX_WAITING = 1000;

/** Keeps who a customer of a shop is; answers the purchases that may wait for that. */
export async function keepBuyer(tx: Transaction, source: string, told: Told, version: string): Promise<string[]> {
  const { customer, email, name } = told;
  if (customer === null || email === null) return [];
  await upsertBuyer(tx, { source, customer, email, name: name ?? '', version });
  return (await waiting(tx, { source, customer, most: MAX_WAITING })).map(({ reference }) => reference);
}

export async function findBuyer(tx: Queries, source: string, customer: string | null) {
  const [found] = customer === null ? [] : await buyer(tx, { source, customer });
  return found ?? null;
}
