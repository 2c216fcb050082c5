import { type Context, now } from '../context.ts';
import { poolsWithDue, sweepPool } from '../license/end.ts';
import { lockPool } from '../pool/pool.ts';

const PERIOD_MS = 5000;
const MAX_AT_ONCE = 200;

/** Ends the licenses that have run out, one pool a transaction; answers how many. */
export async function sweep(context: Pick<Context, 'db' | 'clock'>): Promise<number> {
  const { db } = context;
  let ended = 0;
  for (const { poolId, managerId } of await poolsWithDue(db.read, now(context), MAX_AT_ONCE)) {
    ended += await db.write(async (tx) => {
      await lockPool(tx, managerId, poolId);
      return sweepPool(tx, poolId, now(context));
    });
  }
  return ended;
}

/**
 * Sweeps all the time. Nothing depends on it being prompt: a license that has run out counts as inactive at once,
 * and an assignment sweeps its own pool. It keeps the rest few, and makes the mails that tell of the end.
 */
export function startSweeping(context: Pick<Context, 'db' | 'clock' | 'log'>): { stop(): Promise<void> } {
  let running: Promise<void> = Promise.resolve();
  const round = () => {
    running = sweep(context)
      .then((ended) => {
        if (ended > 0) context.log.info({ ended }, 'licenses ran out');
        if (ended >= MAX_AT_ONCE) timer.refresh();
      })
      .catch((error: unknown) => context.log.warn({ err: error }, 'sweeping failed; it goes on in a moment'));
  };
  const timer = setInterval(round, PERIOD_MS).unref();
  return {
    stop: async () => {
      clearInterval(timer);
      await running;
    },
  };
}
