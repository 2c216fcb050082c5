import type { Clock } from '../context.ts';
import type { Transaction } from '../db/database.ts';
import { prepare } from '../db/prepare.ts';
import { Refusal } from '../errors.ts';
import { type Actor, record } from '../event/record.ts';
import type { Email } from '../rules/email.ts';
import { otherMailbox } from '../rules/mailbox.ts';
import { studentSearchKey } from '../rules/search.ts';
import { type LockedStudent, lockStudents, presentOf } from './lock.ts';
import { managersOfStudent, outdatePlansOf, sendMailsTo } from './merge.ts';

interface Values {
  id: number;
  name: string;
  email: string;
  key: string;
  searchKey: string;
  mailbox: string | null;
}

const update = prepare((db, p: Values) =>
  db
    .updateTable('student')
    .set({ name: p.name, email: p.email, email_key: p.key, search_key: p.searchKey, mailbox: p.mailbox })
    .where('id', '=', p.id),
);
const withKey = prepare((db, p: { key: string }) =>
  db.selectFrom('student').select(['id', 'merged_into']).where('email_key', '=', p.key),
);
const setAddress = prepare((db, p: { id: number; email: string; key: string; mailbox: string | null }) =>
  db.updateTable('student').set({ email: p.email, email_key: p.key, mailbox: p.mailbox }).where('id', '=', p.id),
);

export interface Correction {
  id: number;
  name?: string | undefined;
  email?: Email | undefined;
}

/**
 * Makes room for an address at a student. One that finds the student already, as that of somebody who was merged, is
 * exchanged for the one that the student has had: both go on finding the student. Throws `email_in_use`.
 */
async function takeAddress(tx: Transaction, student: LockedStudent, { key }: Email): Promise<void> {
  const [owner] = key === student.email_key ? [] : await withKey(tx, { key });
  if (!owner) return;
  if (owner.merged_into !== student.id) throw new Refusal('email_in_use');
  await setAddress(tx, { id: owner.id, email: '', key: `moving:${owner.id}`, mailbox: null });
  await setAddress(tx, { id: student.id, email: '', key: `moving:${student.id}`, mailbox: null });
  const { email_key: before } = student;
  await setAddress(tx, { id: owner.id, email: student.email, key: before, mailbox: otherMailbox(before) });
}

/**
 * Corrects name and address of a student, for all license managers. Unlike after a merge, an address that was wrong
 * finds nobody any more. Throws `not_found`, `student_erased` or `email_in_use`.
 */
export async function correctStudent(tx: Transaction, asked: Correction, by: Actor, clock: Clock): Promise<void> {
  const { students, now } = await lockStudents(tx, [asked.id], clock);
  const student = presentOf(students, asked.id);
  const { id } = student;
  const name = asked.name ?? student.name;
  const [email, key] = asked.email ? [asked.email.address, asked.email.key] : [student.email, student.email_key];
  if (asked.email) await takeAddress(tx, student, asked.email);
  const renamed = name !== student.name;
  const moved = email !== student.email;
  if (!renamed && !moved) return;
  await update(tx, { id, name, email, key, searchKey: studentSearchKey(name, email), mailbox: otherMailbox(key) });
  const managers = await managersOfStudent(tx, id);
  if (moved) {
    await sendMailsTo(tx, id, student.email, email);
    await outdatePlansOf(tx, managers, now);
  }
  const ofStudent = { at: now, by, studentId: id };
  for (const managerId of managers.length > 0 ? managers : [null]) {
    if (renamed)
      record(tx, {
        ...{ ...ofStudent, managerId, kind: 'student.renamed' },
        before: { name: student.name },
        after: { name },
      });
    if (moved)
      record(tx, {
        ...{ ...ofStudent, managerId, kind: 'student.address_changed' },
        before: { email: student.email },
        after: { email },
      });
  }
}
