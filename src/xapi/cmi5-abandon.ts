import type { Context } from '../context.ts';
import { takeStatementLock } from '../db/dialect.ts';
import { HOUR } from '../rules/time.ts';
import { abandon } from './cmi5-report.ts';
import { idleSessions } from './cmi5-session.ts';

/** Whose unit was silent for so long is gone: a browser was closed, or a machine switched off. */
const IDLE = 12 * HOUR;
const MOST = 100;

/** Ends sessions of cmi5 that nobody ended; true where more may be left. */
export async function abandonIdleSessions({
  db,
  config,
  clock,
}: Pick<Context, 'db' | 'config' | 'clock'>): Promise<boolean> {
  const ms = clock();
  const before = Math.floor(ms / 1000) - IDLE;
  return db.write(async (tx) => {
    await takeStatementLock(tx);
    const launches = await idleSessions(tx, before, MOST, config.publicUrl);
    await abandon(tx, launches, { publicUrl: config.publicUrl, ms });
    return launches.length === MOST;
  });
}
