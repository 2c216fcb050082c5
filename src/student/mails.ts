import { sql } from 'kysely';
import { spend } from '../auth/quota.ts';
import type { Queries, Transaction } from '../db/database.ts';
import { prepare } from '../db/prepare.ts';
import { notFound } from '../errors.ts';
import { DAY } from '../rules/time.ts';

/** Of one student, the newest are listed. */
export const MAX_MAILS = 200;

/** A mail about a license that did not arrive, or not yet. Times in milliseconds. */
export interface UnsentMail {
  id: string;
  kind: string;
  recipient: string;
  course_id: number;
  title: string;
  created_at: number;
  run_at: number;
  failed_at: number | null;
  answer: string | null;
}

interface OfStudent {
  managerId: number;
  studentId: number;
}

const ownStudent = prepare((db, p: OfStudent) =>
  db
    .selectFrom('manager_student')
    .select('student_id')
    .where('manager_id', '=', p.managerId)
    .where('student_id', '=', p.studentId),
);

/** In two parts, each by its own index: mails that failed, and those that are tried again. */
const unsent = prepare((db, p: OfStudent & { most: number }) => {
  const ofStudent = db
    .selectFrom('license')
    .innerJoin('course', 'course.id', 'license.course_id')
    .innerJoin('outbox', 'outbox.license_id', 'license.id')
    .select(['outbox.id', 'outbox.kind', 'outbox.recipient', 'license.course_id', 'course.title'])
    .select(['outbox.created_at', 'outbox.run_at', 'outbox.failed_at', 'outbox.answer'])
    .where('license.manager_id', '=', p.managerId)
    .where('license.student_id', '=', p.studentId);
  const failed = ofStudent.where('outbox.failed_at', 'is not', null);
  const triedAgain = ofStudent
    .where('outbox.done_at', 'is', null)
    .where('outbox.failed_at', 'is', null)
    .where('outbox.error', 'is not', null);
  return db
    .selectFrom(failed.unionAll(triedAgain).as('unsent'))
    .selectAll()
    .orderBy('created_at', 'desc')
    .orderBy('id')
    .limit(p.most);
});

/** Mails to a student of the manager that did not arrive, newest first. Throws `not_found`. */
export async function listUnsentMails(queries: Queries, asked: OfStudent): Promise<UnsentMail[]> {
  const [own] = await ownStudent(queries, asked);
  if (!own) throw notFound();
  return unsent(queries, { ...asked, most: MAX_MAILS });
}

/** To the address that the student has now. A mail that another attempt has in its hands is left to it. */
const sendNow = prepare((db, p: { id: string }) =>
  db
    .updateTable('outbox')
    .set({
      failed_at: null,
      run_at: 0,
      attempts: 0,
      error: null,
      answer: null,
      recipient: sql<string>`(select student.email from license
        join student on student.id = license.student_id where license.id = outbox.license_id)`,
    })
    .where('id', '=', p.id)
    .where('done_at', 'is', null)
    .where('locked_until', 'is', null)
    .returning('id'),
);

/** One mail is sent again so many times in a day, and so many for one manager: each bounce is held against the sender. */
const quotas = (managerId: number, mailId: string) => [
  { subject: `mail-again:${mailId}`, most: 5, seconds: DAY },
  { subject: `mails-again-from:${managerId}`, most: 200, seconds: DAY },
];

/** Sends a mail that did not arrive once more, at once. Throws `not_found` or `rate_limited`. `now` in seconds. */
export async function retryUnsentMail(
  tx: Transaction,
  { mailId, ...asked }: OfStudent & { mailId: string },
  now: number,
): Promise<UnsentMail> {
  const mail = (await listUnsentMails(tx, asked)).find(({ id }) => id === mailId);
  if (!mail) throw notFound();
  await spend(tx, quotas(asked.managerId, mailId), now);
  await sendNow(tx, { id: mailId });
  return { ...mail, failed_at: null, run_at: 0, answer: null };
}
