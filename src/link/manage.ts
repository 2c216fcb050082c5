import { randomBytes } from 'node:crypto';
import type { Clock } from '../context.ts';
import type { Transaction } from '../db/database.ts';
import { prepare } from '../db/prepare.ts';
import type { LinkTable } from '../db/tables.ts';
import { invalid, Refusal } from '../errors.ts';
import { endLicense } from '../license/end.ts';
import { type Actor, record } from '../outbox/event.ts';
import { type LockedPool, lockPool } from '../pool/pool.ts';
import type { Validity } from '../rules/link.ts';
import type { Seal } from '../seal.ts';
import { activeLicenses, getLink, hashOf, type Link } from './link.ts';

type NewRow = Pick<
  LinkTable,
  | 'manager_id'
  | 'pool_id'
  | 'code_hash'
  | 'code_sealed'
  | 'licenses'
  | 'auto_reassign'
  | 'validity_count'
  | 'validity_unit'
  | 'created_at'
>;

const insert = prepare((db, p: NewRow) =>
  db
    .insertInto('link')
    .values({
      manager_id: p.manager_id,
      pool_id: p.pool_id,
      code_hash: p.code_hash,
      code_sealed: p.code_sealed,
      licenses: p.licenses,
      auto_reassign: p.auto_reassign,
      validity_count: p.validity_count,
      validity_unit: p.validity_unit,
      created_at: p.created_at,
    })
    .returning('id'),
);

const close = prepare((db, p: { id: number; now: number }) =>
  db
    .updateTable('link')
    .set({ deleted_at: p.now })
    .where('id', '=', p.id)
    .where('deleted_at', 'is', null)
    .returning('id'),
);

export interface NewLink {
  managerId: number;
  poolId: number;
  licenses: number;
  autoReassign: boolean;
  validity: Validity | null;
}

const termsOf = ({ licenses, autoReassign, validity }: Pick<Link, 'licenses' | 'autoReassign' | 'validity'>) => ({
  licenses,
  autoReassign,
  validity,
});

/** What the pool cannot give. */
function refuseTerms({ licenses, autoReassign }: NewLink, pool: LockedPool, now: number): void {
  if (pool.end <= now) throw new Refusal('pool_not_running');
  if (licenses > pool.licenses)
    throw invalid({ pointer: '/licenses', detail: `must be at most ${pool.licenses}, the licenses of the pool` });
  if (autoReassign && !pool.transferable) {
    throw invalid({
      pointer: '/autoReassign',
      detail: 'must be false: the pool is untransferable, and its licenses never come back',
    });
  }
}

/** Makes a link to a pool that has not ended. Throws `not_found`, `pool_not_running` or `invalid_request`. */
export async function createLink(tx: Transaction, asked: NewLink, seal: Seal, by: Actor, clock: Clock): Promise<Link> {
  const { managerId, poolId, licenses, autoReassign, validity } = asked;
  const pool = await lockPool(tx, managerId, poolId);
  const now = clock();
  refuseTerms(asked, pool, now);
  const code = randomBytes(16).toString('hex');
  const [row] = await insert(tx, {
    manager_id: managerId,
    pool_id: poolId,
    code_hash: hashOf(code),
    code_sealed: seal.close(code),
    licenses,
    auto_reassign: autoReassign ? 1 : 0,
    validity_count: validity?.count ?? null,
    validity_unit: validity?.unit ?? null,
    created_at: now,
  });
  const link = await getLink(tx, managerId, (row as { id: number }).id, now);
  const where = { managerId, courseId: pool.courseId, poolId, linkId: link.id };
  record(tx, { ...where, at: now, kind: 'link.created', by, after: { link: link.id, ...termsOf(link) } });
  return link;
}

const REVOKED_AT_A_TIME = 100;

/**
 * Deletes a link: nobody enrolls by it any more. The licenses that it gave stay until they end or, with `revoke`, are
 * revoked where they can be, some at a time: as long as `more` is true, there may be more of them.
 * Throws `not_found`, or `link_closed` where nothing is left to do.
 */
export async function deleteLink(
  tx: Transaction,
  asked: { managerId: number; id: number; revoke: boolean },
  by: Actor,
  clock: Clock,
): Promise<{ link: Link; more: boolean }> {
  const { managerId, id } = asked;
  const before = await getLink(tx, managerId, id, clock());
  const pool = await lockPool(tx, managerId, before.poolId);
  const now = clock();
  const [closed] = await close(tx, { id, now });
  if (!closed && !asked.revoke) throw new Refusal('link_closed');
  const where = { managerId, courseId: pool.courseId, poolId: pool.id, linkId: id };
  if (closed) record(tx, { ...where, at: now, kind: 'link.deleted', by, before: { link: id, ...termsOf(before) } });
  const active = asked.revoke && pool.transferable ? await activeLicenses(tx, id, REVOKED_AT_A_TIME, now) : [];
  for (const license of active) await endLicense(tx, license, 'revoked', by, now);
  return { link: await getLink(tx, managerId, id, now), more: active.length === REVOKED_AT_A_TIME };
}
