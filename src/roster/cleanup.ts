import { sql } from 'kysely';
import type { Database, Transaction } from '../db/database.ts';
import { prepare } from '../db/prepare.ts';
import { MAX_PLANS, ROWS_PER_COMMIT } from './store.ts';

const oldestPlans = prepare((db, p: { managerId: number; kept: number }) =>
  db
    .selectFrom('roster')
    .select('id')
    .where('manager_id', '=', p.managerId)
    .orderBy('made_at', 'desc')
    .orderBy('id', 'desc')
    .limit(MAX_PLANS * 10)
    .offset(p.kept),
);
const expiredPlans = prepare((db, p: { before: number }) =>
  db.selectFrom('roster').select('id').where('expires_at', '<', p.before).orderBy('expires_at').limit(1),
);
const deleteRows = prepare((db, p: { id: string; limit: number }) =>
  db
    .deleteFrom('roster_row')
    .where('roster_id', '=', p.id)
    .where('place', 'in', (eb) =>
      eb.selectFrom('roster_row').select('place').where('roster_id', '=', p.id).orderBy('place').limit(p.limit),
    )
    .returning(sql<number>`1`.as('one')),
);
const deletePlan = prepare((db, p: { id: string }) => db.deleteFrom('roster').where('id', '=', p.id));

/** Deletes up to `most` rows of a plan, and the plan with the last of them; true where rows may be left. */
async function shorten(tx: Transaction, id: string, most: number): Promise<boolean> {
  const deleted = await deleteRows(tx, { id, limit: most });
  if (deleted.length === most) return true;
  await deletePlan(tx, { id });
  return false;
}

/** Makes room for one more plan of the manager. */
export async function dropOldPlans(db: Database, managerId: number): Promise<void> {
  for (const { id } of await oldestPlans(db.read, { managerId, kept: MAX_PLANS - 1 })) {
    while (await db.write((tx) => shorten(tx, id, ROWS_PER_COMMIT)));
  }
}

/** Deletes a part of the plans that expired before a moment; true where there may be more. */
export async function deleteExpiredPlans(tx: Transaction, before: number, most: number): Promise<boolean> {
  const [plan] = await expiredPlans(tx, { before });
  if (!plan) return false;
  await shorten(tx, plan.id, most);
  return true;
}
