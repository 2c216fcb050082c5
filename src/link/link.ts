import { sha256 } from '../crypto.ts';
import type { Engine, Queries } from '../db/database.ts';
import { idsIn } from '../db/dialect.ts';
import type { Slice } from '../db/page.ts';
import { isActiveAt } from '../db/predicates.ts';
import { prepare } from '../db/prepare.ts';
import { notFound } from '../errors.ts';
import { type License, licenseColumns, toLicense } from '../license/license.ts';
import { recyclableOfLink } from '../license/recycle.ts';
import { dueOfLink } from '../pool/pool.ts';
import { codeOf, type LinkFacts, type Validity } from '../rules/link.ts';
import type { RecyclePolicy } from '../rules/recycle.ts';
import { fold } from '../rules/search.ts';

/** An auto-enrollment link. Times in seconds. */
export interface Link extends LinkFacts {
  id: number;
  managerId: number;
  poolId: number;
  course: { id: number; title: string };
  transferable: boolean;
  codeSealed: string;
  /** What its manager calls it. */
  name: string | null;
  /** Licenses younger than so many days are not taken back. */
  minHeldDays: number;
  /** Whose license is taken back. */
  recyclePolicy: RecyclePolicy;
  /** Whether people may wait where it, or its pool, has none left. */
  whenFull: 'refuse' | 'wait';
  /** It gives nothing before its manager approves. */
  approval: boolean;
  /** It is shown to everybody who signs in with an address of an allowed domain. */
  listed: boolean;
  /** How often a student may make a license longer. */
  extensions: number;
  /** How many wait by it. */
  waiting: number;
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
  name: string | null;
  paused_at: number | null;
  min_held_days: number;
  recycle_policy: RecyclePolicy;
  when_full: 'refuse' | 'wait';
  approval: 0 | 1;
  listed: 0 | 1;
  extensions: number;
  waiting: number;
  issued: number;
  live: number;
  offered: number;
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
  paused: row.paused_at !== null,
  name: row.name,
  minHeldDays: row.min_held_days,
  recyclePolicy: row.recycle_policy,
  whenFull: row.when_full,
  approval: row.approval === 1,
  listed: row.listed === 1,
  extensions: row.extensions,
  waiting: row.waiting,
  issued: row.issued,
  live: row.live,
  offered: row.offered,
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
  'link.name',
  'link.paused_at',
  'link.min_held_days',
  'link.recycle_policy',
  'link.when_full',
  'link.approval',
  'link.listed',
  'link.extensions',
  'link.waiting',
  'link.issued',
  'link.live',
  'link.offered',
] as const;

const byId = prepare((db, p: { managerId: number; id: number; now: number }) =>
  db
    .selectFrom('link')
    .innerJoin('pool', 'pool.id', 'link.pool_id')
    .innerJoin('course', 'course.id', 'pool.course_id')
    .select(columns)
    .select(dueOfLink(p.now))
    .where('link.id', '=', p.id)
    .where('link.manager_id', '=', p.managerId),
);

const byHash = prepare((db, p: { hash: string; now: number }) =>
  db
    .selectFrom('link')
    .innerJoin('pool', 'pool.id', 'link.pool_id')
    .innerJoin('course', 'course.id', 'pool.course_id')
    .select(columns)
    .select(dueOfLink(p.now))
    .where('link.code_hash', '=', p.hash),
);

const byIds = prepare((db, p: { managerId: number; ids: string; now: number }, engine: Engine) =>
  db
    .selectFrom('link')
    .innerJoin('pool', 'pool.id', 'link.pool_id')
    .innerJoin('course', 'course.id', 'pool.course_id')
    .select(columns)
    .select(dueOfLink(p.now))
    .where('link.manager_id', '=', p.managerId)
    .where('link.id', 'in', idsIn(p.ids, engine))
    .orderBy('link.id', 'desc'),
);

const overview = prepare((db, p: { managerId: number }) =>
  db
    .selectFrom('link')
    .innerJoin('pool', 'pool.id', 'link.pool_id')
    .innerJoin('course', 'course.id', 'pool.course_id')
    .select(['link.id', 'link.pool_id', 'link.deleted_at', 'link.name', 'course.title'])
    .where('link.manager_id', '=', p.managerId)
    .orderBy('link.id', 'desc'),
);

/** The active licenses that the link gave, the oldest first. */
const activeOf = prepare((db, p: { id: number; now: number; limit: number }) =>
  db
    .selectFrom('license')
    .innerJoin('student', 'student.id', 'license.student_id')
    .select(licenseColumns)
    .where('license.link_id', '=', p.id)
    .where(isActiveAt(p.now))
    .orderBy('license.start_at')
    .orderBy('license.id')
    .limit(p.limit),
);

/** A link of the manager; throws `not_found`. */
export async function getLink(db: Queries, managerId: number, id: number, now: number): Promise<Link> {
  const [row] = await byId(db, { managerId, id, now });
  if (!row) throw notFound();
  return toLink(row);
}

/** The link with this code, whoever made it, also where marks follow it (`codeOf`); throws `not_found`. */
export async function findLink(db: Queries, code: string, now: number): Promise<Link> {
  const [row] = await byHash(db, { hash: sha256(codeOf(code)), now });
  if (!row) throw notFound();
  return toLink(row);
}

/** The links of a manager, newest first: found by course title, name or pool number. */
export async function listLinks(
  db: Queries,
  filter: { managerId: number; deleted: boolean; text: string },
  slice: Slice,
  now: number,
): Promise<{ total: number; links: Link[] }> {
  const { managerId, deleted } = filter;
  const wanted = fold(filter.text.trim());
  const matches = (title: string, name: string | null, poolId: number) =>
    fold(`${title}\n${name ?? ''}`).includes(wanted) || `#${poolId}`.includes(wanted);
  const found = (await overview(db, { managerId })).filter(
    (link) => (link.deleted_at !== null) === deleted && matches(link.title, link.name, link.pool_id),
  );
  const ids = found.slice(slice.offset, slice.offset + slice.limit).map((link) => link.id);
  const rows = await byIds(db, { managerId, ids: JSON.stringify(ids), now });
  return { total: found.length, links: rows.map(toLink) };
}

/** The active licenses that the link gave, the oldest first. */
export async function activeLicenses(db: Queries, id: number, limit: number, now: number): Promise<License[]> {
  return (await activeOf(db, { id, now, limit })).map(toLicense);
}

/** The license that the link would take back for the next person; null where it takes none back, or none yet. */
export async function reassignableOf(db: Queries, link: Link, now: number): Promise<License | null> {
  const { id, autoReassign, recyclePolicy: policy, minHeldDays } = link;
  return autoReassign ? recyclableOfLink(db, id, { policy, minHeldDays }, now) : null;
}
