import { type RawBuilder, sql } from 'kysely';
import type { Engine, Queries, Transaction } from '../db/database.ts';
import { idsIn, locked } from '../db/dialect.ts';
import type { Slice } from '../db/page.ts';
import { upTo } from '../db/planner-hints.ts';
import { prepare } from '../db/prepare.ts';
import { notFound } from '../errors.ts';
import { type Actor, record } from '../event/record.ts';
import { managerSearchKey } from '../rules/search.ts';
import { contains, either, type Found, idIn, keptTotal, newestIds, wordsOf } from './newest.ts';

/** What is known of a customer. */
export interface ManagerTerms {
  name: string;
  email: string;
  allowedDomains: string[];
}

/** A license manager as the publisher sees it. Times in seconds. */
export interface SoldManager extends ManagerTerms {
  id: number;
  created: number;
  pools: number;
  licenses: number;
  assigned: number;
  suspended: boolean;
}

const columns = ['manager.id', 'manager.name', 'manager.email', 'manager.allowed_domains'] as const;

/** Of transferable licenses those that have run out and were not swept: they hold no seat. */
const dueOf = (now: number): RawBuilder<number> =>
  sql<number>`(select count(*) from license where license.manager_id = manager.id and ended_at is null
    and transferable = 1 and ${upTo('license.end_at', now)})`;

const byIds = prepare((db, p: { ids: string; now: number }, engine: Engine) =>
  db
    .selectFrom('manager')
    .innerJoin('tally', 'tally.manager_id', 'manager.id')
    .select([...columns, 'manager.created_at', 'manager.suspended_at'])
    .select(['tally.pools', 'tally.transferable_licenses', 'tally.untransferable_licenses'])
    .select(sql<number>`tally.held - ${dueOf(p.now)}`.as('assigned'))
    .where('manager.id', 'in', idsIn(p.ids, engine))
    .orderBy('manager.id', 'desc'),
);

const lockById = prepare((db, p: { id: number }, engine: Engine) =>
  locked(
    db
      .selectFrom('manager')
      .select([...columns, 'manager.suspended_at'])
      .where('id', '=', p.id),
    engine,
  ),
);

interface Row {
  name: string;
  email: string;
  domains: string;
  key: string;
}

const insert = prepare((db, p: Row & { now: number }) =>
  db
    .insertInto('manager')
    .values({ name: p.name, email: p.email, allowed_domains: p.domains, search_key: p.key, created_at: p.now })
    .returning('id'),
);

const update = prepare((db, p: Row & { id: number; suspendedAt: number | null }) =>
  db
    .updateTable('manager')
    .set({
      name: p.name,
      email: p.email,
      allowed_domains: p.domains,
      search_key: p.key,
      suspended_at: p.suspendedAt,
    })
    .where('id', '=', p.id),
);

const rowOf = ({ name, email, allowedDomains }: ManagerTerms): Row => ({
  name,
  email,
  domains: JSON.stringify(allowedDomains),
  key: managerSearchKey(name, email, allowedDomains),
});

async function managersWithIds(db: Queries, ids: readonly number[], now: number): Promise<SoldManager[]> {
  const rows = await byIds(db, { ids: JSON.stringify(ids), now });
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    email: row.email,
    allowedDomains: JSON.parse(row.allowed_domains),
    created: row.created_at,
    pools: row.pools,
    licenses: row.transferable_licenses + row.untransferable_licenses,
    assigned: row.assigned,
    suspended: row.suspended_at !== null,
  }));
}

/** A customer; throws `not_found`. */
export async function getSoldManager(db: Queries, id: number, now: number): Promise<SoldManager> {
  const [manager] = await managersWithIds(db, [id], now);
  if (!manager) throw notFound();
  return manager;
}

/** The customers, newest first; of a search those whose name, address or domains have all its words. */
export async function listSoldManagers(
  db: Queries,
  search: string | undefined,
  slice: Slice,
  now: number,
): Promise<Found<SoldManager>> {
  const words = wordsOf(search);
  const conditions = words.map((word) => either(contains('search_key', word), sql`id = ${idIn(word)}`));
  const kept = words.length > 0 ? null : await keptTotal(db, 'manager');
  const { total, items } = await newestIds(db, 'manager', { conditions, kept, slice });
  return { total, items: await managersWithIds(db, items, now) };
}

/** Makes a license manager: a customer. */
export async function createManager(tx: Transaction, asked: ManagerTerms, by: Actor, now: number): Promise<number> {
  const [row] = await insert(tx, { ...rowOf(asked), now });
  if (!row) throw new Error('no license manager was made');
  record(tx, { managerId: row.id, at: now, kind: 'manager.created', by, after: asked });
  return row.id;
}

/** Changes what is given of a license manager, and lets it go on or not; throws `not_found`. */
export async function changeManager(
  tx: Transaction,
  { id, suspended, ...changes }: Partial<ManagerTerms> & { id: number; suspended?: boolean },
  by: Actor,
  now: number,
): Promise<void> {
  const [row] = await lockById(tx, { id });
  if (!row) throw notFound();
  const before = { name: row.name, email: row.email, allowedDomains: JSON.parse(row.allowed_domains) as string[] };
  const after = { ...before, ...changes };
  const suspendedAt = suspended === undefined ? row.suspended_at : suspended ? (row.suspended_at ?? now) : null;
  await update(tx, { id, ...rowOf(after), suspendedAt });
  const of = { managerId: id, at: now, by };
  if (JSON.stringify(after) !== JSON.stringify(before)) record(tx, { ...of, kind: 'manager.changed', before, after });
  if ((suspendedAt === null) !== (row.suspended_at === null))
    record(tx, { ...of, kind: suspendedAt === null ? 'manager.resumed' : 'manager.suspended' });
}
