import type { Queries, Transaction } from '../db/database.ts';
import { prepare } from '../db/prepare.ts';
import type { Email } from '../rules/email.ts';
import { studentSearchKey } from '../rules/search.ts';

export interface StudentRow {
  id: number;
  name: string;
  email: string;
}

const byKey = prepare((db, p: { key: string }) =>
  db.selectFrom('student').select(['id', 'name', 'email']).where('email_key', '=', p.key),
);

const insert = prepare((db, p: { name: string; email: string; key: string; search: string }) =>
  db
    .insertInto('student')
    .values({ name: p.name, email: p.email, email_key: p.key, search_key: p.search })
    .onConflict((conflict) => conflict.column('email_key').doNothing())
    .returning(['id', 'name', 'email']),
);

/** The student with this address, or undefined. */
export async function findStudent(db: Queries, email: Email): Promise<StudentRow | undefined> {
  const [student] = await byKey(db, { key: email.key });
  return student;
}

/** The student with this address, made where it is unknown. An existing one keeps the name on record. */
export async function ensureStudent(tx: Transaction, email: Email, name: string): Promise<StudentRow> {
  const [made] = await insert(tx, {
    name,
    email: email.address,
    key: email.key,
    search: studentSearchKey(name, email.address),
  });
  const student = made ?? (await findStudent(tx, email));
  if (!student) throw new Error('a student vanished');
  return student;
}
