import type { Clock } from '../context.ts';
import type { Queries, Transaction } from '../db/database.ts';
import { locked } from '../db/dialect.ts';
import { prepare } from '../db/prepare.ts';
import { type Actor, record } from '../event/record.ts';
import { studentSearchKey } from '../rules/search.ts';

const MAX_MANAGERS = 1000;

const byKey = prepare((db, p: { key: string }) =>
  db.selectFrom('student_by_address').select(['id', 'name', 'email']).where('email_key', '=', p.key),
);
const lockByKey = prepare((db, p: { key: string }, engine) =>
  locked(
    db
      .selectFrom('student')
      .select(['id', 'name', 'email'])
      .where('id', '=', (eb) =>
        eb.selectFrom('student_by_address as found').select('found.id').where('found.email_key', '=', p.key),
      ),
    engine,
  ),
);
const rename = prepare((db, p: { id: number; name: string; key: string }) =>
  db.updateTable('student').set({ name: p.name, search_key: p.key }).where('id', '=', p.id),
);
const managersOf = prepare((db, p: { id: number; limit: number }) =>
  db
    .selectFrom('manager_student')
    .select('manager_id')
    .where('student_id', '=', p.id)
    .orderBy('manager_id')
    .limit(p.limit),
);

/** What license managers call the student with this address; null where none of them knows one. */
export async function nameOnLicenses(db: Queries, key: string): Promise<string | null> {
  return (await byKey(db, { key }))[0]?.name ?? null;
}

/** Who signs in as a student says what their name is, for all license managers: it stands in the history of each. */
export async function renameOwnStudent(
  tx: Transaction,
  asked: { key: string; name: string },
  by: Actor,
  clock: Clock,
): Promise<void> {
  const [student] = await lockByKey(tx, { key: asked.key });
  if (!student || student.name === asked.name) return;
  await rename(tx, { id: student.id, name: asked.name, key: studentSearchKey(asked.name, student.email) });
  const at = clock();
  const change = { before: { name: student.name }, after: { name: asked.name } };
  for (const { manager_id: managerId } of await managersOf(tx, { id: student.id, limit: MAX_MANAGERS }))
    record(tx, { managerId, at, kind: 'student.renamed', by, studentId: student.id, ...change });
}
