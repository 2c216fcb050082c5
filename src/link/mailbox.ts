import type { Queries, Transaction } from '../db/database.ts';
import { locked } from '../db/dialect.ts';
import { isActiveAt } from '../db/predicates.ts';
import { prepare } from '../db/prepare.ts';
import type { Email } from '../rules/email.ts';
import { mailboxOf } from '../rules/mailbox.ts';

const setting = prepare((db, p: { id: number }) =>
  db.selectFrom('manager').select('one_per_mailbox').where('id', '=', p.id),
);

/** Links to other pools of the course wait here for each other: the pool that is locked is not theirs. */
const lockManager = prepare((db, p: { id: number }, engine) =>
  locked(db.selectFrom('manager').select('id').where('id', '=', p.id), engine),
);

const heldBeside = prepare(
  (db, p: { managerId: number; courseId: number; mailbox: string; key: string; now: number }) =>
    db
      .selectFrom('license')
      .select('license.id')
      .where('license.student_id', 'in', (eb) =>
        eb
          .selectFrom('student_by_address as student')
          .select('student.id')
          .where('student.email_key', '=', p.mailbox)
          .where('student.email_key', '<>', p.key)
          .unionAll(
            eb
              .selectFrom('student')
              .select('student.id')
              .where('student.mailbox', '=', p.mailbox)
              .where('student.email_key', '<>', p.key),
          ),
      )
      .where('license.course_id', '=', p.courseId)
      .where('license.manager_id', '=', p.managerId)
      .where(isActiveAt(p.now))
      .limit(1),
);

interface Asked {
  managerId: number;
  courseId: number;
  email: Email;
}

async function isOnePerMailbox(db: Queries, managerId: number): Promise<boolean> {
  const [manager] = await setting(db, { id: managerId });
  return manager?.one_per_mailbox === 1;
}

async function holdsBeside(db: Queries, { managerId, courseId, email }: Asked, now: number): Promise<boolean> {
  const asked = { managerId, courseId, mailbox: mailboxOf(email.key), key: email.key, now };
  return (await heldBeside(db, asked)).length > 0;
}

/**
 * True where the license manager gives by links only one license of a course per mailbox, and another address of this
 * one holds a license of it. It stays so until the commit.
 */
export async function sharesMailbox(tx: Transaction, asked: Asked, now: number): Promise<boolean> {
  if (!(await isOnePerMailbox(tx, asked.managerId))) return false;
  await lockManager(tx, { id: asked.managerId });
  return holdsBeside(tx, asked, now);
}

/** The same as it is now, for a page. */
export const seemsToShareMailbox = async (db: Queries, asked: Asked, now: number): Promise<boolean> =>
  (await isOnePerMailbox(db, asked.managerId)) && holdsBeside(db, asked, now);
