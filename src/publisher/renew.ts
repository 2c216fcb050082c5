import { type Context, now } from '../context.ts';
import type { Engine, Queries, Transaction } from '../db/database.ts';
import { idsIn } from '../db/dialect.ts';
import { prepare } from '../db/prepare.ts';
import { endAll, takeIds } from '../db/sets.ts';
import { notFound, Refusal } from '../errors.ts';
import { type Actor, record, recordMany, system } from '../event/record.ts';
import { place } from '../license/assign.ts';
import { factOfEnd, sweepPool, sweepStudent } from '../license/end.ts';
import { type License, licenseColumns, toLicense } from '../license/license.ts';
import { lockPool } from '../pool/pool.ts';
import { isActive } from '../rules/license.ts';
import { isoTime } from '../rules/time.ts';
import { liveEntries } from '../waiting/entry.ts';
import { enrolled } from '../waiting/finish.ts';
import { join } from '../waiting/join.ts';
import { createPool } from './create-pool.ts';

const LICENSES_AT_ONCE = 200;
const POOLS_AT_ONCE = 50;

/** How a pool is renewed: what is null is taken from the pool, or the course. Times in seconds. */
export interface Renewal {
  id: number;
  end: number | null;
  months: number | null;
  licenses: number | null;
  order: string | null;
}

const managerOf = prepare((db, p: { id: number }) => db.selectFrom('pool').select('manager_id').where('id', '=', p.id));

const renewalOf = prepare((db, p: { id: number }) => db.selectFrom('renewal').selectAll().where('pool_id', '=', p.id));

const insert = prepare((db, p: { id: number; next: number; now: number }) =>
  db.insertInto('renewal').values({ pool_id: p.id, next_pool_id: p.next, made_at: p.now }),
);

const termsOf = prepare((db, p: { id: number }) =>
  db.selectFrom('pool').select(['licenses', 'end_at']).where('id', '=', p.id),
);

/**
 * Makes the next pool, from the end of this one; its students get licenses of it when this one ends. Answers the id of
 * the next pool. Throws `not_found`, `pool_renewed`, `course_archived` or `invalid_request`.
 */
export async function renewPool(tx: Transaction, asked: Renewal, by: Actor, now: number): Promise<number> {
  const { id } = asked;
  const [found] = await managerOf(tx, { id });
  if (!found) throw notFound();
  const pool = await lockPool(tx, found.manager_id, id);
  if ((await renewalOf(tx, { id })).length > 0) throw new Refusal('pool_renewed');
  const { managerId, courseId, transferable } = pool;
  const licenses = asked.licenses ?? Math.max(1, pool.shrinkTo ?? pool.licenses);
  const terms = { start: pool.end, end: asked.end, months: asked.months, order: asked.order };
  const next = await createPool(tx, { managerId, courseId, transferable, licenses, ...terms }, by, now);
  await insert(tx, { id, next, now });
  const [made] = await termsOf(tx, { id: next });
  const after = { pool: next, licenses, end: isoTime(made?.end_at ?? pool.end) };
  record(tx, { managerId, courseId, poolId: id, at: now, kind: 'pool.renewed', by, after });
  return next;
}

const due = prepare((db, p: { now: number; limit: number }) =>
  db
    .selectFrom('renewal')
    .innerJoin('pool', 'pool.id', 'renewal.pool_id')
    .innerJoin('pool as next', 'next.id', 'renewal.next_pool_id')
    .select(['renewal.pool_id', 'renewal.next_pool_id', 'pool.manager_id'])
    .where('renewal.done_at', 'is', null)
    .where('pool.end_at', '<=', p.now)
    .where('next.start_at', '<=', p.now)
    .orderBy('renewal.pool_id')
    .limit(p.limit),
);

/** Licenses that ran until the end of their pool, swept or not. */
const untilTheEnd = prepare((db, p: { poolId: number; end: number; after: number; limit: number }) =>
  db
    .selectFrom('license')
    .innerJoin('student', 'student.id', 'license.student_id')
    .select(licenseColumns)
    .where('license.pool_id', '=', p.poolId)
    .where('student.erased_at', 'is', null)
    .where('license.id', '>', p.after)
    .where('license.end_at', '=', p.end)
    .where((eb) => eb.or([eb('license.ended_at', 'is', null), eb('license.ended_how', '=', 'expired')]))
    .orderBy('license.id')
    .limit(p.limit),
);

