import { sql } from 'kysely';
import type { Clock } from '../context.ts';
import type { Transaction } from '../db/database.ts';
import { nextId } from '../db/dialect.ts';
import { prepare } from '../db/prepare.ts';
import { Refusal } from '../errors.ts';
import { type Actor, ofLicense, record } from '../event/record.ts';
import { due, type LockedPool, lockPool } from '../pool/pool.ts';
import { withdrawAll } from '../request/request.ts';
import { domainAllowed, type Email } from '../rules/email.ts';
import { decideAssign, isActive, isDue } from '../rules/license.ts';
import { availableLicenses } from '../rules/pool.ts';
import type { RecycleTerms } from '../rules/recycle.ts';
import { isoTime } from '../rules/time.ts';
import { isOffered, mayWait } from '../rules/waiting.ts';
import { addStudent } from '../student/student.ts';
import { type Entry, liveEntries } from '../waiting/entry.ts';
import { enrolled } from '../waiting/finish.ts';
import { join } from '../waiting/join.ts';
import { endLicense, type Full, sweepPool, sweepStudent } from './end.ts';
import type { License } from './license.ts';
import { recyclableIn } from './recycle.ts';
import { settlePool } from './settle.ts';

/** What is asked. Times in seconds. */
export interface Assignment {
  managerId: number;
  poolId: number;
  email: Email;
  /** For a student who is not known yet. */
  name: string;
  endDate: number | null;
  /** Whose license may be taken back where none is available; null: nobody's. */
  recycle: RecycleTerms | null;
  /** Licenses that are not taken back. */
  spared: readonly number[];
}

/** A new license, and the one that gave up its seat for it. */
export interface Assigned {
  license: License;
  recycled: License | null;
}

const situation = prepare((db, p: { key: string; managerId: number; poolId: number }, engine) =>
  db
    .selectFrom(sql`(select 1)`.as('one'))
    .leftJoin('student as found', (join) => join.on('found.email_key', '=', p.key))
    .leftJoin('student', (join) => join.on('student.id', '=', sql<number>`coalesce(found.merged_into, found.id)`))
    .leftJoin('license', (join) =>
      join
        .onRef('license.student_id', '=', 'student.id')
        .on('license.course_id', '=', sql<number>`(select course_id from pool where pool.id = ${p.poolId})`)
        .on('license.ended_at', 'is', null),
    )
    .select(['student.id', 'student.name', 'student.email', 'license.start_at', 'license.end_at', 'license.ahead'])
    .select(
      sql<
        number | null
      >`(select min(end_at) from license as other where pool_id = ${p.poolId} and ended_at is null)`.as('next_end'),
    )
    .select(
      sql<number | null>`(select min(waiting.id) from waiting where waiting.student_id = student.id
        and waiting.course_id = (select course_id from pool where pool.id = ${p.poolId})
        and waiting.state in ('waiting', 'offered'))`.as('entry'),
    )
    .select(
      sql<number | null>`(select min(request.id) from request where request.student_id = student.id
        and request.course_id = (select course_id from pool where pool.id = ${p.poolId})
        and request.state = 'requested')`.as('request'),
    )
    .select(sql<string>`(select allowed_domains from manager where manager.id = ${p.managerId})`.as('domains'))
    .select(nextId('license', engine).as('next_license'))
    .select(sql<number>`case when student.id is null then ${nextId('student', engine)} end`.as('next_student')),
);

const dueInPool = prepare((db, p: { poolId: number; now: number }) =>
  db.selectFrom('pool').select(due(p.now)).where('pool.id', '=', p.poolId),
);

/**
 * The locked pool and the facts of the student, after what time has freed was offered to who waits for it: what that
 * changes is read again.
 */
async function settled(
  tx: Transaction,
  asked: { key: string; managerId: number; poolId: number },
  clock: Clock,
): Promise<{ pool: LockedPool; rows: Awaited<ReturnType<typeof situation>>; now: number }> {
  const [locked, rows] = await Promise.all([lockPool(tx, asked.managerId, asked.poolId), situation(tx, asked)]);
  const now = clock(); // after waiting for the lock: whoever had it may have ended a license a moment ago
  const pool = await settlePool(tx, locked, now);
  return { pool, now, rows: pool === locked ? rows : await situation(tx, asked) };
}

