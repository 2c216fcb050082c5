import type { Database } from '../db/database.ts';
import { prepare } from '../db/prepare.ts';
import { FOLDING_VERSION, studentSearchKey } from '../rules/search.ts';

const MAX_AT_ONCE = 2000;

const progress = prepare((db, _: object) => db.selectFrom('folding').select(['version', 'after_id']));
const note = prepare((db, p: { version: number; after: number | null }) =>
  db.updateTable('folding').set({ version: p.version, after_id: p.after }).where('one', '=', 1),
);
const students = prepare((db, p: { after: number; most: number }) =>
  db
    .selectFrom('student')
    .select(['id', 'name', 'email', 'search_key'])
    .where('id', '>', p.after)
    .orderBy('id')
    .limit(p.most),
);
/** Not where somebody has just given the student another name. */
const setKey = prepare((db, p: { id: number; old: string; key: string }) =>
  db.updateTable('student').set({ search_key: p.key }).where('id', '=', p.id).where('search_key', '=', p.old),
);

/**
 * Makes the search keys of some students anew where an earlier version folded otherwise; answers whether there may be
 * more. Until all are done, students with special letters in their names may not be found by them.
 */
export async function refoldStudents(db: Database): Promise<boolean> {
  const [state] = await progress(db.read, {});
  const begins = state?.version !== FOLDING_VERSION;
  if (!begins && state.after_id === null) return false;
  const after = begins ? 0 : (state.after_id as number);
  const rows = await students(db.read, { after, most: MAX_AT_ONCE });
  const last = rows.length < MAX_AT_ONCE ? null : (rows.at(-1)?.id ?? null);
  await db.write(async (tx) => {
    for (const { id, name, email, search_key: old } of rows) {
      const key = studentSearchKey(name, email);
      if (key !== old) void setKey(tx.deferred, { id, old, key });
    }
    await note(tx, { version: FOLDING_VERSION, after: last });
  });
  return last !== null;
}
