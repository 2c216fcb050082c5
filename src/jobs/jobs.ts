import { issueMissing } from '../certificate/backfill.ts';
import { type Context, now } from '../context.ts';
import { deleteKeptMails } from '../mail/kept.ts';
import { mailFolder } from '../mail/sender.ts';
import { tellManagers } from '../notice/notice.ts';
import { resolveMapped } from '../order/mapped.ts';
import { finishErasures } from '../person/finish.ts';
import { giveRenewals } from '../publisher/renew.ts';
import { DAY, HOUR } from '../rules/time.ts';
import { retryDue } from '../shop/receive.ts';
import { reconciling } from '../shop/reconcile.ts';
import { rotateAgedKey } from '../signing/keys.ts';
import { refoldStudents } from '../student/refold.ts';
import { abandonIdleSessions } from '../xapi/cmi5-abandon.ts';
import { cleanUp } from './cleanup.ts';
import { expireLicenses, MAX_EXPIRED } from './expire.ts';
import { expireRequests, MAX_SETTLED, settleLists } from './lists.ts';
import { remind } from './reminders.ts';
import type { Job } from './schedule.ts';

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const MAX_FILES = 500;

type Needed = Pick<Context, 'db' | 'config' | 'clock' | 'log' | 'keys'>;

/** Every job of a server process. */
export const jobsOf = (context: Needed): Job[] => [
  { name: 'renewing licenses', everyMs: 5 * SECOND_MS, run: () => giveRenewals(context) },
  { name: 'expiring licenses', everyMs: 5 * SECOND_MS, run: () => expire(context) },
  {
    name: 'settling waiting lists',
    everyMs: 5 * SECOND_MS,
    run: async () => (await settleLists(context)) >= MAX_SETTLED,
  },
  { name: 'expiring requests', everyMs: MINUTE_MS, run: () => expireRequests(context) },
  { name: 'reminding students', everyMs: MINUTE_MS, run: async () => (await remind(context, now(context))) > 0 },
  { name: 'deleting what is kept too long', everyMs: MINUTE_MS, run: () => forget(context) },
  { name: 'deleting kept mails', everyMs: HOUR * SECOND_MS, run: () => forgetMails(context) },
  { name: 'ending abandoned sessions of cmi5', everyMs: 10 * MINUTE_MS, run: () => abandonIdleSessions(context) },
  { name: 'folding the search keys of students', everyMs: MINUTE_MS, run: () => refoldStudents(context.db) },
  { name: 'making certificates', everyMs: 5 * SECOND_MS, run: () => issueMissing(context.db, now(context)) },
  { name: 'replacing the key that signs launches', everyMs: HOUR * SECOND_MS, run: () => rotateAgedKey(context) },
  { name: 'taking deliveries of shops again', everyMs: MINUTE_MS, run: () => retryDue(context) },
  { name: 'resolving parked orders', everyMs: MINUTE_MS, run: () => resolveMapped(context, now(context)) },
  { name: 'asking Stripe for its payments', everyMs: MINUTE_MS, run: reconciling(context) },
  { name: 'rewriting the files of who was erased', everyMs: MINUTE_MS, run: () => finishFiles(context) },
  { name: 'telling managers', everyMs: MINUTE_MS, run: () => tellManagers(context, now(context)) },
];

async function finishFiles(context: Needed): Promise<boolean> {
  await finishErasures(context);
  return false;
}

async function expire({ log, ...context }: Needed): Promise<boolean> {
  const ended = await expireLicenses(context);
  if (ended > 0) log.info({ ended }, 'licenses expired');
  return ended >= MAX_EXPIRED;
}

const keptSeconds = ({ config }: Needed): number => config.mailRetentionDays * DAY;

const forget = (context: Needed): Promise<boolean> =>
  cleanUp(context.db, now(context), {
    sentMails: keptSeconds(context),
    statements: context.config.xapiRetentionDays * DAY,
  });

/** The mails that are kept as files where no SMTP server is set. */
async function forgetMails(context: Needed): Promise<boolean> {
  if (context.config.smtpUrl !== null) return false;
  const before = (now(context) - keptSeconds(context)) * 1000;
  return (await deleteKeptMails(mailFolder(context.config), before, MAX_FILES)) === MAX_FILES;
}
