import { setTimeout as pause } from 'node:timers/promises';
import type { Context } from '../context.ts';
import type { Queries } from '../db/database.ts';
import { databaseClock } from '../db/dialect.ts';
import { compose } from '../mail/compose.ts';
import { AT_ONCE, openSender, type Sender } from '../mail/sender.ts';
import { checkInstance, noteSent } from './instance.ts';
import { type Claimed, claim, hold, type Outcome, releaseAll, settle } from './queue.ts';
import { classifyFailure } from './retry.ts';
import { WakeSignal } from './wake-signal.ts';

const POLL_MS = 1000;
/** A claim that its process no longer renews is free for others after this long. */
const LEASE_MS = 10_000;
const RENEW_MS = 3000;
/** While changes are being written, mail waits this long between batches. */
const STEP_ASIDE_MS = 100;
/** How long mails in flight get to arrive when the server stops. */
const FINISH_MS = 1500;

export interface WorkerOptions {
  sender?: Sender;
  /** Milliseconds; one clock for all processes that share the database. */
  clock?: (queries: Queries) => Promise<number>;
  /** True while something more urgent than mail is being done. */
  busy?: () => boolean;
}

/** Sends what the outbox holds. Times in milliseconds, by the clock of the database. */
export class OutboxWorker {
  readonly #context: Pick<Context, 'config' | 'db' | 'log' | 'keys'>;
  readonly #sender: Sender;
  readonly #clock: (queries: Queries) => Promise<number>;
  readonly #busy: () => boolean;
  readonly #signal = new WakeSignal();
  readonly #inFlight = new Map<string, { job: Claimed; finished: Promise<void> }>();
  /** The clock, asked once a batch and counted on in between. */
  #asked = { time: 0, at: 0 };
  /** At first, and after the database was away: it may be another one. */
  #doubtful = true;
  #failing = false;
  #sent: { id: string; at: number } | null = null;
  #noted: { id: string; at: number } | null = null;
  #loop: Promise<void> | null = null;
  #renewing: NodeJS.Timeout | undefined;
  #stopping = false;
  /** Once the claims of what is in flight were given up: what becomes of it is not written down any more. */
  #abandoned = false;

  constructor(context: Pick<Context, 'config' | 'db' | 'log' | 'keys'>, options: WorkerOptions = {}) {
    this.#context = context;
    this.#sender = options.sender ?? openSender(context.config);
    this.#clock = options.clock ?? databaseClock;
    this.#busy = options.busy ?? (() => false);
  }

  /** Sends all the time from now on. With SQLite, only one worker may be started on a database. */
  async start(): Promise<void> {
    const { db } = this.#context;
    if (db.engine === 'sqlite') await releaseAll(db);
    this.#renewing = setInterval(() => this.#renew(), RENEW_MS).unref();
    this.#loop = this.#run();
  }

  /** Says that there may be something to send. */
  wake(): void {
    this.#signal.notify();
  }

  /** Sends one batch of what is due; answers how many mails were tried. */
  async runOnce(): Promise<number> {
    const tried = await this.#fill();
    await this.#landed();
    await this.#note();
    return tried;
  }

  /** Sends nothing new, waits for what is in flight, and leaves the rest to others. */
  async stop(patienceMs = FINISH_MS): Promise<void> {
    this.#stopping = true;
    this.#signal.notify();
    await this.#loop;
    const patience = new AbortController();
    const tired = pause(patienceMs, null, { signal: patience.signal }).catch(() => null);
    await Promise.race([this.#landed(), tired]);
    patience.abort();
    clearInterval(this.#renewing);
    this.#sender.close();
    const left = [...this.#inFlight.values()].map(({ job }) => job);
    if (left.length > 0) {
      this.#abandoned = true;
      await hold(this.#context.db, left, null).catch((error: unknown) =>
        this.#warn(error, 'the claims of mails were not given up; they run out'),
      );
    }
    await this.#note();
  }

  async #landed(): Promise<void> {
    await Promise.all([...this.#inFlight.values()].map(({ finished }) => finished));
  }

  #now(): number {
    return Math.floor(this.#asked.time + performance.now() - this.#asked.at);
  }

  async #run(): Promise<void> {
    while (!this.#stopping) {
      const claimed = await this.#fill().catch((error: unknown) => this.#lost(error));
      if (claimed !== AT_ONCE) await this.#signal.wait(POLL_MS);
      if (this.#busy()) await pause(STEP_ASIDE_MS);
      if (this.#sent && this.#sent.at >= (this.#noted?.at ?? 0) + POLL_MS) await this.#note();
    }
  }

  /** Claims as many mails as may still be in flight, and sends them; answers how many. */
  async #fill(): Promise<number> {
    const free = AT_ONCE - this.#inFlight.size;
    if (free === 0) return 0;
    const { db } = this.#context;
    this.#asked = { time: await this.#clock(db.read), at: performance.now() };
    if (this.#doubtful) await this.#check();
    const jobs = await claim(db, { now: this.#now(), until: this.#now() + LEASE_MS }, free);
    for (const job of jobs) this.#inFlight.set(job.id, { job, finished: this.#deliver(job) });
    this.#failing = false;
    return jobs.length;
  }

  async #check(): Promise<void> {
    const paused = await checkInstance(this.#context, this.#now());
    this.#doubtful = false;
    if (paused === null) return;
    this.#context.log.warn({ reason: paused }, 'no mail is sent until somebody runs “carrel outbox release”');
  }

  async #deliver(job: Claimed): Promise<void> {
    try {
      const outcome = await this.#attempt(job);
      if (this.#abandoned) return;
      const settled = await settle(this.#context.db, job, outcome, this.#now());
      if (settled && outcome.state === 'done') this.#sent = { id: job.id, at: this.#now() };
      this.#tell(job, outcome);
    } catch (error) {
      this.#warn(error, 'a mail could not be recorded; it may be sent twice, with the same Message-ID');
    } finally {
      this.#inFlight.delete(job.id);
      this.#signal.notify();
    }
  }

  async #attempt(job: Claimed): Promise<Outcome> {
    try {
      await this.#sender.send(await compose(this.#context, job, Math.floor(this.#now() / 1000)));
      return { state: 'done', note: null };
    } catch (error) {
      return classifyFailure(error, job);
    }
  }

  #tell({ id, kind, attempts }: Claimed, outcome: Outcome): void {
    if (outcome.state === 'done') return;
    const facts = { mail: id, kind, attempts, reason: outcome.error };
    if (outcome.state === 'failed') this.#context.log.error(facts, 'a mail failed for good');
    else this.#context.log.warn(facts, 'a mail could not be sent; it is tried again');
  }

  /** Notes what was sent last; at most once a second, because it costs a file. */
  async #note(): Promise<void> {
    if (!this.#sent || this.#sent === this.#noted) return;
    this.#noted = this.#sent;
    await noteSent(this.#context, this.#sent).catch((error: unknown) =>
      this.#warn(error, 'the last mail was not noted outside the database'),
    );
  }

  #renew(): void {
    const jobs = [...this.#inFlight.values()].map(({ job }) => job);
    if (jobs.length === 0) return;
    hold(this.#context.db, jobs, this.#now() + LEASE_MS).catch((error: unknown) =>
      this.#warn(error, 'the claims of mails were not renewed'),
    );
  }

  /** The database is away; told once, until it is back. */
  #lost(error: unknown): void {
    if (!this.#failing) this.#warn(error, 'mails could not be claimed; it is tried again');
    this.#failing = true;
    this.#doubtful = true;
  }

  #warn(error: unknown, message: string): void {
    this.#context.log.warn({ err: error }, message);
  }
}
