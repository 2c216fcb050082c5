import type { Queries } from '../db/database.ts';
import { prepare } from '../db/prepare.ts';
import { notFound } from '../errors.ts';

export interface Manager {
  id: number;
  name: string;
  email: string;
  allowedDomains: string[];
  pools: number;
  courses: number;
  transferableLicenses: number;
  untransferableLicenses: number;
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
  };
}
