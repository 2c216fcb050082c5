import type { Engine, Queries, Transaction } from '../db/database.ts';
import { idsIn, locked, textsIn } from '../db/dialect.ts';
import { isOneOf } from '../db/planner-hints.ts';
import { prepare } from '../db/prepare.ts';
import type { Email } from '../rules/email.ts';
import { otherMailbox } from '../rules/mailbox.ts';
import { studentSearchKey } from '../rules/search.ts';

export interface StudentRow {
  id: number;
  name: string;
  email: string;
}

const byKey = prepare((db, p: { key: string }) =>
  db.selectFrom('student_by_address').select(['id', 'name', 'email']).where('email_key', '=', p.key),
);

const moved = prepare((db, p: { keys: string }, engine: Engine) =>
  db
    .selectFrom('student as found')
    .innerJoin('student', 'student.id', 'found.merged_into')
    .select(['found.email_key as earlier', 'student.email as address', 'student.email_key as key'])
    .where(isOneOf('found.email_key', textsIn(p.keys, engine), engine)),
);

const KEYS_AT_ONCE = 1000;

/** The row of a student who is new. */
export const newStudentRow = (id: number, { address, key }: Email, name: string) => ({
  id,
  name,
  email: address,
  email_key: key,
  search_key: studentSearchKey(name, address),
  mailbox: otherMailbox(key),
});

const insert = prepare((db, p: ReturnType<typeof newStudentRow>) =>
  db.insertInto('student').values({
    id: p.id,
    name: p.name,
    email: p.email,
    email_key: p.email_key,
    search_key: p.search_key,
    mailbox: p.mailbox,
  }),
);

/** By the keys of addresses that were those of students who were merged: the address of the student whom they find now. */
export async function movedAddresses(
  db: Queries,
  keys: readonly string[],
): Promise<Map<string, Pick<Email, 'address' | 'key'>>> {
  const all = new Map<string, Pick<Email, 'address' | 'key'>>();
  for (let from = 0; from < keys.length; from += KEYS_AT_ONCE) {
    const some = JSON.stringify(keys.slice(from, from + KEYS_AT_ONCE));
    for (const { earlier, address, key } of await moved(db, { keys: some })) all.set(earlier, { address, key });
  }
  return all;
}

/** The student whom this address finds, by the own or by that of one who was merged into them, or undefined. */
export async function findStudent(db: Queries, email: Email): Promise<StudentRow | undefined> {
  const [student] = await byKey(db, { key: email.key });
  return student;
}

/**
 * Adds a student of whom this transaction knows nothing, with the commit at the latest. Should another have added the
 * address meanwhile, the schema refuses it, and the transaction is repeated.
 */
export function addStudent(tx: Transaction, id: number, email: Email, name: string): StudentRow {
  void insert(tx.deferred, newStudentRow(id, email, name));
  return { id, name, email: email.address };
}

/** In one order, so that two who change licenses of the same students in other pools do not wait for each other. */
const lockStudents = prepare((db, p: { managerId: number; ids: string }, engine: Engine) =>
  locked(
    db
      .selectFrom('manager_student')
      .select('student_id')
      .where('manager_id', '=', p.managerId)
      .where(isOneOf('student_id', idsIn(p.ids, engine), engine))
      .orderBy('student_id'),
    engine,
  ),
);

/** Holds what the database keeps of these students of a manager, until the transaction ends. */
export async function holdStudents(tx: Transaction, managerId: number, ids: readonly number[]): Promise<void> {
  if (tx.engine === 'postgres' && ids.length > 0) await lockStudents(tx, { managerId, ids: JSON.stringify(ids) });
}