const heldNow = prepare((db, p: { courseId: number; students: string }, engine: Engine) =>
  db
    .selectFrom('license')
    .innerJoin('student', 'student.id', 'license.student_id')
    .select(licenseColumns)
    .where('license.student_id', 'in', idsIn(p.students, engine))
    .where('license.course_id', '=', p.courseId)
    .where('license.ended_at', 'is', null),
);

const note = prepare((db, p: { id: number; upTo: number; doneAt: number | null }) =>
  db.updateTable('renewal').set({ given_up_to: p.upTo, done_at: p.doneAt }).where('pool_id', '=', p.id),
);

/** Ends licenses that ran out with their pool. Nobody is told so: they get the next one. */
async function endQuietly(tx: Transaction, licenses: readonly License[], now: number): Promise<void> {
  const open = licenses.filter(({ ended }) => ended === null);
  const ids = open.map(({ id }) => id);
  const done = await endAll(tx, 'expired', ids, now);
  const ended = open.filter(({ id }) => done.has(id));
  await recordMany(
    tx,
    ended.map((license) => factOfEnd(license, 'expired', system, now).event),
  );
}

/** Of these students, those who hold no license of the course now; what ran out is ended, wherever it was. */
async function withoutLicense(tx: Transaction, licenses: readonly License[], courseId: number, now: number) {
  const students = licenses.map(({ student }) => student.id);
  const held = (await heldNow(tx, { courseId, students: JSON.stringify(students) })).map(toLicense);
  const active = new Set(held.filter((one) => isActive(one, now)).map(({ student }) => student.id));
  const free = licenses.map(({ student }) => student).filter(({ id }) => !active.has(id));
  const stale = new Set(held.filter((one) => one.end <= now).map(({ student }) => student.id));
  for (const { id } of free) if (stale.has(id)) await sweepStudent(tx, id, courseId, now);
  return free;
}

/** Gives some students of a pool licenses of the next one; true where there may be more. */
async function giveSome(
  tx: Transaction,
  { managerId, poolId, nextId }: { managerId: number; poolId: number; nextId: number },
  now: number,
): Promise<boolean> {
  const pool = await lockPool(tx, managerId, poolId);
  await lockPool(tx, managerId, nextId);
  while ((await sweepPool(tx, nextId, now)) > 0);
  const next = await lockPool(tx, managerId, nextId);
  const [renewal] = await renewalOf(tx, { id: poolId });
  if (!renewal || renewal.done_at !== null || pool.end > now) return false;
  const asked = { poolId, end: pool.end, after: renewal.given_up_to, limit: LICENSES_AT_ONCE };
  const licenses = (await untilTheEnd(tx, asked)).map(toLicense);
  await endQuietly(tx, licenses, now);
  const open = next.closed || now >= next.end ? 0 : Math.max(0, (next.shrinkTo ?? next.licenses) - next.held);
  const students = await withoutLicense(tx, licenses, pool.courseId, now);
  const fitting = students.slice(0, open);
  const all = students.map(({ id }) => id);
  const entries = Map.groupBy(await liveEntries(tx, all, pool.courseId), ({ student }) => student.id);
  const ids = await takeIds(tx, 'license', fitting.length);
  for (const [i, student] of fitting.entries()) {
    const id = ids[i] as number;
    await enrolled(tx, entries.get(student.id) ?? [], { id, poolId: nextId }, system, now);
    place(tx, next, { id, student, linkId: null, seat: null, now, end: next.end }, system);
  }
  const waits = (id: number) => entries.get(id)?.some(({ poolId: of }) => of === nextId) ?? false;
  const joining = next.closed || now >= next.end ? [] : students.slice(open).filter(({ id }) => !waits(id));
  for (const student of joining) await join(tx, next, { student, linkId: null, endDate: null }, system, now);
  const more = licenses.length === LICENSES_AT_ONCE;
  await note(tx, { id: poolId, upTo: licenses.at(-1)?.id ?? renewal.given_up_to, doneAt: more ? null : now });
  return more;
}

const dueNow = (db: Queries, at: number) => due(db, { now: at, limit: POOLS_AT_ONCE });

/** Gives the students of renewed pools that have ended licenses of the next ones; true where there may be more. */
export async function giveRenewals(context: Pick<Context, 'db' | 'clock'>): Promise<boolean> {
  const { db } = context;
  const renewals = await dueNow(db.read, now(context));
  for (const { pool_id: poolId, next_pool_id: nextId, manager_id: managerId } of renewals) {
    while (await db.write((tx) => giveSome(tx, { managerId, poolId, nextId }, now(context))));
  }
  return renewals.length === POOLS_AT_ONCE;
}
