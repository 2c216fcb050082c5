import { sql } from 'kysely';
import type { Transaction } from '../db/database.ts';
import { upTo } from '../db/planner-hints.ts';
import { prepare } from '../db/prepare.ts';
import { endAll } from '../db/sets.ts';
import type { EndedHow } from '../db/tables.ts';
import type { EventKind } from '../event/catalogue.ts';
import {
  type Actor,
  type Fact,
  type MailKind,
  type NewMail,
  ofLicense,
  record,
  recordAll,
  system,
} from '../event/record.ts';
import { isoTime } from '../rules/time.ts';
import { type License, licenseColumns, toLicense } from './license.ts';

/** So many licenses that have run out are ended with one look at a pool. */
export const MAX_SWEPT = 1000;

const endById = prepare((db, p: { id: number; end: number; now: number; how: EndedHow }) =>
  db
    .updateTable('license')
    .set({ end_at: p.end, ended_at: p.now, ended_how: p.how })
    .where('id', '=', p.id)
    .where('ended_at', 'is', null)
    .returning('id'),
);

const dueInPool = prepare((db, p: { poolId: number; now: number }) =>
  db
    .selectFrom('license')
    .innerJoin('student', 'student.id', 'license.student_id')
    .select(licenseColumns)
    .where('license.pool_id', '=', p.poolId)
    .where('license.ended_at', 'is', null)
    .where(upTo('license.end_at', p.now))
    .orderBy('license.end_at')
    .limit(MAX_SWEPT),
);

const dueOfStudent = prepare((db, p: { studentId: number; courseId: number; now: number }) =>
  db
    .selectFrom('license')
    .innerJoin('student', 'student.id', 'license.student_id')
    .select(licenseColumns)
    .where('license.student_id', '=', p.studentId)
    .where('license.course_id', '=', p.courseId)
    .where('license.ended_at', 'is', null)
    .where(upTo('license.end_at', p.now)),
);

const kinds = {
  revoked: 'license.revoked',
  returned: 'license.returned',
  recycled: 'license.recycled',
  edited: 'license.end_changed',
  expired: 'license.expired',
  merged: 'license.merged',
  erased: 'license.erased',
} as const satisfies Record<EndedHow, EventKind>;

/** A student who returns a license knows it, and who was merged keeps the course by another; the others learn why they lost access. */
const mailKinds: Partial<Record<EndedHow, MailKind>> = {
  revoked: 'license_revoked',
  edited: 'license_revoked',
  recycled: 'license_recycled',
  expired: 'license_ended',
};

/** What had no license left, so that another one was passed on. */
export type Full = 'pool' | 'link';

/** What else explains that a license ended. */
interface Why {
  /** The student who got the seat. */
  for: number;
  full: Full;
}

const mailOf = (license: License, how: EndedHow, why: Why | undefined): NewMail | null => {
  const kind = mailKinds[how];
  const payload = { licenseId: license.id, ...(why ? { full: why.full } : {}) };
  return kind ? { kind, to: license.student.email, payload } : null;
};

/** What history tells of a license that ended now, and who is told. */
export const factOfEnd = (license: License, how: EndedHow, by: Actor, now: number, why?: Why): Fact => ({
  event: {
    ...ofLicense(license),
    at: now,
    kind: kinds[how],
    by,
    before: { end: isoTime(license.end), active: how !== 'expired' },
    after: { end: isoTime(how === 'expired' ? license.end : Math.max(now, license.start)), active: false },
    ...(why ? { why } : {}),
  },
  mail: mailOf(license, how, why),
});

/**
 * Ends a license for good and tells history why; answers it as it now is. A license that ran out keeps the end
 * it had, every other ends at this moment. Where another transaction has just ended it, nothing happens: null.
 */
export async function endLicense(
  tx: Transaction,
  license: License,
  how: EndedHow,
  by: Actor,
  now: number,
  why?: Why,
): Promise<License | null> {
  const end = how === 'expired' ? license.end : Math.max(now, license.start);
  const [done] = await endById(tx, { id: license.id, end, now, how });
  if (!done) return null;
  const { event, mail } = factOfEnd(license, how, by, now, why);
  record(tx, event, ...(mail ? [mail] : []));
  return { ...license, end, ended: now, endedHow: how };
}

/** Ends licenses that have run out; answers what history has to tell of those that nobody else had ended before. */
export async function expire(tx: Transaction, due: readonly License[], now: number): Promise<Fact[]> {
  const ids = due.map(({ id }) => id);
  const done = await endAll(tx, 'expired', ids, now);
  return due.filter(({ id }) => done.has(id)).map((license) => factOfEnd(license, 'expired', system, now));
}

/** Ends the licenses of a pool that have run out, so that their seats are free. The pool must be locked. */
export async function sweepPool(tx: Transaction, poolId: number, now: number): Promise<number> {
  const due = (await dueInPool(tx, { poolId, now })).map(toLicense);
  recordAll(tx, await expire(tx, due, now));
  return due.length;
}

/** Ends what the student held of the course and has run out, in whatever pool: it would stand in the way of a new one. */
export async function sweepStudent(tx: Transaction, studentId: number, courseId: number, now: number): Promise<void> {
  for (const row of await dueOfStudent(tx, { studentId, courseId, now })) {
    await endLicense(tx, toLicense(row), 'expired', system, now);
    tx.seatsChanged({ id: row.pool_id, managerId: row.manager_id });
  }
}

const duePools = prepare((db, p: { now: number; limit: number }) =>
  db
    .selectFrom('license')
    .select([sql<number>`pool_id`.as('pool_id'), sql<number>`manager_id`.as('manager_id')])
    .where('ended_at', 'is', null)
    .where(upTo('end_at', p.now))
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('renewal')
            .select(sql`1`.as('one'))
            .whereRef('renewal.pool_id', '=', 'license.pool_id')
            .where('renewal.done_at', 'is', null),
        ),
      ),
    )
    .orderBy('end_at')
    .limit(p.limit),
);

/** Pools with licenses that have run out, the longest overdue first; not those that are renewed (publisher/renew.ts). */
export async function poolsWithDue(db: Parameters<typeof duePools>[0], now: number, limit: number) {
  const pools = new Map<number, { poolId: number; managerId: number }>();
  for (const row of await duePools(db, { now, limit })) {
    pools.set(row.pool_id, { poolId: row.pool_id, managerId: row.manager_id });
  }
  return [...pools.values()];
}
