import { createHash, randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import type { Clock } from '../context.ts';
import type { Engine, Queries, Transaction } from '../db/database.ts';
import { idsIn } from '../db/dialect.ts';
import type { Slice } from '../db/page.ts';
import { prepare } from '../db/prepare.ts';
import type { LinkTable } from '../db/tables.ts';
import { invalid, notFound, Refusal } from '../errors.ts';
import { endLicense } from '../license/end.ts';
import { type License, licenseColumns, toLicense } from '../license/license.ts';
import { type Actor, record } from '../outbox/event.ts';
import { lockPool } from '../pool/pool.ts';
import type { LinkFacts, Validity } from '../rules/link.ts';
import { foldText } from '../rules/search.ts';
import type { Seal } from '../seal.ts';

/** An auto-enrollment link. Times in seconds. */
export interface Link extends LinkFacts {
  id: number;
  managerId: number;
  poolId: number;
  course: { id: number; title: string };
  transferable: boolean;
  codeSealed: string;
  created: number;
  deletedAt: number | null;
}

interface Row {
  id: number;
  manager_id: number;
  pool_id: number;
  course_id: number;
  title: string;
  transferable: 0 | 1;
  code_sealed: string;
  licenses: number;
  auto_reassign: 0 | 1;
  validity_count: number | null;
  validity_unit: Validity['unit'] | null;
  created_at: number;
  deleted_at: number | null;
  issued: number;
  live: number;
  due: number;
}

const toLink = (row: Row): Link => ({
  id: row.id,
  managerId: row.manager_id,
  poolId: row.pool_id,
  course: { id: row.course_id, title: row.title },
  transferable: row.transferable === 1,
  codeSealed: row.code_sealed,
  licenses: row.licenses,
  autoReassign: row.auto_reassign === 1,
  validity: row.validity_count && row.validity_unit ? { count: row.validity_count, unit: row.validity_unit } : null,
  created: row.created_at,
  deletedAt: row.deleted_at,
  deleted: row.deleted_at !== null,
  issued: row.issued,
  live: row.live,
  due: row.due,
});

const columns = [
  'link.id',
  'link.manager_id',
  'link.pool_id',
  'pool.course_id',
  'course.title',
  'pool.transferable',
  'link.code_sealed',
  'link.licenses',
  'link.auto_reassign',
  'link.validity_count',
  'link.validity_unit',
  'link.created_at',
  'link.deleted_at',
  'link.issued',
  'link.live',
] as const;

/** Licenses of the link that have run out and were not swept. */
const due = (now: number) =>
  sql<number>`(select count(*) from license where link_id = link.id and ended_at is null and license.end_at <= ${now})`.as(
    'due',
  );

const byId = prepare((db, p: { managerId: number; id: number; now: number }) =>
  db
    .selectFrom('link')
    .innerJoin('pool', 'pool.id', 'link.pool_id')
    .innerJoin('course', 'course.id', 'pool.course_id')
    .select(columns)
    .select(due(p.now))
    .where('link.id', '=', p.id)
    .where('link.manager_id', '=', p.managerId),
);

const byHash = prepare((db, p: { hash: string; now: number }) =>
  db
    .selectFrom('link')
    .innerJoin('pool', 'pool.id', 'link.pool_id')
    .innerJoin('course', 'course.id', 'pool.course_id')
    .select(columns)
    .select(due(p.now))
    .where('link.code_hash', '=', p.hash),
);

const byIds = prepare((db, p: { managerId: number; ids: string; now: number }, engine: Engine) =>
  db
    .selectFrom('link')
    .innerJoin('pool', 'pool.id', 'link.pool_id')
    .innerJoin('course', 'course.id', 'pool.course_id')
    .select(columns)
    .select(due(p.now))
    .where('link.manager_id', '=', p.managerId)
    .where('link.id', 'in', idsIn(p.ids, engine))
    .orderBy('link.id', 'desc'),
);

const overview = prepare((db, p: { managerId: number }) =>
  db
    .selectFrom('link')
    .innerJoin('pool', 'pool.id', 'link.pool_id')
    .innerJoin('course', 'course.id', 'pool.course_id')
    .select(['link.id', 'link.pool_id', 'link.deleted_at', 'course.title'])
    .where('link.manager_id', '=', p.managerId)
    .orderBy('link.id', 'desc'),
);

type NewRow = Pick<
  LinkTable,
  | 'manager_id'
  | 'pool_id'
  | 'code_hash'
  | 'code_sealed'
  | 'licenses'
  | 'auto_reassign'
  | 'validity_count'
  | 'validity_unit'
  | 'created_at'
>;

const insert = prepare((db, p: NewRow) =>
  db
    .insertInto('link')
    .values({
      manager_id: p.manager_id,
      pool_id: p.pool_id,
      code_hash: p.code_hash,
      code_sealed: p.code_sealed,
      licenses: p.licenses,
      auto_reassign: p.auto_reassign,
      validity_count: p.validity_count,
      validity_unit: p.validity_unit,
      created_at: p.created_at,
    })
    .returning('id'),
);

const close = prepare((db, p: { id: number; now: number }) =>
  db
    .updateTable('link')
    .set({ deleted_at: p.now })
    .where('id', '=', p.id)
    .where('deleted_at', 'is', null)
    .returning('id'),
);

/** The licenses that the link gave and could take back, the oldest first. */
const activeOf = prepare((db, p: { id: number; now: number; limit: number }) =>
  db
    .selectFrom('license')
    .innerJoin('student', 'student.id', 'license.student_id')
    .select(licenseColumns)
    .where('license.link_id', '=', p.id)
    .where('license.ended_at', 'is', null)
    .where('license.start_at', '<=', p.now)
    .where('license.end_at', '>', p.now)
    .orderBy('license.start_at')
    .orderBy('license.id')
    .limit(p.limit),
);

const hashOf = (code: string): string => createHash('sha256').update(code).digest('base64url');

/** A link of the manager; throws `not_found`. */
export async function getLink(db: Queries, managerId: number, id: number, now: number): Promise<Link> {
  const [row] = await byId(db, { managerId, id, now });
  if (!row) throw notFound();
  return toLink(row);
}

/** The link with this code, whoever made it; throws `not_found`. */
export async function findLink(db: Queries, code: string, now: number): Promise<Link> {
  const [row] = await byHash(db, { hash: hashOf(code), now });
  if (!row) throw notFound();
  return toLink(row);
}

/** The links of a manager, newest first: found by course title or pool number. */
export async function listLinks(
  db: Queries,
  filter: { managerId: number; deleted: boolean; text: string },
  slice: Slice,
  now: number,
): Promise<{ total: number; links: Link[] }> {
  const { managerId, deleted } = filter;
  const wanted = foldText(filter.text.trim());
  const matches = (title: string, poolId: number) => foldText(title).includes(wanted) || `#${poolId}`.includes(wanted);
  const found = (await overview(db, { managerId })).filter(
    (link) => (link.deleted_at !== null) === deleted && matches(link.title, link.pool_id),
  );
  const ids = found.slice(slice.offset, slice.offset + slice.limit).map((link) => link.id);
  const rows = await byIds(db, { managerId, ids: JSON.stringify(ids), now });
  return { total: found.length, links: rows.map(toLink) };
}

export interface NewLink {
  managerId: number;
  poolId: number;
  licenses: number;
  autoReassign: boolean;
  validity: Validity | null;
}

const termsOf = ({ licenses, autoReassign, validity }: Pick<Link, 'licenses' | 'autoReassign' | 'validity'>) => ({
  licenses,
  autoReassign,
  validity,
});

/** Makes a link to a pool that has not ended. Throws `not_found`, `pool_not_running` or `invalid_request`. */
export async function createLink(tx: Transaction, asked: NewLink, seal: Seal, by: Actor, clock: Clock): Promise<Link> {
  const { managerId, poolId, licenses, autoReassign, validity } = asked;
  const pool = await lockPool(tx, managerId, poolId);
  const now = clock();
  if (pool.end <= now) throw new Refusal('pool_not_running');
  if (licenses > pool.licenses)
    throw invalid({ pointer: '/licenses', detail: `must be at most ${pool.licenses}, the licenses of the pool` });
  if (autoReassign && !pool.transferable) {
    throw invalid({
      pointer: '/autoReassign',
      detail: 'must be false: the pool is untransferable, and its licenses never come back',
    });
  }
  const code = randomBytes(16).toString('hex');
  const [row] = await insert(tx, {
    manager_id: managerId,
    pool_id: poolId,
    code_hash: hashOf(code),
    code_sealed: seal.close(code),
    licenses,
    auto_reassign: autoReassign ? 1 : 0,
    validity_count: validity?.count ?? null,
    validity_unit: validity?.unit ?? null,
    created_at: now,
  });
  const link = await getLink(tx, managerId, (row as { id: number }).id, now);
  const where = { managerId, courseId: pool.courseId, poolId, linkId: link.id };
  await record(tx, { ...where, at: now, kind: 'link.created', by, after: { link: link.id, ...termsOf(link) } });
  return link;
}

/** The active license that the link gave first, or null. */
export async function oldestOfLink(db: Queries, id: number, now: number): Promise<License | null> {
  const [row] = await activeOf(db, { id, now, limit: 1 });
  return row ? toLicense(row) : null;
}

const REVOKED_AT_A_TIME = 100;

/**
 * Deletes a link: nobody enrolls by it any more. The licenses that it gave stay until they end or, with `revoke`, are
 * revoked where they can be, some at a time: as long as `more` is true, there may be more of them.
 * Throws `not_found`, or `link_closed` where nothing is left to do.
 */
export async function deleteLink(
  tx: Transaction,
  asked: { managerId: number; id: number; revoke: boolean },
  by: Actor,
  clock: Clock,
): Promise<{ link: Link; more: boolean }> {
  const { managerId, id } = asked;
  const before = await getLink(tx, managerId, id, clock());
  const pool = await lockPool(tx, managerId, before.poolId);
  const now = clock();
  const [closed] = await close(tx, { id, now });
  if (!closed && !asked.revoke) throw new Refusal('link_closed');
  const where = { managerId, courseId: pool.courseId, poolId: pool.id, linkId: id };
  if (closed)
    await record(tx, { ...where, at: now, kind: 'link.deleted', by, before: { link: id, ...termsOf(before) } });
  const rows = asked.revoke && pool.transferable ? await activeOf(tx, { id, now, limit: REVOKED_AT_A_TIME }) : [];
  for (const row of rows) await endLicense(tx, toLicense(row), 'revoked', by, now);
  return { link: await getLink(tx, managerId, id, now), more: rows.length === REVOKED_AT_A_TIME };
}