interface NewLicense {
  id: number;
  poolId: number;
  studentId: number;
  linkId: number | null;
  /** The seat that was held for the student, if there is one. */
  seat: number | null;
  now: number;
  end: number;
}

/** Takes the seat that was held, or the lowest seat that came back, else the next one that was never held. */
const insert = prepare((db, p: NewLicense) =>
  db
    .insertInto('license')
    .columns([
      'id',
      'pool_id',
      'manager_id',
      'course_id',
      'transferable',
      'seat',
      'student_id',
      'link_id',
      'start_at',
      'end_at',
    ])
    .expression((eb) =>
      eb
        .selectFrom('pool')
        .select([
          sql<number>`cast(${p.id} as bigint)`.as('id'),
          'pool.id as pool_id',
          'pool.manager_id',
          'pool.course_id',
          'pool.transferable',
          sql<number>`coalesce(cast(${p.seat} as bigint),
            (select min(seat) from free_seat where pool_id = pool.id), pool.last_seat + 1)`.as('seat'),
          sql<number>`cast(${p.studentId} as bigint)`.as('student_id'),
          sql<number | null>`cast(${p.linkId} as bigint)`.as('link_id'),
          sql<number>`cast(${p.now} as bigint)`.as('start_at'),
          sql<number>`cast(${p.end} as bigint)`.as('end_at'),
        ])
        .where('pool.id', '=', p.poolId),
    ),
);

/**
 * Locks the pool, and answers what the rules must know of it and of the student: true until the commit. Both are asked
 * at once, and what the second answers was read under the lock. Throws `not_found`.
 */
export async function lockSituation(
  tx: Transaction,
  { managerId, poolId, email }: { managerId: number; poolId: number; email: Email },
  clock: Clock,
) {
  const asked = { key: email.key, managerId, poolId };
  const { pool, rows, now } = await settled(tx, asked, clock);
  const first = rows[0] as (typeof rows)[number]; // there is one for a student who is not known too
  const held = rows.flatMap(({ start_at, end_at }) =>
    start_at === null || end_at === null ? [] : [{ transferable: true, start: start_at, end: end_at, ended: null }],
  );
  const someDue = first.next_end !== null && first.next_end <= now;
  const [counted] = someDue ? await dueInPool(tx, { poolId, now }) : [];
  const entries = first.id === null || first.entry === null ? [] : await liveEntries(tx, [first.id], pool.courseId);
  const entry = entries.find((one) => one.poolId === poolId) ?? null;
  const offer = entry && isOffered(entry, now) ? entry : null;
  return {
    now,
    student: first.id === null ? null : { id: first.id, name: first.name ?? '', email: first.email ?? '' },
    ids: { license: first.next_license, student: first.next_student },
    enrolled: held.some((license) => isActive(license, now)),
    beginsAgain: rows.some(({ ahead, start_at }) => ahead === 0 && (start_at ?? 0) > now),
    stale: held.some((license) => isDue(license, now)),
    pool: { ...pool, held: pool.held - (offer ? 1 : 0), due: counted?.due ?? 0 }, // the seat held for them is free to them
    /** Where the student waits for the course, or was offered it, in any pool. */
    entries,
    /** Of these, the one of this pool. */
    entry,
    /** That one, where a seat is held for it. */
    offer,
    /** The student has asked for the course by a link. */
    hasAsked: first.request !== null,
    domainAllowed: !pool.transferable || domainAllowed(email.domain, JSON.parse(first.domains)),
  };
}

export type Situation = Awaited<ReturnType<typeof lockSituation>>;

/** A license that the rules let go to a student. */
interface Grant {
  email: Email;
  /** For a student who is not known yet. */
  name: string;
  end: number;
  linkId: number | null;
  /** The license that gives up its seat for this one, and what is full, so that it must. */
  recycles: License | null;
  full: Full | null;
}

/** A license, or a place on the waiting list of its pool. */
export type AssignedOrWaits = { assigned: Assigned; waits: null } | { assigned: null; waits: Entry };

/**
 * Assigns a license of the pool, from now on. Contract section 2: the refusals come in its order, and a refused
 * request changes nothing. With `wait` the student is put on the waiting list where none is available.
 * Throws `not_found` or a refusal of the rules.
 */
