import { setTimeout as pause } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { buildApp } from '../app.ts';
import { type Context, type Mailbox, now, type ServerContext } from '../context.ts';
import { sqlitePath } from '../db/connect.ts';
import { migrate } from '../db/migrate.ts';
import { sharedRateLog } from '../db/rate-log.ts';
import { openServingFile } from '../db/sqlite-serving.ts';
import type { App } from '../http/app-type.ts';
import { jobsOf } from '../jobs/jobs.ts';
import { schedule } from '../jobs/schedule.ts';
import { type Ring, settleKeys } from '../key/ring.ts';
import { type KeyWatch, watchKeys } from '../key/watch.ts';
import { checkMailServer } from '../mail/failing-step.ts';
import { openSender, type Sender } from '../mail/sender.ts';
import { serveMetrics } from '../metrics/listener.ts';
import type { Metrics } from '../metrics/metrics.ts';
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
  /** Graceful shutdown: fails readiness, stops accepting, drains. */
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

/** Takes the right to serve where the database is a file, and brings the schema up to date. */
async function prepareServing(opened: Context) {
  const path = sqlitePath(opened.config.databaseUrl);
  const serving = path === null ? null : openServingFile(path);
  const ring = await prepareDatabase(opened).catch((error: unknown) => {
    serving?.close();
    throw error;
  });
  return { serving, ring };
}

/** What runs beside the requests; `stop` resolves when nothing of it runs any more. Its own writes make nobody busy. */
async function startWorkers(context: Context, server: ServerContext, mails: { sender: Sender; busy: () => boolean }) {
  const outbox = new OutboxWorker(context, mails);
  context.db.onCommit('mail', () => outbox.wake());
  await outbox.start();
  const webhooks = new WebhookWorker(context, server.network);
  await webhooks.start();
  const jobs = schedule(jobsOf(server), server.log);
  return { stop: () => Promise.all([jobs.stop(), outbox.stop(), webhooks.stop()]) };
}

/** Brings the schema up to date and serves. Throws where another server has the same SQLite file. */
export async function serve(opened: Context, options: ServeOptions = {}): Promise<Server> {
  const { config, db, log } = opened;
  const sender = openSender(config);
  const { serving, ring } = await prepareServing(opened);
  const context: Context = { ...opened, keys: ring.keys };
  let draining = false;
  let keyWatch: KeyWatch | undefined;
  const metrics = config.metrics ? await openMetrics() : undefined;
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
  const stopMetrics = metrics ? await startMetrics(metrics, context) : () => {};
  await listening(app.listen({ host: config.host, port: config.port }), config);
  keyWatch = watchKeys(context, ring);
  const workers = await startWorkers(context, server, { sender, busy: counted.busy });
  const mailCheck = checkMailServer(sender, log);
  const stop = async (noticeMs = NOTICE_MS) => {
    draining = true;
    mailCheck.stop();
    await pause(noticeMs);
    await closeGracefully(app);
    await Promise.all([workers.stop(), keyWatch?.stop()]);
    await server.lastUse
      .stop()
      .catch((error: unknown) => log.warn({ err: error }, 'the last use of tokens was not written down'));
    stopMetrics();
    serving?.close();
  };
  const url = urlOf(app, config);
  keepHeapSmall();
  log.info({ url, engine: db.engine }, 'serving');
  return { url, context: server, stop };
}

/** Lets requests in flight finish, for a while. */
async function closeGracefully(app: App): Promise<void> {
  const cut = setTimeout(() => app.server.closeAllConnections(), FINISH_MS).unref();
  await app.close();
  clearTimeout(cut);
}

function urlOf(app: App, { host, port }: Context['config']): string {
  const address = app.server.address();
  const listened = typeof address === 'object' && address ? address.port : port;
  return `http://${host.includes(':') ? `[${host}]` : host}:${listened}`;
}

/** Serves the metrics by an address of their own, until what is returned is called. */
async function startMetrics(metrics: Metrics, context: Context): Promise<() => void> {
  const { metrics: address } = context.config;
  const stopWatching = metrics.watchEventLoop();
  const server = address && (await listening(serveMetrics(metrics, context, address), address, 'METRICS_'));
  return () => {
    server?.close();
    stopWatching();
  };
}

/** The library is loaded where metrics are asked for, and nowhere else. */
async function openMetrics(): Promise<Metrics> {
  const { Metrics } = await import('../metrics/metrics.ts');
  return new Metrics();
}

/** How far the heap may grow from the next full collection on (docs/decisions/0022-small-heap.md). */
function keepHeapSmall(): void {
  setFlagsFromString('--heap-growing-percent=20'); // on the command line it would void Node's own compiled code
}
