import { type SqlBool, sql } from 'kysely';
import type { Clock } from '../context.ts';
import type { Engine, Transaction } from '../db/database.ts';
import { idsIn } from '../db/dialect.ts';
import { prepare } from '../db/prepare.ts';
import { invalid, Refusal } from '../errors.ts';
import { type Actor, record } from '../event/record.ts';
import { endLicense } from '../license/end.ts';
import type { License } from '../license/license.ts';
import { putProgress } from '../progress/store.ts';
import { betterProgress, decideMerge } from '../rules/merge.ts';
import { type LockedStudent, lockStudents, presentOf } from './lock.ts';
import { moveRecords } from './move.ts';
import { mergeWaiting } from './waiting.ts';

const markMerged = prepare((db, p: { from: number; into: number }) =>
  db
    .updateTable('student')
    .set({ merged_into: p.into })
    .where((eb) => eb.or([eb('id', '=', p.from), eb('merged_into', '=', p.from)])),
);
const giveLicenses = prepare((db, p: { from: number; into: number }) =>
  db.updateTable('license').set({ student_id: p.into }).where('student_id', '=', p.from),
);
const managersOf = prepare((db, p: { id: number }) =>
  db.selectFrom('manager_student').select('manager_id').where('student_id', '=', p.id).orderBy('manager_id'),
);
const giveEvents = prepare((db, p: { from: number; into: number; managerId: number }) =>
  db
    .updateTable('event')
    .set({ student_id: p.into })
    .where('student_id', '=', p.from)
    .where('manager_id', '=', p.managerId),
);
const givePublishersEvents = prepare((db, p: { from: number; into: number }) =>
  db.updateTable('event').set({ student_id: p.into }).where('student_id', '=', p.from).where('manager_id', 'is', null),
);

const progressOf = prepare((db, p: { id: number }) =>
  db.selectFrom('progress').selectAll().where('student_id', '=', p.id),
);
const forgetProgress = prepare((db, p: { id: number }) => db.deleteFrom('progress').where('student_id', '=', p.id));

/** Mails about licenses that still have to leave go to the address that the student has now. */
const redirectMails = prepare((db, p: { id: number; email: string; before: string }) =>
  db
    .updateTable('outbox')
    .set({ recipient: p.email })
    .where('recipient', '=', p.before)
    .where('done_at', 'is', null)
    .where('license_id', 'in', (eb) => eb.selectFrom('license').select('license.id').where('student_id', '=', p.id)),
);

/** What was planned for other people than there are now is planned anew. */
const outdateRosters = prepare((db, p: { managers: string; now: number }, engine: Engine) =>
  db
    .updateTable('roster')
    .set({ outdated_at: p.now })
    .where('manager_id', 'in', idsIn(p.managers, engine))
    .where('applied_at', 'is', null)
    .where('outdated_at', 'is', null)
    .where(sql<SqlBool>`expires_at > ${p.now}`),
);
const outdatePlans = prepare((db, p: { managers: string; now: number }, engine: Engine) =>
  db
    .updateTable('agent_plan')
    .set({ outdated_at: p.now })
    .where('manager_id', 'in', idsIn(p.managers, engine))
    .where('applied_at', 'is', null)
    .where('outdated_at', 'is', null),
);

/** Makes the plans of some managers be asked for again. */
export async function outdatePlansOf(tx: Transaction, managers: readonly number[], now: number): Promise<void> {
  const asked = { managers: JSON.stringify(managers), now };
  await outdateRosters(tx, asked);
  await outdatePlans(tx, asked);
}

/** The license managers of whom a student has or had a license. */
export const managersOfStudent = async (tx: Transaction, id: number): Promise<number[]> =>
  (await managersOf(tx, { id })).map(({ manager_id }) => manager_id);

/** Mails about the licenses of a student that still have to leave go to the new address. */
export const sendMailsTo = (tx: Transaction, id: number, before: string, email: string) =>
  redirectMails(tx, { id, email, before });

