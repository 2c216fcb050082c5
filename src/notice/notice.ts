import type { Context } from '../context.ts';
import { prepare } from '../db/prepare.ts';
import { DAY } from '../rules/time.ts';
import { sendDigests } from './digest.ts';
import { noticePools } from './pools.ts';
import { noticeFailures } from './undelivered.ts';

const KEPT_SECONDS = 400 * DAY;

const forget = prepare((db, p: { before: number }) => db.deleteFrom('notice').where('made_at', '<', p.before));

/** Tells the members of all license managers what they ought to know by mail; answers whether there may be more. */
export async function tellManagers(context: Pick<Context, 'db'>, now: number): Promise<boolean> {
  await noticePools(context, now);
  await noticeFailures(context, now);
  await context.db.write((tx) => forget(tx, { before: now - KEPT_SECONDS }));
  return sendDigests(context, now);
}
