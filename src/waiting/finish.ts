import type { Transaction } from '../db/database.ts';
import { prepare } from '../db/prepare.ts';
import { type Actor, type Fact, type MailKind, recordAll } from '../event/record.ts';
import { isoTime } from '../rules/time.ts';
import type { Entry } from './entry.ts';

/** How an entry ends without a license. */
export type Ending = 'lapsed' | 'left' | 'removed' | 'closed';

const over = prepare((db, p: { id: number; state: Ending; now: number }) =>
  db
    .updateTable('waiting')
    .set({ state: p.state, seat: null, offered_until: null, changed_at: p.now })
    .where('id', '=', p.id)
    .where('state', 'in', ['waiting', 'offered'])
    .returning('id'),
);

const accepted = prepare((db, p: { id: number; licenseId: number; now: number }) =>
  db
    .updateTable('waiting')
    .set({ state: 'accepted', seat: null, offered_until: null, license_id: p.licenseId, changed_at: p.now })
    .where('id', '=', p.id),
);

/** Pools in which a student still waits for the course beside free seats, because they were offered one here. */
const passedOver = prepare((db, p: { studentId: number; courseId: number }) =>
  db
    .selectFrom('waiting')
    .innerJoin('pool', 'pool.id', 'waiting.pool_id')
    .select(['pool.id', 'pool.manager_id'])
    .where('waiting.student_id', '=', p.studentId)
    .where('waiting.course_id', '=', p.courseId)
    .where('waiting.state', '=', 'waiting')
    .whereRef('pool.held', '<', 'pool.licenses'),
);

const kinds = {
  lapsed: 'waiting.lapsed',
  left: 'waiting.left',
  removed: 'waiting.removed',
  closed: 'waiting.closed',
} as const;

/** Who leaves knows it. */
const mails: Partial<Record<Ending, MailKind>> = {
  lapsed: 'waiting_lapsed',
  removed: 'waiting_removed',
  closed: 'waiting_closed',
};

/** Of what an event about an entry tells. */
export const ofEntry = ({ managerId, courseId, poolId, linkId, student }: Entry) => ({
  managerId,
  courseId,
  poolId,
  linkId,
  studentId: student.id,
});

function factOf(entry: Entry, state: Ending, by: Actor, now: number): Fact {
  const mail = mails[state];
  const until = entry.offeredUntil === null ? {} : { offeredUntil: isoTime(entry.offeredUntil) };
  return {
    event: {
      ...ofEntry(entry),
      at: now,
      kind: kinds[state],
      by,
      before: { entry: entry.id, state: entry.state, ...until },
      after: { entry: entry.id, state },
    },
    mail: mail ? { kind: mail, to: entry.student.email, payload: { entry: entry.id } } : null,
  };
}

/**
 * Ends live entries without a license, and tells history why; the seats that were held for them come free. Where another
 * transaction has just ended one, nothing happens to it. Answers those that were ended.
 */
export async function endEntries(
  tx: Transaction,
  entries: readonly Entry[],
  state: Ending,
  by: Actor,
  now: number,
): Promise<Entry[]> {
  const rows = await Promise.all(entries.map(({ id }) => over(tx, { id, state, now })));
  const ended = entries.filter((_, n) => rows[n]?.length === 1);
  recordAll(
    tx,
    ended.map((entry) => factOf(entry, state, by, now)),
  );
  for (const { poolId, managerId, courseId, student, seat } of ended) {
    if (seat === null) continue;
    tx.seatsChanged({ id: poolId, managerId });
    for (const pool of await passedOver(tx, { studentId: student.id, courseId }))
      tx.seatsChanged({ id: pool.id, managerId: pool.manager_id });
  }
  return ended.map((entry) => ({ ...entry, state, seat: null, offeredUntil: null, changed: now }));
}

/**
 * Ends what a student waits for of a course of which they get a license, before it is inserted: the entry of its pool is
 * accepted, the others are left.
 */
export async function enrolled(
  tx: Transaction,
  entries: readonly Entry[],
  license: { id: number; poolId: number },
  by: Actor,
  now: number,
): Promise<void> {
  const [here, elsewhere] = [true, false].map((own) =>
    entries.filter(({ poolId }) => (poolId === license.poolId) === own),
  );
  await endEntries(tx, elsewhere ?? [], 'left', by, now);
  for (const entry of here ?? []) {
    void accepted(tx.deferred, { id: entry.id, licenseId: license.id, now });
    recordAll(tx, [
      {
        event: {
          ...ofEntry(entry),
          licenseId: license.id,
          at: now,
          kind: 'waiting.accepted',
          by,
          before: { entry: entry.id, state: entry.state },
          after: { entry: entry.id, state: 'accepted' },
        },
        mail: null,
      },
    ]);
  }
}
