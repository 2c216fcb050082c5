import { sql } from 'kysely';
import type { Queries, Transaction } from '../db/database.ts';
import { takeLock, textsIn } from '../db/dialect.ts';
import type { Slice } from '../db/page.ts';
import { prepare } from '../db/prepare.ts';
import type { Flag } from '../db/tables.ts';
import { invalid, notFound } from '../errors.ts';
import { type Actor, record } from '../event/record.ts';

/** What a shop's product stands for. */
export interface Product {
  source: string;
  product: string;
  courseId: number;
  transferable: boolean;
  licensesPerUnit: number;
  /** Null: those of the course. */
  months: number | null;
}

const columns = ['source', 'product', 'course_id', 'transferable', 'per_unit', 'months'] as const;

interface Row {
  source: string;
  product: string;
  course_id: number;
  transferable: Flag;
  per_unit: number;
  months: number | null;
}

const toProduct = (row: Row): Product => ({
  source: row.source,
  product: row.product,
  courseId: row.course_id,
  transferable: row.transferable === 1,
  licensesPerUnit: row.per_unit,
  months: row.months,
});

interface Key {
  source: string;
  product: string;
}

const byKey = prepare((db, p: Key) =>
  db.selectFrom('product').select(columns).where('source', '=', p.source).where('product', '=', p.product),
);

const ofKeys = prepare((db, p: { source: string; products: string }, engine) =>
  db
    .selectFrom('product')
    .select(columns)
    .where('source', '=', p.source)
    .where('product', 'in', textsIn(p.products, engine)),
);

const page = prepare((db, p: Slice) =>
  db
    .selectFrom('product')
    .select(columns)
    .orderBy('made_at', 'desc')
    .orderBy('source', 'desc')
    .orderBy('product', 'desc')
    .limit(p.limit)
    .offset(p.offset),
);

const count = prepare((db, _: object) => db.selectFrom('product').select(sql<number>`count(*)`.as('total')));

const courseExists = prepare((db, p: { id: number }) => db.selectFrom('course').select('id').where('id', '=', p.id));

const upsert = prepare(
  (db, p: Key & { courseId: number; transferable: Flag; perUnit: number; months: number | null; now: number }) => {
    const terms = { course_id: p.courseId, transferable: p.transferable, per_unit: p.perUnit, months: p.months };
    return db
      .insertInto('product')
      .values({ source: p.source, product: p.product, ...terms, made_at: p.now })
      .onConflict((conflict) => conflict.columns(['source', 'product']).doUpdateSet(terms));
  },
);

const remove = prepare((db, p: Key) =>
  db.deleteFrom('product').where('source', '=', p.source).where('product', '=', p.product),
);

/** Throws `not_found`. */
export async function getProduct(db: Queries, key: Key): Promise<Product> {
  const [row] = await byKey(db, key);
  if (!row) throw notFound();
  return toProduct(row);
}

/** Products that stand for a course, the newest first. There are as many as a publisher maps by hand. */
export async function listProducts(db: Queries, slice: Slice): Promise<{ total: number; products: Product[] }> {
  const [{ total = 0 } = {}] = await count(db, {});
  return { total: Number(total), products: (await page(db, slice)).map(toProduct) };
}

/** The first of these products that stands for a course; null where none does. */
export async function findProduct(db: Queries, source: string, products: readonly string[]): Promise<Product | null> {
  if (products.length === 0) return null;
  const rows = await ofKeys(db, { source, products: JSON.stringify(products) });
  const found = products.map((product) => rows.find((row) => row.product === product)).find(Boolean);
  return found ? toProduct(found) : null;
}

const termsOf = ({ courseId, transferable, licensesPerUnit, months }: Product) => ({
  course: String(courseId),
  transferable,
  licensesPerUnit,
  months,
});

/** Says what a product stands for. What was bought before is left alone. Throws `invalid_request`. */
export async function mapProduct(tx: Transaction, asked: Product, by: Actor, now: number): Promise<Product> {
  await takeLock(tx, 'products');
  if (!(await courseExists(tx, { id: asked.courseId }))[0])
    throw invalid({ pointer: '/courseId', detail: 'is no course' });
  const [earlier] = await byKey(tx, asked);
  const before = earlier ? termsOf(toProduct(earlier)) : null;
  const after = termsOf(asked);
  if (JSON.stringify(before) === JSON.stringify(after)) return asked;
  await upsert(tx, {
    ...asked,
    transferable: asked.transferable ? 1 : 0,
    perUnit: asked.licensesPerUnit,
    now,
  });
  const which = { source: asked.source, product: asked.product };
  record(tx, {
    managerId: null,
    at: now,
    kind: 'product.mapped',
    by,
    before: { ...which, ...before },
    after: { ...which, ...after },
  });
  return asked;
}

/** Forgets what a product stands for: orders that have their pool keep it. Throws `not_found`. */
export async function unmapProduct(tx: Transaction, key: Key, by: Actor, now: number): Promise<Product> {
  await takeLock(tx, 'products');
  const product = await getProduct(tx, key);
  await remove(tx, key);
  const before = { source: key.source, product: key.product, ...termsOf(product) };
  record(tx, { managerId: null, at: now, kind: 'product.unmapped', by, before });
  return product;
}