/** What becomes of a license in a merge: the other student's, that student's as before, or ended. */
export interface MergedLicense {
  license: License;
  becomes: 'moved' | 'kept' | 'ended';
  /** The license that makes an ended one needless. */
  keeps: number | null;
}

export interface Merged {
  from: LockedStudent;
  into: LockedStudent;
  licenses: MergedLicense[];
}

type ProgressRow = Awaited<ReturnType<typeof progressOf>>[number];

const progressFacts = (row: ProgressRow) => ({
  percent: row.percent,
  completed: row.completed_at,
  lastAccess: row.last_access_at,
  reportedAt: row.reported_at,
});

async function mergeProgress(tx: Transaction, from: number, into: number): Promise<void> {
  const own = new Map((await progressOf(tx, { id: into })).map((row) => [row.course_id, row]));
  const rows = (await progressOf(tx, { id: from })).map((row) => {
    const other = own.get(row.course_id);
    const better = other ? betterProgress(progressFacts(row), progressFacts(other)) : progressFacts(row);
    return {
      student_id: into,
      course_id: row.course_id,
      percent: better.percent,
      completed_at: better.completed,
      last_access_at: better.lastAccess,
      reported_at: better.reportedAt,
      told_at: Math.max(row.told_at ?? 0, other?.told_at ?? 0) || null,
    };
  });
  await putProgress(tx, rows);
  await forgetProgress(tx, { id: from });
}

function told(licenses: readonly License[], ends: ReadonlyMap<number, number>, into: number): MergedLicense[] {
  return licenses.map((license) => {
    const keeps = ends.get(license.id) ?? null;
    return { license, keeps, becomes: keeps !== null ? 'ended' : license.student.id === into ? 'kept' : 'moved' };
  });
}

/**
 * Makes all of one student another one's, who keeps name and address and is found by both addresses from then on.
 * Of two licenses of a course one ends; the better progress stays. Throws `not_found`, `invalid_request`,
 * `student_erased` or `cannot_merge`.
 */
export async function mergeStudents(
  tx: Transaction,
  asked: { from: number; into: number },
  by: Actor,
  clock: Clock,
): Promise<Merged> {
  if (asked.from === asked.into) throw invalid({ pointer: '/into', detail: 'is the student who is to be merged' });
  const { students, licenses, now } = await lockStudents(tx, [asked.from, asked.into], clock);
  const from = presentOf(students, asked.from);
  const other = students.find(({ id }) => id === asked.into);
  if (!other || other.merged_into !== null) throw invalid({ pointer: '/into', detail: 'is the id of no student' });
  const into = presentOf(students, asked.into);
  const of = Map.groupBy(licenses, ({ student }) => student.id);
  const decision = decideMerge(of.get(from.id) ?? [], of.get(into.id) ?? [], now);
  if (decision.refused) throw new Refusal(decision.refused);
  for (const license of licenses) if (decision.ends.has(license.id)) await endLicense(tx, license, 'merged', by, now);
  const held = licenses.filter(({ id, start }) => !decision.ends.has(id) && start <= now);
  await mergeWaiting(tx, [from.id, into.id], new Set(held.map(({ courseId }) => courseId)), by, now);
  await tx.settled();
  const managers = await managersOfStudent(tx, from.id);
  await markMerged(tx, { from: from.id, into: into.id });
  await giveLicenses(tx, { from: from.id, into: into.id });
  for (const managerId of managers) await giveEvents(tx, { from: from.id, into: into.id, managerId });
  await givePublishersEvents(tx, { from: from.id, into: into.id });
  await mergeProgress(tx, from.id, into.id);
  await moveRecords(tx, from.id, into.id);
  await sendMailsTo(tx, into.id, from.email, into.email);
  await outdatePlansOf(tx, managers, now);
  const before = { id: from.id, name: from.name, email: from.email };
  const after = { id: into.id, name: into.name, email: into.email };
  for (const managerId of managers.length > 0 ? managers : [null])
    record(tx, { managerId, at: now, kind: 'student.merged', by, studentId: into.id, before, after });
  return { from, into, licenses: told(licenses, decision.ends, into.id) };
}
