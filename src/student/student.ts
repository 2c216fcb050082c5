import type { Queries, Transaction } from '../db/database.ts';
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
  db.selectFrom('student').select(['id', 'name', 'email']).where('email_key', '=', p.key),
);

interface NewStudent {
  id: number;
  name: string;
  email: string;
  key: string;
  search: string;
  mailbox: string | null;
}

const insert = prepare((db, p: NewStudent) =>
  db.insertInto('student').values({
    id: p.id,
    name: p.name,
    email: p.email,
    email_key: p.key,
    search_key: p.search,
    mailbox: p.mailbox,
  }),
);

/** The student with this address, or undefined. */
export async function findStudent(db: Queries, email: Email): Promise<StudentRow | undefined> {
  const [student] = await byKey(db, { key: email.key });
  return student;
}

/**
 * Adds a student of whom this transaction knows nothing, with the commit at the latest. Should another have added the
 * address meanwhile, the schema refuses it, and the transaction is repeated.
 */
export function addStudent(tx: Transaction, id: number, { address, key }: Email, name: string): StudentRow {
  const search = studentSearchKey(name, address);
  void insert(tx.deferred, { id, name, email: address, key, search, mailbox: otherMailbox(key) });
  return { id, name, email: address };
}
