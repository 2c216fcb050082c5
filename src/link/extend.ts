import type { Clock } from '../context.ts';
import type { Transaction } from '../db/database.ts';
import { prepare } from '../db/prepare.ts';
import { Refusal } from '../errors.ts';
import { type Actor, ofLicense, record } from '../event/record.ts';
import { getLicense, type License } from '../license/license.ts';
import { settlePool } from '../license/settle.ts';
import { lockPool } from '../pool/pool.ts';
import { decideExtend } from '../rules/link.ts';
import { isoTime } from '../rules/time.ts';
import { getLink } from './link.ts';

const extended = prepare((db, p: { id: number }) => db.selectFrom('license').select('extended').where('id', '=', p.id));

const setEnd = prepare((db, p: { id: number; end: number; extended: number }) =>
  db
    .updateTable('license')
    .set({ end_at: p.end, extended: p.extended })
    .where('id', '=', p.id)
    .where('ended_at', 'is', null),
);

/**
 * Makes a license longer by the validity of its link, up to the end of the pool. Throws `not_found`, `license_inactive`,
 * `somebody_waits` or `no_extensions_left`.
 */
export async function extend(
  tx: Transaction,
  { managerId, id }: { managerId: number; id: number },
  by: Actor,
  clock: Clock,
): Promise<License> {
  const { poolId } = await getLicense(tx, managerId, id);
  const locked = await lockPool(tx, managerId, poolId);
  const now = clock();
  const pool = await settlePool(tx, locked, now);
  const license = await getLicense(tx, managerId, id);
  const link = license.linkId === null ? null : await getLink(tx, managerId, license.linkId, now);
  const [used] = await extended(tx, { id });
  const times = used?.extended ?? 0;
  const decision = decideExtend({ license, link, pool, extended: times }, now);
  if (decision.refused) throw new Refusal(decision.refused);
  await setEnd(tx, { id, end: decision.end, extended: times + 1 });
  const held = (end: number) => ({ end: isoTime(end), active: true });
  const [before, after] = [held(license.end), held(decision.end)];
  record(tx, { ...ofLicense(license), at: now, kind: 'license.extended', by, before, after });
  return { ...license, end: decision.end };
}
