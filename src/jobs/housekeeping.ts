import { type Context, now } from '../context.ts';
import { deleteKeptMails } from '../mail/kept.ts';
import { mailFolder } from '../mail/sender.ts';
import { tellManagers } from '../notice/notice.ts';
import { HOUR } from '../rules/time.ts';
import { refoldStudents } from '../student/refold.ts';
import { cleanUp } from './cleanup.ts';
import { remind } from './reminders.ts';

const DAY = 24 * HOUR;
const MAX_FILES = 500;
const REST_MS = 60_000;
/** Between small batches, so that requests always come first. */
const MORE_MS = 1000;

/** What is kept too long is deleted, in small batches; the folder of kept mails is looked into once an hour. */
function forgetting(context: Pick<Context, 'db' | 'config' | 'clock'>): () => Promise<boolean> {
  const { db, config } = context;
  const kept = config.mailRetentionDays * DAY;
  let nextLook = 0;
  return async () => {
    const more = await cleanUp(db, now(context), { sentMails: kept });
    if (config.smtpUrl !== null || now(context) < nextLook) return more;
    const deleted = await deleteKeptMails(mailFolder(config), (now(context) - kept) * 1000, MAX_FILES);
    if (deleted < MAX_FILES) nextLook = now(context) + HOUR;
    return more || deleted === MAX_FILES;
  };
}

/** Reminds and cleans up in the background, in every server process. */
export function startHousekeeping(context: Pick<Context, 'db' | 'config' | 'clock' | 'log'>): {
  stop(): Promise<void>;
} {
  let running: Promise<void> = Promise.resolve();
  let timer: NodeJS.Timeout;
  let stopped = false;
  const forget = forgetting(context);
  const round = async (): Promise<boolean> => {
    const looked = await remind(context, now(context));
    const more = [await forget(), await refoldStudents(context.db), await tellManagers(context, now(context))];
    return more.includes(true) || looked > 0;
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
