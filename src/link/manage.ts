import { randomBytes } from 'node:crypto';
import type { Clock } from '../context.ts';
import { sha256 } from '../crypto.ts';
import type { Transaction } from '../db/database.ts';
import { prepare } from '../db/prepare.ts';
import type { Flag, LinkTable } from '../db/tables.ts';
import { invalid, Refusal } from '../errors.ts';
import { type Actor, record } from '../event/record.ts';
import { endLicense } from '../license/end.ts';
import { type LockedPool, lockPool } from '../pool/pool.ts';
import { expireByLink } from '../request/request.ts';
import type { Validity } from '../rules/link.ts';
import type { RecyclePolicy } from '../rules/recycle.ts';
import type { Seal } from '../seal.ts';
import { liveEntriesBy } from '../waiting/entry.ts';
import { endEntries } from '../waiting/finish.ts';
import { activeLicenses, getLink, type Link } from './link.ts';

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
> & {
  name: string | null;
  min_held_days: number;
  recycle_policy: RecyclePolicy;
  when_full: 'refuse' | 'wait';
  approval: Flag;
  listed: Flag;
  extensions: number;
};

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
      name: p.name,
      min_held_days: p.min_held_days,
      recycle_policy: p.recycle_policy,
      when_full: p.when_full,
      approval: p.approval,
      listed: p.listed,
      extensions: p.extensions,
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

interface NewTerms {
  id: number;
  name: string | null;
  licenses: number;
  count: number | null;
  unit: Validity['unit'] | null;
  minHeldDays: number;
  recyclePolicy: RecyclePolicy;
  whenFull: 'refuse' | 'wait';
  approval: Flag;
  listed: Flag;
  extensions: number;
  pausedAt: number | null;
}

const update = prepare((db, p: NewTerms) =>
  db
    .updateTable('link')
    .set({
      name: p.name,
      licenses: p.licenses,
      validity_count: p.count,
      validity_unit: p.unit,
      min_held_days: p.minHeldDays,
      recycle_policy: p.recyclePolicy,
      when_full: p.whenFull,
      approval: p.approval,
      listed: p.listed,
      extensions: p.extensions,
      paused_at: p.pausedAt,
    })
    .where('id', '=', p.id),
);

/** What of a link may be changed. */
interface Terms {
  name: string | null;
  licenses: number;
  validity: Validity | null;
  minHeldDays: number;
  recyclePolicy: RecyclePolicy;
  whenFull: 'refuse' | 'wait';
  approval: boolean;
  listed: boolean;
  extensions: number;
}

export interface NewLink extends Terms {
  managerId: number;
  poolId: number;
  autoReassign: boolean;
}

const termsOf = (terms: Terms & { autoReassign: boolean }) => ({
  name: terms.name,
  licenses: terms.licenses,
  autoReassign: terms.autoReassign,
  validity: terms.validity,
  minHeldDays: terms.minHeldDays,
  recyclePolicy: terms.recyclePolicy,
  whenFull: terms.whenFull,
  approval: terms.approval,
  listed: terms.listed,
  extensions: terms.extensions,
});

/** What the pool cannot give. */
function refuseNumber(licenses: number, pool: LockedPool): void {
  if (licenses > pool.licenses)
    throw invalid({ pointer: '/licenses', detail: `must be at most ${pool.licenses}, the licenses of the pool` });
}

function refuseTerms({ licenses, autoReassign }: NewLink, pool: LockedPool, now: number): void {
  if (pool.closed) throw new Refusal('pool_closed');
  if (pool.end <= now) throw new Refusal('pool_not_running');
  refuseNumber(licenses, pool);
  if (autoReassign && !pool.transferable) {
    throw invalid({
      pointer: '/autoReassign',
      detail: 'must be false: the pool is untransferable, and its licenses never come back',
    });
  }
}