export async function assignOrWait(
  tx: Transaction,
  asked: Assignment & { wait: boolean },
  by: Actor,
  clock: Clock,
): Promise<AssignedOrWaits> {
  const facts = await lockSituation(tx, asked, clock);
  const { pool, now } = facts;
  const { email, name, endDate, recycle: terms, spared } = asked;
  const search = terms && pool.transferable && availableLicenses(pool, now) <= 0 ? { terms, spared, limit: 1 } : null;
  const [first] = search ? await recyclableIn(tx, pool.id, search, now) : [];
  const decision = decideAssign({ ...facts, endDate, recycle: terms !== null, recyclable: first !== undefined }, now);
  if (asked.wait && mayWait(decision.refused)) {
    const waits = await waitFor(tx, facts, { email, name, endDate, linkId: null }, by);
    return { assigned: null, waits };
  }
  if (decision.refused) throw new Refusal(decision.refused);
  const recycled = decision.recycles && first ? first.license : null;
  const license = await give(
    tx,
    facts,
    { email, name, end: decision.end, linkId: null, recycles: recycled, full: 'pool' },
    by,
  );
  return { assigned: { license, recycled }, waits: null };
}

/** The same for who does not wait. */
export async function assign(tx: Transaction, asked: Assignment, by: Actor, clock: Clock): Promise<Assigned> {
  const { assigned } = await assignOrWait(tx, { ...asked, wait: false }, by, clock);
  if (!assigned) throw new Error('a student waits whom nobody asked to');
  return assigned;
}

/** The student of a situation, who is made where the address is new. */
export const studentOf = (
  tx: Transaction,
  { student, ids }: Pick<Situation, 'student' | 'ids'>,
  email: Email,
  name: string,
) => student ?? addStudent(tx, ids.student, email, name);

/** Puts a student on the list of the pool; who stands there already keeps the place. */
export async function waitFor(
  tx: Transaction,
  { pool, entry, student: known, ids, now }: Situation,
  { email, name, endDate, linkId }: Pick<Assignment, 'email' | 'name' | 'endDate'> & { linkId: number | null },
  by: Actor,
): Promise<Entry> {
  if (entry) return entry;
  const student = studentOf(tx, { student: known, ids }, email, name);
  return join(tx, pool, { student, linkId, endDate }, by, now);
}

/**
 * Gives a license that the rules allow: every assignment, by whatever way it was asked for, is made here. Nothing is
 * waited for: what is new was given its ids with the situation, and is written with the commit. Throws `already_enrolled`.
 */
export async function give(
  tx: Transaction,
  { pool, stale, beginsAgain, student: known, ids, entries, offer, hasAsked, now }: Situation,
  { email, name, end, linkId, recycles, full }: Grant,
  by: Actor,
): Promise<License> {
  const { id: poolId, courseId } = pool;
  if (beginsAgain) throw new Refusal('already_enrolled'); // a license given before the clock was set back
  if (pool.due > 0) await sweepPool(tx, poolId, now);
  if (stale && known) await sweepStudent(tx, known.id, courseId, now);
  const student = known ?? addStudent(tx, ids.student, email, name);
  if (recycles && full) await endLicense(tx, recycles, 'recycled', by, now, { for: student.id, full });
  if (entries.length > 0) await enrolled(tx, entries, { id: ids.license, poolId }, by, now);
  if (hasAsked) await withdrawAll(tx, { studentId: student.id, courseId }, by, now);
  return place(tx, pool, { id: ids.license, student, linkId, seat: offer?.seat ?? null, now, end }, by);
}

/** A license for a student who is known, under an id that was taken. */
interface Placed {
  id: number;
  student: { id: number; name: string; email: string };
  linkId: number | null;
  /** The one that was held for the student. */
  seat: number | null;
  now: number;
  end: number;
}

/** Writes down a license that takes a free seat of its pool, which is locked, and tells the student. */
export function place(
  tx: Transaction,
  { id: poolId, managerId, courseId, transferable }: LockedPool,
  { id, student, linkId, seat, now, end }: Placed,
  by: Actor,
): License {
  void insert(tx.deferred, { id, poolId, studentId: student.id, linkId, seat, now, end });
  const given = { id, poolId, managerId, courseId, linkId, student };
  const after = { start: isoTime(now), end: isoTime(end), active: true };
  record(
    tx,
    { ...ofLicense(given), at: now, kind: 'license.assigned', by, after },
    { kind: 'license_assigned', to: student.email, payload: { licenseId: id } },
  );
  return { ...given, transferable, start: now, end, ended: null, endedHow: null };
}
