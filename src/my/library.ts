import { personActor } from '../actor.ts';
import type { Visitor } from '../auth/session.ts';
import type { Clock } from '../context.ts';
import type { Queries, Transaction } from '../db/database.ts';
import { prepare } from '../db/prepare.ts';
import { notFound, Refusal } from '../errors.ts';
import { accept } from '../license/accept.ts';
import type { License } from '../license/license.ts';
import { type Enrolled, enroll } from '../link/enroll.ts';
import { extend } from '../link/extend.ts';
import { getLink, type Link, reassignableOf } from '../link/link.ts';
import { refuseSuspended } from '../manager/manager.ts';
import { getPool, type TitledPool } from '../pool/pool.ts';
import { endRequest, type LicenseRequest, lockRequest, requestsOf } from '../request/request.ts';
import { domainAllowed, parseEmail } from '../rules/email.ts';
import { type LinkState, linkEnd, linkState, usedLicenses } from '../rules/link.ts';
import { availableLicenses } from '../rules/pool.ts';
import { type Entry, liveEntriesOf } from '../waiting/entry.ts';
import { type PlacedEntry, placed } from '../waiting/list.ts';
import { removeEntry } from '../waiting/remove.ts';

/** So many links are looked at, and shown. */
const MAX_LISTED = 500;
const MAX_SHOWN = 100;

const used = prepare((db, p: { email: string; limit: number }) =>
  db
    .selectFrom('student_by_address as student')
    .innerJoin('license', 'license.student_id', 'student.id')
    .innerJoin('link', 'link.id', 'license.link_id')
    .select(['link.id', 'link.manager_id'])
    .distinct()
    .where('student.email_key', '=', p.email)
    .where('link.deleted_at', 'is', null)
    .orderBy('link.id', 'desc')
    .limit(p.limit),
);

const listed = prepare((db, p: { limit: number }) =>
  db
    .selectFrom('link')
    .innerJoin('manager', 'manager.id', 'link.manager_id')
    .select(['link.id', 'link.manager_id', 'manager.allowed_domains'])
    .where('link.listed', '=', 1)
    .where('link.deleted_at', 'is', null)
    .orderBy('link.manager_id')
    .orderBy('link.id', 'desc')
    .limit(p.limit),
);

const managerName = prepare((db, p: { id: number }) => db.selectFrom('manager').select('name').where('id', '=', p.id));

const ownById = prepare((db, p: { email: string; id: number }) =>
  db
    .selectFrom('license')
    .innerJoin('student_by_address as student', 'student.id', 'license.student_id')
    .select('license.manager_id')
    .where('license.id', '=', p.id)
    .where('student.email_key', '=', p.email),
);

/** A library that a student may borrow from. Times in seconds. */
export interface Library {
  link: Link;
  manager: string;
  pool: TitledPool;
  state: LinkState;
  /** Licenses that could be taken at once. */
  free: number;
  /** When a license ends that is taken now. */
  end: number;
}

/** Links that the student has used, or that are listed for the domain of the address. */
async function linksFor(db: Queries, { email }: Visitor): Promise<{ id: number; managerId: number }[]> {
  const domain = parseEmail(email)?.domain;
  const [own, all] = await Promise.all([used(db, { email, limit: MAX_SHOWN }), listed(db, { limit: MAX_LISTED })]);
  const fitting = all.filter(({ allowed_domains }) => domain && domainAllowed(domain, JSON.parse(allowed_domains)));
  const found = new Map([...own, ...fitting].map(({ id, manager_id }) => [id, { id, managerId: manager_id }]));
  return [...found.values()].slice(0, MAX_SHOWN);
}

async function libraryOf(db: Queries, asked: { id: number; managerId: number }, now: number): Promise<Library> {
  const link = await getLink(db, asked.managerId, asked.id, now);
  const [pool, [manager], reassignable] = await Promise.all([
    getPool(db, link.managerId, link.poolId, now),
    managerName(db, { id: link.managerId }),
    reassignableOf(db, link, now),
  ]);
  const left = Math.max(0, link.licenses - usedLicenses(link, pool.transferable));
  return {
    link,
    manager: manager?.name ?? '',
    pool,
    state: linkState(link, pool, reassignable !== null && link.waiting === 0, now),
    free: Math.max(0, Math.min(left, availableLicenses(pool, now))),
    end: linkEnd(link.validity, pool.end, now),
  };
}

