import type { Queries, Transaction } from '../db/database.ts';
import { locked } from '../db/dialect.ts';
import { prepare } from '../db/prepare.ts';
import type { Flag } from '../db/tables.ts';
import { notFound } from '../errors.ts';
import { type Actor, record } from '../outbox/event.ts';

/** What a license manager sets for itself. */
export interface Settings {
  /** By links one person per mailbox, whatever is added to the address. */
  onePerMailbox: boolean;
}

const columns = prepare((db, p: { id: number }) =>
  db.selectFrom('manager').select('one_per_mailbox').where('id', '=', p.id),
);
const lockedColumns = prepare((db, p: { id: number }, engine) =>
  locked(db.selectFrom('manager').select('one_per_mailbox').where('id', '=', p.id), engine),
);
const update = prepare((db, p: { id: number; onePerMailbox: Flag }) =>
  db.updateTable('manager').set({ one_per_mailbox: p.onePerMailbox }).where('id', '=', p.id),
);

const toSettings = (row: { one_per_mailbox: Flag } | undefined): Settings => {
  if (!row) throw notFound();
  return { onePerMailbox: row.one_per_mailbox === 1 };
};

export const getSettings = async (db: Queries, managerId: number): Promise<Settings> =>
  toSettings((await columns(db, { id: managerId }))[0]);

/** Changes what is given; answers all settings as they now are. */
export async function changeSettings(
  tx: Transaction,
  { managerId, changes }: { managerId: number; changes: Partial<Settings> },
  by: Actor,
  now: number,
): Promise<Settings> {
  const before = toSettings((await lockedColumns(tx, { id: managerId }))[0]);
  const after = { ...before, ...changes };
  if (after.onePerMailbox === before.onePerMailbox) return before;
  await update(tx, { id: managerId, onePerMailbox: after.onePerMailbox ? 1 : 0 });
  record(tx, { managerId, at: now, kind: 'manager.settings_changed', by, before, after });
  return after;
}
