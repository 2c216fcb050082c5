import { sql } from 'kysely';
import { ownRefusal, refusedRow } from '../batch.ts';
import { type Clock, type Context, now } from '../context.ts';
import type { Transaction } from '../db/database.ts';
import { locked } from '../db/dialect.ts';
import { prepare } from '../db/prepare.ts';
import { notFound, Refusal } from '../errors.ts';
import { type Actor, ofLicense, record } from '../event/record.ts';
import { studentSearchKey } from '../rules/search.ts';
import { DAY, isoTime } from '../rules/time.ts';
import { studentsById } from './list.ts';
import type { StudentRow } from './student.ts';

/** Locked, so that two who remind or rename at once do it one after the other. */
const lockOwn = prepare((db, p: { managerId: number; id: number }, engine) =>
  locked(
    db
      .selectFrom('manager_student')
      .select('student_id')
      .where('manager_id', '=', p.managerId)
      .where('student_id', '=', p.id),
    engine,
  ),
);
const byId = prepare((db, p: { id: number }) =>
  db.selectFrom('student').select(['id', 'name', 'email', 'email_key']).where('id', '=', p.id),
);
const accountOf = prepare((db, p: { email: string }) =>
  db.selectFrom('person').select('id').where('email', '=', p.email),
);
const rename = prepare((db, p: { id: number; name: string; key: string }) =>
  db.updateTable('student').set({ name: p.name, search_key: p.key }).where('id', '=', p.id),
);
const remindedSince = prepare((db, p: { managerId: number; id: number; after: number }) =>
  db
    .selectFrom('event')
    .select('id')
    .where('manager_id', '=', p.managerId)
    .where('student_id', '=', p.id)
    .where('kind', '=', 'license.unopened')
    .where(sql<boolean>`at > ${p.after}`)
    .limit(1),
);

interface Asked {
  managerId: number;
  id: number;
}

async function lockStudent(tx: Transaction, asked: Asked) {
  const [own] = await lockOwn(tx, asked);
  const [student] = own ? await byId(tx, { id: asked.id }) : [];
  if (!student) throw notFound();
  return student;
}

/** Corrects the name of a student of the manager. Throws `not_found` or `student_has_account`. */
export async function renameStudent(
  tx: Transaction,
  asked: Asked & { name: string },
  by: Actor,
  clock: Clock,
): Promise<StudentRow> {
  const { email_key, ...student } = await lockStudent(tx, asked);
  const [account] = await accountOf(tx, { email: email_key });
  if (account) throw new Refusal('student_has_account');
  if (student.name === asked.name) return student;
  await rename(tx, { id: student.id, name: asked.name, key: studentSearchKey(asked.name, student.email) });
  record(tx, {
    managerId: asked.managerId,
    at: clock(),
    kind: 'student.renamed',
    by,
    studentId: student.id,
    before: { name: student.name },
    after: { name: asked.name },
  });
  return { ...student, name: asked.name };
}

/**
 * Mails a student about a course that is active and was never opened: the one whose license ends first. Throws
 * `not_found`, `nothing_unopened` or `reminded_today`.
 */
export async function remindOfUnopened(tx: Transaction, asked: Asked, by: Actor, clock: Clock): Promise<void> {
  await lockStudent(tx, asked);
  const at = clock();
  const [student] = await studentsById(tx, asked.managerId, [asked.id], { all: false, now: at });
  const unopened = (student?.enrollments ?? []).filter(({ lastAccess }) => lastAccess === null);
  const [first] = unopened.sort((a, b) => a.end - b.end || a.licenseId - b.licenseId);
  if (!student || !first) throw new Refusal('nothing_unopened');
  const [earlier] = await remindedSince(tx, { ...asked, after: at - DAY });
  if (earlier) throw new Refusal('reminded_today');
  record(
    tx,
    {
      ...ofLicense({ ...first, id: first.licenseId, managerId: asked.managerId, student }),
      at,
      kind: 'license.unopened',
      by,
      after: { end: isoTime(first.end) },
    },
    { kind: 'license_unopened', to: student.email, payload: {} },
  );
}

/** Reminds students one after the other; each is mailed or refused. */
export async function remindMany(
  context: Context,
  { managerId, ids }: { managerId: number; ids: number[] },
  by: Actor,
  one: (index: number, work: (tx: Transaction) => Promise<object>) => Promise<object>,
): Promise<object[]> {
  const results: object[] = [];
  for (const [index, id] of ids.entries()) {
    const remind = async (tx: Transaction) => {
      await remindOfUnopened(tx, { managerId, id }, by, () => now(context));
      return { outcome: 'reminded', code: null, detail: null };
    };
    const done = await one(index, remind).catch((error: unknown) => refusedRow(ownRefusal(error)));
    results.push({ id, ...done });
  }
  return results;
}
