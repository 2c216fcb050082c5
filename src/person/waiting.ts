import type { Engine, Transaction } from '../db/database.ts';
import { idsIn } from '../db/dialect.ts';
import { prepare } from '../db/prepare.ts';
import { type Actor, record } from '../event/record.ts';
import { type Entry, liveEntriesOfMany } from '../waiting/entry.ts';
import { endEntries } from '../waiting/finish.ts';

const openRequests = prepare((db, p: { ids: string }, engine: Engine) =>
  db
    .selectFrom('request')
    .select(['id', 'manager_id', 'link_id', 'pool_id', 'course_id', 'student_id'])
    .where('student_id', 'in', idsIn(p.ids, engine))
    .where('state', '=', 'requested')
    .orderBy('since')
    .orderBy('id'),
);
const withdraw = prepare((db, p: { id: number; now: number }) =>
  db.updateTable('request').set({ state: 'withdrawn', decided_at: p.now }).where('id', '=', p.id),
);
const emptyRequests = prepare((db, p: { ids: string }, engine: Engine) =>
  db.updateTable('request').set({ message: null, reason: null }).where('student_id', 'in', idsIn(p.ids, engine)),
);

type Request = Awaited<ReturnType<typeof openRequests>>[number];

async function withdrawAll(tx: Transaction, requests: readonly Request[], by: Actor, now: number): Promise<void> {
  for (const one of requests) {
    await withdraw(tx, { id: one.id, now });
    record(tx, {
      ...{ managerId: one.manager_id, courseId: one.course_id, poolId: one.pool_id, linkId: one.link_id },
      ...{ studentId: one.student_id, at: now, kind: 'request.withdrawn', by },
      before: { request: one.id, state: 'requested' },
      after: { request: one.id, state: 'withdrawn' },
    });
  }
}

/** All but the first of each kind. */
const later = <T>(all: readonly T[], kind: (one: T) => unknown): T[] =>
  [...Map.groupBy(all, kind).values()].flatMap((some) => some.slice(1));

const inOrder = (entries: readonly Entry[]) => entries.toSorted((a, b) => a.since - b.since || a.id - b.id);

/**
 * Leaves of what two students wait and ask for what one student can: the earlier of two entries for a pool, one offer for
 * a course, nothing of a course that they hold, and one request for a link.
 */
export async function mergeWaiting(
  tx: Transaction,
  ids: readonly number[],
  held: ReadonlySet<number>,
  by: Actor,
  now: number,
): Promise<void> {
  const entries = inOrder(await liveEntriesOfMany(tx, ids));
  const needless = entries.filter(({ courseId }) => held.has(courseId));
  const wanted = entries.filter((entry) => !needless.includes(entry));
  const twice = later(wanted, ({ poolId }) => poolId);
  const single = wanted.filter((entry) => !twice.includes(entry));
  const offers = later(
    single.filter(({ seat }) => seat !== null),
    ({ courseId }) => courseId,
  );
  await endEntries(tx, [...needless, ...twice, ...offers], 'left', by, now);
  const requests = await openRequests(tx, { ids: JSON.stringify(ids) });
  const idle = requests.filter((one) => held.has(one.course_id));
  const open = requests.filter((one) => !idle.includes(one));
  await withdrawAll(tx, [...idle, ...later(open, (one) => one.link_id)], by, now);
  await tx.settled();
}

/** Ends all that students wait and ask for; what they wrote is gone. */
export async function endWaiting(tx: Transaction, ids: readonly number[], by: Actor, now: number): Promise<void> {
  await endEntries(tx, await liveEntriesOfMany(tx, ids), 'left', by, now);
  await withdrawAll(tx, await openRequests(tx, { ids: JSON.stringify(ids) }), by, now);
  await emptyRequests(tx, { ids: JSON.stringify(ids) });
  await tx.settled();
}
