import { type Kysely, sql } from 'kysely';
import type { Queries } from '../db/database.ts';
import { fromTheEnd, readSlice, type Slice } from '../db/page.ts';
import { after, compared, upTo } from '../db/planner-hints.ts';
import { prepare } from '../db/prepare.ts';
import type { Tables } from '../db/tables.ts';
import { type License, licenseColumns, toLicense } from './license.ts';

/** Which licenses a list is about: those of a manager, or of one of its pools (which must be the manager's). */
export interface Scope {
  managerId: number;
  poolId: number | null;
  includeInactive: boolean;
}

interface Parameters {
  /** The manager's id, or the pool's. */
  ownerId: number;
  now: number;
}

type Owner = 'manager' | 'pool';

const live = (db: Kysely<Tables>, owner: Owner, p: Parameters) =>
  db
    .selectFrom('license')
    .select(sql<number>`count(*)`.as('n'))
    .where(`license.${owner}_id`, '=', p.ownerId)
    .where('license.ended_at', 'is', null);

/** The kept total, less the few licenses that have run out unswept or have not begun. */
function activeTotal(db: Kysely<Tables>, owner: Owner, p: Parameters) {
  const due = live(db, owner, p).where(upTo('license.end_at', p.now));
  const coming = live(db, owner, p).where(after('license.start_at', p.now));
  const total = sql<number>`kept.live - (${due}) - (${coming})`.as('total');
  return owner === 'pool'
    ? db.selectFrom('pool as kept').select(total).where('kept.id', '=', p.ownerId)
    : db.selectFrom('tally as kept').select(total).where('kept.manager_id', '=', p.ownerId);
}

const everTotal = (db: Kysely<Tables>, owner: Owner, p: Parameters) =>
  owner === 'pool'
    ? db.selectFrom('pool').select('issued as total').where('id', '=', p.ownerId)
    : db.selectFrom('tally').select('issued as total').where('manager_id', '=', p.ownerId);

function idsOf(db: Kysely<Tables>, owner: Owner, all: boolean, p: Parameters) {
  const ids = db.selectFrom('license').select('license.id').where(`license.${owner}_id`, '=', p.ownerId);
  if (all) return ids;
  return ids
    .where('license.ended_at', 'is', null)
    .where(compared('license.start_at'), '<=', p.now)
    .where(compared('license.end_at'), '>', p.now);
}

/** The limit is said once more where it is a plain number, for PostgreSQL to plan the joins of so few rows. */
const withStudents = (db: Kysely<Tables>, ids: ReturnType<typeof idsOf>, { limit }: Slice) =>
  db
    .selectFrom(db.selectFrom(ids.as('ids')).select('ids.id').limit(limit).as('slice'))
    .innerJoin('license', 'license.id', 'slice.id')
    .innerJoin('student', 'student.id', 'license.student_id')
    .select(licenseColumns);

function listing(owner: Owner, all: boolean) {
  const total = all ? everTotal : activeTotal;
  return {
    count: prepare((db, p: Parameters) => total(db, owner, p)),
    ascending: prepare((db, p: Parameters & Slice) =>
      withStudents(db, idsOf(db, owner, all, p).orderBy('license.id').limit(p.limit).offset(p.offset), p).orderBy(
        'license.id',
      ),
    ),
    descending: prepare((db, p: Parameters & Slice) => {
      const { limit, offset } = fromTheEnd(total(db, owner, p), p);
      const ids = idsOf(db, owner, all, p).orderBy('license.id', 'desc').limit(limit).offset(offset);
      return withStudents(db, ids, p).orderBy('license.id', 'desc');
    }),
  };
}

const listings = {
  manager: { all: listing('manager', true), active: listing('manager', false) },
  pool: { all: listing('pool', true), active: listing('pool', false) },
};

/** A slice of the licenses in scope, by id, and how many there are in all. */
export async function listLicenses(
  db: Queries,
  scope: Scope,
  slice: Slice,
  now: number,
): Promise<{ total: number; licenses: License[] }> {
  const queries = listings[scope.poolId === null ? 'manager' : 'pool'][scope.includeInactive ? 'all' : 'active'];
  const parameters = { ownerId: scope.poolId ?? scope.managerId, now, ...slice };
  const [counted] = await queries.count(db, parameters);
  const total = counted?.total ?? 0;
  const rows = await readSlice(db, total, parameters, queries);
  return { total, licenses: rows.map(toLicense) };
}