/** Makes a link to a pool that has not ended. Throws `not_found`, `pool_closed`, `pool_not_running` or `invalid_request`. */
export async function createLink(tx: Transaction, asked: NewLink, seal: Seal, by: Actor, clock: Clock): Promise<Link> {
  const { managerId, poolId, licenses, autoReassign, validity } = asked;
  const pool = await lockPool(tx, managerId, poolId);
  const now = clock();
  refuseTerms(asked, pool, now);
  const code = randomBytes(16).toString('hex');
  const [row] = await insert(tx, {
    manager_id: managerId,
    pool_id: poolId,
    code_hash: sha256(code),
    code_sealed: seal.encrypt(code),
    licenses,
    auto_reassign: autoReassign ? 1 : 0,
    validity_count: validity?.count ?? null,
    validity_unit: validity?.unit ?? null,
    created_at: now,
    name: asked.name,
    min_held_days: asked.minHeldDays,
    recycle_policy: asked.recyclePolicy,
    when_full: asked.whenFull,
    approval: asked.approval ? 1 : 0,
    listed: asked.listed ? 1 : 0,
    extensions: asked.extensions,
  });
  const link = await getLink(tx, managerId, (row as { id: number }).id, now);
  const where = { managerId, courseId: pool.courseId, poolId, linkId: link.id };
  record(tx, { ...where, at: now, kind: 'link.created', by, after: { link: link.id, ...termsOf(link) } });
  return link;
}

/**
 * Changes the terms of a link for those who enroll from now on, and whether it gives anything. A number below what is
 * out takes nothing from anybody. Throws `not_found`, `link_closed` or `invalid_request`.
 */
export async function changeLink(
  tx: Transaction,
  asked: { managerId: number; id: number; changes: Partial<Terms> & { paused?: boolean } },
  by: Actor,
  clock: Clock,
): Promise<Link> {
  const { managerId, id } = asked;
  const { poolId } = await getLink(tx, managerId, id, clock());
  const pool = await lockPool(tx, managerId, poolId);
  const now = clock();
  const link = await getLink(tx, managerId, id, now);
  if (link.deleted) throw new Refusal('link_closed');
  const { paused = link.paused, ...changes } = asked.changes;
  const terms = { ...termsOf(link), ...changes };
  if (terms.licenses !== link.licenses) refuseNumber(terms.licenses, pool);
  const [before, after] = [
    { link: id, ...termsOf(link), paused: link.paused },
    { link: id, ...terms, paused },
  ];
  if (JSON.stringify(before) === JSON.stringify(after)) return link;
  const { count = null, unit = null } = terms.validity ?? {};
  const { approval, listed, validity: _, autoReassign: __, ...others } = terms;
  const flags = { approval: approval ? 1 : 0, listed: listed ? 1 : 0 } as const;
  await update(tx, { id, ...others, ...flags, count, unit, pausedAt: paused ? now : null });
  const where = { managerId, courseId: pool.courseId, poolId, linkId: id };
  record(tx, { ...where, at: now, kind: 'link.changed', by, before, after });
  return getLink(tx, managerId, id, now);
}

const ENTRIES_AT_A_TIME = 200;

/** Takes those off the list who wait by a link, or were offered a seat by it. */
async function removeWaiting(tx: Transaction, linkId: number, by: Actor, now: number): Promise<void> {
  for (;;) {
    const entries = await liveEntriesBy(tx, linkId, ENTRIES_AT_A_TIME);
    await endEntries(tx, entries, 'removed', by, now);
    if (entries.length < ENTRIES_AT_A_TIME) return;
  }
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
  if (closed) {
    record(tx, { ...where, at: now, kind: 'link.deleted', by, before: { link: id, ...termsOf(before) } });
    await expireByLink(tx, id, now);
    await removeWaiting(tx, id, by, now);
  }
  const active = asked.revoke && pool.transferable ? await activeLicenses(tx, id, REVOKED_AT_A_TIME, now) : [];
  for (const license of active) await endLicense(tx, license, 'revoked', by, now);
  return { link: await getLink(tx, managerId, id, now), more: active.length === REVOKED_AT_A_TIME };
}
