import { setTimeout as pause } from 'node:timers/promises';
import type { Context } from '../context.ts';
import type { Queries } from '../db/database.ts';
import { databaseClock } from '../db/dialect.ts';
import { checkInstance } from '../outbox/instance.ts';
import { WakeSignal } from '../outbox/wake-signal.ts';
import { deliver } from './attempt.ts';
import { dispatch } from './dispatch.ts';
import { claimDeliveries, type Job, releaseClaims } from './queue.ts';
import type { Network } from './send.ts';

const POLL_MS = 1000;
/** Longer than an attempt may take: a claim needs no renewal, and what was in flight at a kill is free again then. */
const LEASE_MS = 30_000;
const MAX_IN_FLIGHT = 32;
/** So that a slow receiver leaves room for others. */
const MAX_PER_WEBHOOK = 8;
/** How long deliveries in flight get when the server stops; what is cut is sent again. */
const FINISH_MS = 1000;

type WorkerContext = Pick<Context, 'config' | 'db' | 'keys' | 'log' | 'clock'>;

/** Turns events into deliveries and sends them. Times in milliseconds, by the clock of the database. */
export class WebhookWorker {
  readonly #context: WorkerContext;
  readonly #network: Network;
  readonly #clock: (queries: Queries) => Promise<number>;
  readonly #signal = new WakeSignal();
  readonly #inFlight = new Map<string, { job: Job; finished: Promise<void> }>();
  readonly #stop = new AbortController();
  readonly #cut = new AbortController();
  #mustCheck = true;
  #loop: Promise<void> | null = null;

  constructor(context: WorkerContext, network: Network, clock = databaseClock) {
    this.#context = context;
    this.#network = network;
    this.#clock = clock;
  }

  /** Sends all the time from now on. With SQLite, only one worker may be started on a database. */
  async start(): Promise<void> {
    if (this.#context.db.engine === 'sqlite') await releaseClaims(this.#context.db);
    this.#loop = this.#run();
  }

  /** Says that there may be something to send. */
  wake(): void {
    this.#signal.notify();
  }

  /** Makes what deliveries there are to make, sends one batch of what is due, and waits for it; answers how many. */
  async runOnce(): Promise<number> {
    const sent = await this.#fill();
    await this.#drained();
    return sent;
  }

  /** Begins nothing new, and cuts what is not finished soon: it is sent again. */
  async stop(): Promise<void> {
    const finish = pause(FINISH_MS, undefined, { ref: false });
    this.#stop.abort();
    this.#signal.notify();
    await this.#loop;
    await Promise.race([this.#drained(), finish]);
    this.#cut.abort();
    await this.#drained();
  }

  async #drained(): Promise<void> {
    await Promise.all([...this.#inFlight.values()].map(({ finished }) => finished));
  }

  async #run(): Promise<void> {
    let failing = false;
    while (!this.#stop.signal.aborted) {
      try {
        await this.#fill();
        failing = false;
      } catch (error) {
        if (!failing) this.#context.log.warn({ err: error }, 'webhooks could not be looked after; it is tried again');
        failing = true;
        this.#mustCheck = true;
      }
      await this.#signal.wait(POLL_MS);
    }
  }

  /** Makes deliveries of new events, claims what is due, and sends it; answers how many. */
  async #fill(): Promise<number> {
    const { db } = this.#context;
    const now = Math.floor(await this.#clock(db.read));
    if (this.#mustCheck) await checkInstance(this.#context, now); // a restored copy sends nothing
    this.#mustCheck = false;
    await dispatch(db, now);
    const total = MAX_IN_FLIGHT - this.#inFlight.size;
    const jobs = await claimDeliveries(
      db,
      { now, until: now + LEASE_MS },
      { total, perWebhook: MAX_PER_WEBHOOK, busy: (id) => this.#busyWith(id) },
    );
    for (const job of jobs) this.#inFlight.set(job.delivery.id, { job, finished: this.#deliver(job) });
    return jobs.length;
  }

  #busyWith(webhookId: string): number {
    return [...this.#inFlight.values()].filter(({ job }) => job.webhook.id === webhookId).length;
  }

  async #deliver(job: Job): Promise<void> {
    const { signal } = this.#cut;
    try {
      const clock = async () => Math.floor(await this.#clock(this.#context.db.read));
      await deliver(this.#context, this.#network, job, { clock, signal });
    } catch (error) {
      if (signal.aborted) return;
      this.#context.log.warn(
        { err: error, delivery: job.delivery.id },
        'the outcome of a delivery was not recorded; it is sent again, with the same webhook-id',
      );
    } finally {
      this.#inFlight.delete(job.delivery.id);
      this.#signal.notify();
    }
  }
}
