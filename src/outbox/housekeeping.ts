import { type Context, now } from '../context.ts';
import { cleanUp } from './cleanup.ts';
import { remind } from './reminders.ts';

const REST_MS = 60_000;
/** Between small batches, so that requests always come first. */
const MORE_MS = 1000;

/** Reminds and cleans up in the background, in every server process. */
export function startHousekeeping(context: Pick<Context, 'db' | 'config' | 'clock' | 'log'>): {
  stop(): Promise<void>;
} {
  let running: Promise<void> = Promise.resolve();
  let timer: NodeJS.Timeout;
  let stopped = false;
  const round = async (): Promise<boolean> => {
    const looked = await remind(context, now(context));
    return (await cleanUp(context.db, now(context))) || looked > 0;
  };
  const next = (ms: number) => {
    if (stopped) return;
    timer = setTimeout(() => {
      running = round()
        .catch((error: unknown) => {
          context.log.warn({ err: error }, 'reminding and cleaning up failed; it goes on in a minute');
          return false;
        })
        .then((more) => next(more ? MORE_MS : REST_MS));
    }, ms).unref();
  };
  next(MORE_MS);
  return {
    stop: async () => {
      stopped = true;
      clearTimeout(timer);
      await running;
    },
  };
}
