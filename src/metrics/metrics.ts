import type { FastifyInstance } from 'fastify';
import { sql } from 'kysely';
import { hashQueue } from '../auth/password.ts';
import type { Context } from '../context.ts';
import type { Database } from '../db/database.ts';
import { databaseClock } from '../db/dialect.ts';
import { watchEventLoop } from './event-loop.ts';
import { Counter, type Description, expose, Histogram, readWhenAsked } from './registry.ts';

const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** What the database knows: the same from every process that shares it. */
interface Stock {
  assigned: number;
  live: number;
  waiting: number;
  failed: number;
  paused: number;
  oldest: number | null;
}

/** What one server process counts and times, for Prometheus. */
export class Metrics {
  readonly #requests = new Counter('carrel_http_requests_total');
  readonly #latency = new Histogram('carrel_http_request_seconds', SECONDS);
  readonly #refusals = new Counter('carrel_refusals_total');
  readonly #waits = new Histogram('carrel_database_wait_seconds', SECONDS);
  readonly #writes = new Histogram('carrel_database_write_seconds', SECONDS);
  readonly #failures = new Counter('carrel_database_write_failures_total');
  readonly #lateness = new Histogram('carrel_event_loop_lag_seconds', SECONDS);
  readonly #busy = new Histogram('carrel_event_loop_busy_seconds', SECONDS);

  /** Counts and times every answer of the app, by route: never by URL, which holds ids. */
  observe(app: FastifyInstance): void {
    app.addHook('onResponse', (request, reply, done) => {
      const labels = { method: request.method, route: request.routeOptions.url ?? 'none' };
      this.#requests.add({ ...labels, status: String(reply.statusCode) });
      this.#latency.observe(reply.tookMs / 1000, labels);
      if (reply.refusal) this.#refusals.add({ code: reply.refusal });
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
        if ((error as { code?: unknown }).code === 'unavailable') this.#failures.add();
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
    return expose([...this.#own(), ...fromStock(stock ?? null), ...fromProcess()]);
  }

  #own(): Description[] {
    const of = (name: string, help: string, type: Description['type'], metric: { lines(): string[] }) => ({
      name,
      help,
      type,
      lines: () => metric.lines(),
    });
    return [
      of('carrel_http_requests_total', 'Answered requests.', 'counter', this.#requests),
      of('carrel_http_request_seconds', 'Time to answer, from the arrival of the request.', 'histogram', this.#latency),
      of(
        'carrel_event_loop_lag_seconds',
        'How late the event loop was, asked every 20 ms: for so long everybody waited.',
        'histogram',
        this.#lateness,
      ),
      of(
        'carrel_event_loop_busy_seconds',
        'How much of that lag the server computed; the rest it waited for a disk, or for a processor.',
        'histogram',
        this.#busy,
      ),
      of('carrel_refusals_total', 'Refused requests, by the code of the problem.', 'counter', this.#refusals),
      of(
        'carrel_database_wait_seconds',
        'Time until a change may begin: a connection, or the turn to write.',
        'histogram',
        this.#waits,
      ),
      of(
        'carrel_database_write_seconds',
        'Time of a change, from the request for it until it is durable.',
        'histogram',
        this.#writes,
      ),
      of(
        'carrel_database_write_failures_total',
        'Changes that could not be made, or of which it is not known.',
        'counter',
        this.#failures,
      ),
    ];
  }
}

const gauge = (name: string, help: string, value: number): Description => ({
  name,
  help,
  type: 'gauge',
  lines: () => [readWhenAsked(name, value)],
});

function fromStock(stock: Stock | null): Description[] {
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

const fromProcess = (): Description[] => [
  gauge('carrel_password_queue', 'Passwords that wait to be hashed.', hashQueue().waiting),
  {
    name: 'carrel_password_queue_refused_total',
    help: 'Sign-ins that were sent away because too many passwords waited.',
    type: 'counter',
    lines: () => [readWhenAsked('carrel_password_queue_refused_total', hashQueue().refused)],
  },
  gauge('process_resident_memory_bytes', 'Resident memory.', process.memoryUsage.rss()),
  gauge('process_start_time_seconds', 'Start of the process.', Math.round(performance.timeOrigin / 1000)),
];

async function readStock(db: Database): Promise<Stock> {
  const { rows } = await sql<
    Record<'assigned' | 'live' | 'waiting' | 'failed' | 'paused', number> & { oldest: number | null }
  >`
    select total.assigned, total.live,
      (select count(*) from outbox where done_at is null and failed_at is null) as waiting,
      (select count(*) from outbox where failed_at is not null) as failed,
      (select count(*) from instance where paused_at is not null) as paused,
      (select min(created_at) from outbox where done_at is null and failed_at is null) as oldest
      from (select coalesce(sum(issued), 0) as assigned, coalesce(sum(live), 0) as live from tally) as total`.execute(
    db.read.kysely,
  );
  const row = rows[0] as Stock;
  const oldest = row.oldest === null ? null : Math.max(0, ((await databaseClock(db.read)) - row.oldest) / 1000);
  return { ...row, oldest };
}
