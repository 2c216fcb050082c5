import type { Queries } from '../db/database.ts';
import { prepare } from '../db/prepare.ts';
import { notFound, Refusal } from '../errors.ts';

export interface Manager {
  id: number;
  name: string;
  email: string;
  allowedDomains: string[];
  pools: number;
  courses: number;
  transferableLicenses: number;
  untransferableLicenses: number;
  /** By the publisher: nothing of it is changed. */
  suspended: boolean;
}

const byId = prepare((db, p: { id: number }) =>
  db
    .selectFrom('manager')
    .innerJoin('tally', 'tally.manager_id', 'manager.id')
    .selectAll()
    .where('manager.id', '=', p.id),
);

/** The license manager with its totals; throws `not_found`. */
export async function getManager(db: Queries, id: number): Promise<Manager> {
  const [row] = await byId(db, { id });
  if (!row) throw notFound();
  return {
    id: row.id,
    name: row.name,
    email: row.email,
    allowedDomains: JSON.parse(row.allowed_domains),
    pools: row.pools,
    courses: row.courses,
    transferableLicenses: row.transferable_licenses,
    untransferableLicenses: row.untransferable_licenses,
    suspended: row.suspended_at !== null,
  };
}

const suspension = prepare((db, p: { id: number }) =>
  db.selectFrom('manager').select('suspended_at').where('id', '=', p.id),
);

/** Throws `manager_suspended` where the publisher lets the license manager change nothing. */
export async function refuseSuspended(db: Queries, id: number): Promise<void> {
  const [manager] = await suspension(db, { id });
  if (manager?.suspended_at != null) throw new Refusal('manager_suspended');
}
