import { type Context, now } from '../context.ts';
import { fingerprintOf } from '../seal.ts';
import { currentOf, keptKeys, type Ring, replaceKey } from './ring.ts';
import { sealAnew } from './sealed.ts';

const LOOK_MS = 5000;
const OTHER_KEY =
  'the database is served with another SECRET_KEY than that of this process, which is not ready any more';

export interface KeyWatch {
  /** True where the database is served with a key that this process does not have. */
  lost(): boolean;
  stop(): Promise<void>;
}

/**
 * Seals anew, beside everything else, what an earlier key sealed, and then puts the new key in its place. After that,
 * looks whether the database is still served with a key of this process: another may have been accepted.
 */
export function watchKeys(context: Pick<Context, 'db' | 'clock' | 'log'>, ring: Ring): KeyWatch {
  const { db, log } = context;
  const own = new Set(ring.keys.map(fingerprintOf));
  let [stopping, lost, rotated] = [false, false, ring.keys.length === 1];
  const keptNow = async () => currentOf(await keptKeys(db.read))?.fingerprint;
  const rotate = async () => {
    const values = await sealAnew(db, ring.keys, () => stopping);
    if (stopping) return;
    if (ring.replaces && (await keptNow()) !== fingerprintOf(ring.keys[0] as Buffer))
      await replaceKey(db, ring, now(context));
    rotated = true;
    if (ring.replaces || values > 0)
      log.info({ values }, 'all that is sealed is sealed with SECRET_KEY; SECRET_KEY_PREVIOUS may be removed');
  };
  const look = async () => {
    const kept = await keptNow();
    const was = lost;
    lost = kept !== undefined && !own.has(kept);
    if (lost && !was) log.error({ kept }, OTHER_KEY);
  };
  const round = () => {
    running = running
      .then(() => (rotated ? look() : rotate()))
      .catch((error: unknown) => log.warn({ err: error }, 'looking after the keys failed; it goes on in a moment'));
  };
  let running: Promise<void> = Promise.resolve();
  const timer = setInterval(round, LOOK_MS).unref();
  round();
  return {
    lost: () => lost,
    stop: async () => {
      stopping = true;
      clearInterval(timer);
      await running;
    },
  };
}
