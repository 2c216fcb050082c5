import { setTimeout as pause } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { buildApp } from '../app.ts';
import { type Context, type Mailbox, now, type ServerContext } from '../context.ts';
import { sqlitePath } from '../db/connect.ts';
import { migrate } from '../db/migrate.ts';
import { sharedRateLog } from '../db/rate-log.ts';
import { openServingFile } from '../db/sqlite-serving.ts';
import { jobsOf } from '../jobs/jobs.ts';
import { schedule } from '../jobs/schedule.ts';
import { type Ring, settleKeys } from '../key/ring.ts';
import { type KeyWatch, watchKeys } from '../key/watch.ts';
import { checkMailServer } from '../mail/failing-step.ts';
import { openSender } from '../mail/sender.ts';
import { serveMetrics } from '../metrics/listener.ts';
import { Metrics } from '../metrics/metrics.ts';
import { countWrites } from '../outbox/busy.ts';
import { OutboxWorker } from '../outbox/worker.ts';
import { lastUse } from '../token/last-use.ts';
import { systemLookup } from '../webhook/address.ts';
import { WebhookWorker } from '../webhook/worker.ts';
import { listening } from './listen.ts';

/** How long a load balancer gets to see that this server is no longer ready. */
const NOTICE_MS = 1000;
/** How long requests in flight get to finish. */
const FINISH_MS = 8000;

export interface Server {
  url: string;
  context: ServerContext;
  /** Stops as a balancer likes it: not ready, then no new connections, then nothing in flight. */
  stop(noticeMs?: number): Promise<void>;
}

export interface ServeOptions {
  /** Shows the kept mails in the web app, to their owner. */
  mailbox?: Mailbox;
}

async function prepareDatabase(context: Context): Promise<Ring> {
  await migrate(context.db, now(context));
  return settleKeys(context, now(context));
}

/** Brings the schema up to date and serves. Throws where another server has the same SQLite file. */
export async function serve(opened: Context, options: ServeOptions = {}): Promise<Server> {
  const { config, db, log } = opened;
  const sender = openSender(config);
  const path = sqlitePath(config.databaseUrl);
  const serving = path === null ? null : openServingFile(path);
  const ring = await prepareDatabase(opened).catch((error: unknown) => {
    serving?.close();
    throw error;
  });
  const context: Context = { ...opened, keys: ring.keys };
  let draining = false;
  let keyWatch: KeyWatch | undefined;
  const metrics = config.metrics ? new Metrics() : undefined;
  const counted = countWrites(metrics?.timed(db) ?? db);
  const server: ServerContext = {
    ...context,
    db: counted.db,
    mailbox: (config.smtpUrl === null && options.mailbox) || null,
    rateLog: serving?.rateLog ?? sharedRateLog(db),
    lastUse: lastUse(context),
    network: { allowed: config.webhookAllowedHosts, lookup: systemLookup },
    draining: () => draining || keyWatch?.lost() === true,
    ...(metrics ? { metrics } : {}),
  };
  const app = await buildApp(server);
  const { host, port: asked } = config;
  const stopWatching = metrics?.watchEventLoop();
  const metricsServer =
    metrics && config.metrics
      ? await listening(serveMetrics(metrics, context, config.metrics), config.metrics, 'METRICS_')
      : null;
  await listening(app.listen({ host, port: asked }), { host, port: asked });
  keyWatch = watchKeys(context, ring);
  const outbox = new OutboxWorker(context, { sender, busy: counted.busy });
  db.onCommit('mail', () => outbox.wake());
  await outbox.start();
  const webhooks = new WebhookWorker(context, server.network);
  await webhooks.start();
  const jobs = schedule(jobsOf(server), log);
  const stop = async (noticeMs = NOTICE_MS) => {
    draining = true;
    mailCheck.stop();
    await pause(noticeMs);
    const cut = setTimeout(() => app.server.closeAllConnections(), FINISH_MS).unref();
    await app.close();
    clearTimeout(cut);
    await Promise.all([jobs.stop(), outbox.stop(), webhooks.stop(), keyWatch?.stop()]);
    await server.lastUse
      .stop()
      .catch((error: unknown) => log.warn({ err: error }, 'the last use of tokens was not written down'));
    metricsServer?.close();
    stopWatching?.();
    serving?.close();
  };
  const address = app.server.address();
  const port = typeof address === 'object' && address ? address.port : asked;
  const url = `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
  keepHeapSmall();
  log.info({ url, engine: db.engine }, 'serving');
  const mailCheck = checkMailServer(sender, log);
  return { url, context: server, stop };
}

/** How far the heap may grow from the next full collection on (docs/decisions/0022-small-heap.md). */
function keepHeapSmall(): void {
  setFlagsFromString('--heap-growing-percent=20'); // on the command line it would void Node's own compiled code
}
