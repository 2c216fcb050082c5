import { sql } from 'kysely';
import type { Transaction } from '../db/database.ts';
import { prepare } from '../db/prepare.ts';

/** Which statements are the oldest of those stored before a moment. */
const oldest = prepare((db, p: { before: number; most: number }) =>
  db
    .selectFrom('xapi_statement')
    .select('seq')
    .where('stored', '<', p.before)
    .orderBy('stored')
    .orderBy('seq')
    .limit(p.most),
);

/** The newest stays: the sequence goes on from it. */
const remove = prepare((db, p: { last: number }) =>
  db
    .deleteFrom('xapi_statement')
    .where('seq', '<=', p.last)
    .where('seq', '<', (eb) => eb.selectFrom('xapi_statement as newest').select(sql<number>`max(newest.seq)`.as('seq')))
    .returning('seq'),
);

const attachmentsUpTo = prepare((db, p: { last: number }) =>
  db.selectFrom('xapi_statement_attachment').select('sha2').where('seq', '<=', p.last).groupBy('sha2'),
);

const removeUnused = prepare((db, p: { sha2: string }) =>
  db
    .deleteFrom('xapi_attachment')
    .where('sha2', '=', p.sha2)
    .where(({ not, exists, selectFrom }) =>
      not(exists(selectFrom('xapi_statement_attachment').select('seq').where('sha2', '=', p.sha2))),
    ),
);

const attachmentsOf = prepare((db, p: { seq: number }) =>
  db.selectFrom('xapi_statement_attachment').select('sha2').where('seq', '=', p.seq),
);
const removeParts = {
  keys: prepare((db, p: { seq: number }) => db.deleteFrom('xapi_key').where('seq', '=', p.seq)),
  attachments: prepare((db, p: { seq: number }) => db.deleteFrom('xapi_statement_attachment').where('seq', '=', p.seq)),
};
const removeUnlessNewest = prepare((db, p: { seq: number }) =>
  db
    .deleteFrom('xapi_statement')
    .where('seq', '=', p.seq)
    .where('seq', '<', (eb) =>
      eb.selectFrom('xapi_statement as newest').select(sql<number>`max(newest.seq)`.as('seq')),
    ),
);
const empty = prepare((db, p: { seq: number }) =>
  db.updateTable('xapi_statement').set({ body: '{}', meaning: '', refers: null, voided: 1 }).where('seq', '=', p.seq),
);

/** Deletes a statement with what only it had; of the newest the row stays, empty and found by nobody. */
export async function deleteStatement(tx: Transaction, seq: number): Promise<void> {
  const attachments = await attachmentsOf(tx, { seq });
  await removeParts.keys(tx, { seq });
  await removeParts.attachments(tx, { seq });
  await removeUnlessNewest(tx, { seq });
  await empty(tx, { seq });
  for (const { sha2 } of attachments) await removeUnused(tx, { sha2 });
}

/** Deletes the oldest statements of before a moment (milliseconds), at most `most`, with what only they had; true where more may be left. */
export async function deleteOldStatements(tx: Transaction, before: number, most: number): Promise<boolean> {
  const rows = await oldest(tx, { before, most });
  const last = rows.at(-1)?.seq;
  if (last === undefined) return false;
  const attachments = await attachmentsUpTo(tx, { last });
  const removed = await remove(tx, { last });
  for (const { sha2 } of attachments) await removeUnused(tx, { sha2 });
  return removed.length === most;
}
