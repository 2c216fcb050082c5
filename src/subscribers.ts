import { type Context, clockOf } from './context.ts';
import { settlePools } from './link/settle.ts';

/** Lets those act, within each transaction, on what others change in it: free seats are offered to who waits for them. */
export function subscribe(context: Pick<Context, 'db' | 'clock'>): void {
  const clock = clockOf(context);
  context.db.beforeCommit((tx, pools) => settlePools(tx, pools, clock));
}
