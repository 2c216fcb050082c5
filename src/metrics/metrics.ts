import type { FastifyInstance } from 'fastify';
import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import { hashQueue } from '../auth/password.ts';
import type { Context } from '../context.ts';
import type { Database } from '../db/database.ts';
import { watchEventLoop } from './event-loop.ts';
import { readStock, type Stock } from './stock.ts';

const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** What one server process counts and times, for Prometheus. */
export class Metrics {
  readonly #registry = new Registry();
  readonly #requests = this.#counter('carrel_http_requests_total', 'Answered requests.', ['method', 'route', 'status']);
  readonly #refusals = this.#counter('carrel_refusals_total', 'Refused requests, by the code of the problem.', [
    'code',
  ]);
  readonly #latency = this.#histogram(
    'carrel_http_request_seconds',
    'Time to answer, from the arrival of the request.',
    ['method', 'route'],
  );
  readonly #lateness = this.#histogram(
    'carrel_event_loop_lag_seconds',
    'How late the event loop was, asked every 20 ms: for so long everybody waited.',
  );
  readonly #busy = this.#histogram(
    'carrel_event_loop_busy_seconds',
    'How much of that lag the server computed; the rest it waited for a disk, or for a processor.',
  );
  readonly #waits = this.#histogram(
    'carrel_database_wait_seconds',
    'Time until a change may begin: a connection, or the turn to write.',
  );
  readonly #writes = this.#histogram(
    'carrel_database_write_seconds',
    'Time of a change, from the request for it until it is durable.',
  );
  readonly #failures = this.#counter(
    'carrel_database_write_failures_total',
    'Changes that could not be made, or of which it is not known.',
  );

  /** Counts and times every answer of the app, by route: never by URL, which holds ids. */
  observe(app: FastifyInstance): void {
    app.addHook('onResponse', (request, reply, done) => {
      const labels = { method: request.method, route: request.routeOptions.url ?? 'none' };
      this.#requests.inc({ ...labels, status: String(reply.statusCode) });
      this.#latency.observe(labels, reply.tookMs / 1000);
      if (reply.refusal) this.#refusals.inc({ code: reply.refusal });
      done();
    });
  }

  /** Times how late the event loop is, until what is returned is called. */
  watchEventLoop(): () => void {
    return watchEventLoop(({ lateMs, busyMs }) => {
      this.#lateness.observe(lateMs / 1000);
      this.#busy.observe(busyMs / 1000);
    });
  }

  /** The same database, with its writes timed: until they may begin, and until they are durable. */
  timed(db: Database): Database {
    const write: Database['write'] = async (work) => {
      const asked = performance.now();
      let waited = false;
      try {
        return await db.write((tx) => {
          if (!waited) this.#waits.observe((performance.now() - asked) / 1000);
          waited = true;
          return work(tx);
        });
      } catch (error) {
        if ((error as { code?: unknown }).code === 'unavailable') this.#failures.inc();
        throw error;
      } finally {
        this.#writes.observe((performance.now() - asked) / 1000);
      }
    };
    return { ...db, write };
  }

  /** The text that Prometheus reads. Without the database it tells what this process knows, and that it is away. */
  async text({ db, log }: Pick<Context, 'db' | 'log'>): Promise<string> {
    const stock = await readStock(db).catch((error: unknown) =>
      log.warn({ err: error }, 'metrics without the database'),
    );
    const now = new Registry();
    for (const { name, help, value } of [...fromStock(stock ?? null), ...fromProcess()])
      new Gauge({ name, help, registers: [now] }).set(value);
    refusedPasswords(now);
    return Registry.merge([this.#registry, now]).metrics();
  }

  #counter<Label extends string = never>(name: string, help: string, labelNames: Label[] = []): Counter<Label> {
    return new Counter({ name, help, labelNames, registers: [this.#registry] });
  }

  #histogram<Label extends string = never>(name: string, help: string, labelNames: Label[] = []): Histogram<Label> {
    return new Histogram({ name, help, labelNames, buckets: SECONDS, registers: [this.#registry] });
  }
}

interface Reading {
  name: string;
  help: string;
  value: number;
}

const gauge = (name: string, help: string, value: number): Reading => ({ name, help, value });

function fromStock(stock: Stock | null): Reading[] {
  const up = gauge('carrel_database_up', 'Whether the database answered just now.', stock ? 1 : 0);
  if (!stock) return [up];
  return [
    up,
    gauge('carrel_licenses_assigned', 'Licenses ever assigned or imported, in the whole database.', stock.assigned),
    gauge('carrel_licenses_live', 'Licenses not ended, in the whole database.', stock.live),
    gauge('carrel_outbox_waiting', 'Mails that wait to be sent.', stock.waiting),
    gauge('carrel_outbox_failed', 'Mails given up; see carrel outbox.', stock.failed),
    gauge('carrel_outbox_paused', 'Whether no mail is sent until “carrel outbox release” is run.', stock.paused),
    gauge('carrel_outbox_oldest_seconds', 'For how long the oldest waiting mail has waited.', stock.oldest ?? 0),
  ];
}

const fromProcess = (): Reading[] => [
  gauge('carrel_password_queue', 'Passwords that wait to be hashed.', hashQueue().waiting),
  gauge('process_resident_memory_bytes', 'Resident memory.', process.memoryUsage.rss()),
  gauge('process_start_time_seconds', 'Start of the process.', Math.round(performance.timeOrigin / 1000)),
];

function refusedPasswords(registry: Registry): void {
  const name = 'carrel_password_queue_refused_total';
  const help = 'Sign-ins that were sent away because too many passwords waited.';
  new Counter({ name, help, registers: [registry] }).inc(hashQueue().refused);
}