/** What a student reads of a pool. */
interface Named {
  title: string;
  manager: string;
}

export interface OwnLibrary {
  libraries: Library[];
  waiting: (PlacedEntry & Named)[];
  requests: (LicenseRequest & Named)[];
}

/** Adds the course and the license manager, by their names, to what a student waits for. */
async function named<T extends { poolId: number }>(db: Queries, items: readonly T[]): Promise<(T & Named)[]> {
  if (items.length === 0) return [];
  const pools = await db.kysely
    .selectFrom('pool')
    .innerJoin('course', 'course.id', 'pool.course_id')
    .innerJoin('manager', 'manager.id', 'pool.manager_id')
    .select(['pool.id', 'course.title', 'manager.name as manager'])
    .where('pool.id', 'in', [...new Set(items.map(({ poolId }) => poolId))])
    .execute();
  const names = new Map(pools.map(({ id, ...names }) => [id, names]));
  return items.map((item) => ({ ...item, ...(names.get(item.poolId) ?? { title: '', manager: '' }) }));
}

/** What a student may borrow, waits for, and has asked for. */
export async function ownLibrary(db: Queries, visitor: Visitor, now: number): Promise<OwnLibrary> {
  const links = await linksFor(db, visitor);
  const [libraries, entries, requests] = await Promise.all([
    Promise.all(links.map((link) => libraryOf(db, link, now))),
    liveEntriesOf(db, visitor.email),
    requestsOf(db, visitor.email, now),
  ]);
  const live = (await placed(db, entries, now)).filter(({ state }) => state === 'waiting' || state === 'offered');
  return {
    libraries: libraries.filter(({ state }) => state !== 'closed' && state !== 'ended'),
    waiting: await named(db, live),
    requests: await named(db, requests),
  };
}

/** Takes a license from a library that the student is shown. Throws `not_found` or the refusals of `enroll`. */
export async function borrow(
  tx: Transaction,
  visitor: Visitor,
  { linkId, message }: { linkId: number; message: string | null },
  clock: Clock,
): Promise<Enrolled> {
  const email = parseEmail(visitor.email);
  const link = (await linksFor(tx, visitor)).find(({ id }) => id === linkId);
  if (!link || !email) throw notFound();
  return enroll(tx, { link, email, name: visitor.name || 'Student', message }, clock);
}

async function ownEntry(tx: Transaction, { email }: Visitor, id: number): Promise<Entry> {
  const entry = (await liveEntriesOf(tx, email)).find((one) => one.id === id);
  if (!entry) throw notFound();
  return entry;
}

/** Accepts the seat that is held for the student. Throws `not_found` or the refusals of `accept`. */
export async function acceptOwn(tx: Transaction, visitor: Visitor, id: number, clock: Clock): Promise<License> {
  const { managerId } = await ownEntry(tx, visitor, id);
  await refuseSuspended(tx, managerId);
  return accept(tx, { managerId, id }, personActor(visitor), clock);
}

/** Leaves a waiting list. Throws `not_found` or `not_waiting`. */
export async function leaveOwn(tx: Transaction, visitor: Visitor, id: number, clock: Clock): Promise<Entry> {
  const { managerId } = await ownEntry(tx, visitor, id);
  return removeEntry(tx, { managerId, id }, 'left', personActor(visitor), clock);
}

/** Takes a request back. Throws `not_found` or `request_decided`. */
export async function withdrawOwn(tx: Transaction, visitor: Visitor, id: number, now: number): Promise<LicenseRequest> {
  const own = (await requestsOf(tx, visitor.email, now)).find((one) => one.id === id);
  if (!own) throw notFound();
  const request = await lockRequest(tx, own.managerId, id, now);
  const gone = await endRequest(tx, request, 'withdrawn', { by: personActor(visitor), reason: null }, now);
  if (!gone) throw new Refusal('request_decided');
  return gone;
}

/** Makes a borrowed license longer. Throws `not_found` or the refusals of `extend`. */
export async function extendOwn(tx: Transaction, visitor: Visitor, id: number, clock: Clock): Promise<License> {
  const [own] = await ownById(tx, { email: visitor.email, id });
  if (!own) throw notFound();
  await refuseSuspended(tx, own.manager_id);
  return extend(tx, { managerId: own.manager_id, id }, personActor(visitor), clock);
}
