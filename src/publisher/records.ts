import type { Transaction } from '../db/database.ts';
import { prepare } from '../db/prepare.ts';
import { type Actor, record } from '../event/record.ts';

const insertCourse = prepare((db, p: { title: string }) =>
  db.insertInto('course').values({ title: p.title }).returning('id'),
);

export async function createCourse(tx: Transaction, title: string, by: Actor, now: number): Promise<number> {
  const [row] = await insertCourse(tx, { title });
  if (!row) throw new Error('no course was made');
  record(tx, { managerId: null, at: now, kind: 'course.created', by, courseId: row.id, after: { title } });
  return row.id;
}
