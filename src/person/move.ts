import { sql } from 'kysely';
import type { Transaction } from '../db/database.ts';
import { prepare } from '../db/prepare.ts';
import { columnsHolding, tableRules } from './registry.ts';

/** A certificate of a course that the other one has too stays where it is: whoever was shown it finds it again. */
const certificates = prepare((db, p: { from: number; into: number }) =>
  db
    .updateTable('certificate')
    .set({ student_id: p.into })
    .where('student_id', '=', p.from)
    .where('course_id', 'not in', (eb) =>
      eb.selectFrom('certificate as own').select('own.course_id').where('own.student_id', '=', p.into),
    ),
);
const launchFailures = prepare((db, p: { from: number }) =>
  db.deleteFrom('launch_failure').where('student_id', '=', p.from),
);

/** Gives the rows of one student to another, in the tables where that is all that a merge has to do. */
export async function moveRecords(tx: Transaction, from: number, into: number): Promise<void> {
  await certificates(tx, { from, into });
  await launchFailures(tx, { from });
  for (const rule of tableRules) {
    if (rule.merged !== 'moved') continue;
    for (const column of columnsHolding(rule, 'student'))
      await sql`update ${sql.table(rule.table)} set ${sql.ref(column)} = ${into} where ${sql.ref(column)} = ${from}`.execute(
        tx.kysely,
      );
  }
}
