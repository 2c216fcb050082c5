import type { Logger } from 'pino';
import type { AfterAnswer } from './after-answer.ts';
import type { LazyAuth } from './auth/better-auth/lazy.ts';
import type { Config } from './config.ts';
import { connect, connectToLook } from './db/connect.ts';
import type { Database } from './db/database.ts';
import type { RateLog } from './db/rate-log.ts';
import type { FeedWatch } from './event/feed-watch.ts';
import type { Metrics } from './metrics/metrics.ts';
import type { Seal } from './seal.ts';
import type { StudentCache } from './student/columns-cache.ts';
import type { LastUse } from './token/last-use.ts';
import type { Network } from './webhook/send.ts';

/** What every command is given. Opened once, closed once; nothing else is global. */
export interface Context {
  config: Config;
  db: Database;
  /** Milliseconds since 1970. */
  clock: () => number;
  log: Logger;
  /** What tokens and sessions are signed with: the first; the others are earlier ones, whose work still counts. */
  keys: readonly Buffer[];
}

/** The mails that the quick start keeps: they sign in whoever reads them, so they are shown to few. */
export interface Mailbox {
  /** The address of the quick start's account; null until it is made. */
  owner: string | null;
  /** Shown to whoever knows it, from the address that the quick start prints. */
  secret: string;
}

/** What a server has besides. */
export interface ServerContext extends Context {
  rateLog: RateLog;
  lastUse: LastUse;
  /** What webhooks may reach. */
  network: Network;
  /** Whose browser shows the mails that were kept; nobody's outside the quick start. */
  mailbox?: Mailbox | null;
  /** Where answers are counted; nowhere, where nobody asks. */
  metrics?: Metrics;
  /** True from the signal to stop on: readiness says so, and connections are not kept. */
  draining: () => boolean;
}

/** What the handlers of routes share. */
export interface Services extends ServerContext {
  auth: LazyAuth;
  afterAnswer: AfterAnswer;
  students: StudentCache;
  feed: FeedWatch;
  seals: { linkCodes: Seal; webhookSecrets: Seal };
}

/**
 * Tells the current time in whole seconds. A change reads it once its pool is locked: whoever held the lock before
 * did what they did earlier.
 */
export type Clock = () => number;

/** The current time in whole seconds. */
export const now = (context: Pick<Context, 'clock'>): number => Math.floor(context.clock() / 1000);

/** The clock of changes. */
export const clockOf =
  (context: Pick<Context, 'clock'>): Clock =>
  () =>
    now(context);

/** Opens the database that the settings name. `onFatal` is called when it can no longer be trusted. */
export function openContext(config: Config, log: Logger, onFatal: (error: unknown) => void): Context {
  const db = connect({ url: config.databaseUrl, poolSize: config.databasePoolSize, onFatal });
  return { config, db, clock: Date.now, log, keys: [config.secretKey] };
}

/** The same, for what only looks: the database is left as it is, and none is made. */
export function openContextToLook(config: Config, log: Logger): Context {
  const db = connectToLook({ url: config.databaseUrl, poolSize: config.databasePoolSize });
  return { config, db, clock: Date.now, log, keys: [config.secretKey] };
}
