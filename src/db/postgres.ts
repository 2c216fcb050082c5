import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { unavailable } from '../errors.ts';
import { CommitListeners } from './commit-topics.ts';
import type { Database } from './database.ts';
import { isBusy, isReadOnly, isRepeatable, publicError } from './postgres-errors.ts';
import { type Hosts, hostsOf, placeOf, splitHosts, withoutAliases } from './postgres-hosts.ts';
import { type Query, queriesOn, send, UNLIMITED_MS } from './postgres-queries.ts';
import { readySession, refuseTransactionPooling } from './postgres-session.ts';
import { type OpenTransaction, transact } from './postgres-transaction.ts';
import { WriteLimiter } from './postgres-write-limiter.ts';

const INT8 = 20;
const NUMERIC = 1700;
const TIMES_TO_REPEAT = 5;
/** A server that does not even say that it gives up a statement is given up a little later than it should. */
const ANSWER_MS = 6000;
const CONNECT_MS = 3000;
const PROBE_MS = 2000;

/** Ids and instants are whole numbers below 2^53; the driver would hand them over as text. */
const types = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') =>
    oid === INT8 || oid === NUMERIC ? Number : pg.types.getTypeParser(oid, format as 'text'),
} as unknown as NonNullable<pg.PoolConfig['types']>;

/** The numbers of open connections: which part of the totals each counts in (docs/decisions/0028-totals-in-parts.md). */
const numbers = new Set<number>();
/** Several processes do not all begin with the same part. */
const firstPart = Math.floor(Math.random() * 16);

function numberOf(client: pg.ClientBase): number {
  let number = 0;
  while (numbers.has(number)) number++;
  numbers.add(number);
  client.once('end', () => numbers.delete(number));
  return number;
}

function clientFor(hosts: Hosts) {
  return class HostClient extends pg.Client {
    readonly host$: string;

    constructor(config?: pg.ClientConfig) {
      const host = hosts.current;
      super({ ...config, connectionString: withoutAliases(host) });
      this.host$ = host;
      this.on('error', () => {}); // whoever uses the connection learns it from the query that fails
    }
  };
}

const hostOf = (client: pg.PoolClient) => (client as pg.PoolClient & { host$: string }).host$;

/** The connections to the one server that accepts writes. */
class Connections {
  readonly #hosts: Hosts;
  readonly #pool: pg.Pool;
  /** Whether a pooler that is of no use stands in between. */
  #asked = false;

  constructor(url: string, size: number) {
    this.#hosts = hostsOf(splitHosts(url) ?? [url]);
    this.#pool = new pg.Pool({
      Client: clientFor(this.#hosts),
      onConnect: (client) => this.#ready(client as pg.PoolClient),
      max: size,
      pipeline: true,
      types,
      connectionTimeoutMillis: CONNECT_MS,
      query_timeout: ANSWER_MS,
      idleTimeoutMillis: 30_000,
      keepAlive: true,
      application_name: 'carrel',
    });
    this.#pool.on('error', () => {}); // an idle connection was lost; the next query opens another
  }

  async #ready(client: pg.PoolClient): Promise<void> {
    const host = hostOf(client);
    if (!this.#asked) {
      const config = {
        connectionString: withoutAliases(host),
        connectionTimeoutMillis: CONNECT_MS,
        query_timeout: PROBE_MS,
      };
      await refuseTransactionPooling(client, config);
      this.#asked = true;
    }
    await readySession(client, host, firstPart + numberOf(client));
  }

  /** A connection to a server that accepts writes, tried on every server once; throws `unavailable`. */
  async acquire(): Promise<pg.PoolClient> {
    for (let tries = 1; ; ) {
      const host = this.#hosts.current;
      try {
        const client = await this.#pool.connect();
        if (hostOf(client) === this.#hosts.current) return client;
        client.release(true);
      } catch (error) {
        if (isBusy(error)) throw unavailable(error);
        this.#hosts.leave(host);
        if (tries++ >= this.#hosts.count) throw unavailable(this.#explained(host, error));
      }
    }
  }

  /** Gives a connection back, or ends it where `error` leaves its state in doubt. */
  release(client: pg.PoolClient, error: unknown): void {
    if (isReadOnly(error)) this.#hosts.leave(hostOf(client));
    client.release(error !== null);
  }

  async withClient<T>(work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
    const client = await this.acquire();
    let failure: unknown = null;
    try {
      return await work(client);
    } catch (error) {
      failure = error;
      throw publicError(error);
    } finally {
      this.release(client, failure);
    }
  }

  end(): Promise<void> {
    return this.#pool.end();
  }

  #explained(host: string, error: unknown): Error {
    const { message, code } = error as { message?: string; code?: string };
    return new Error(`DATABASE_URL: cannot use PostgreSQL at ${placeOf(host)}: ${message || code}`, { cause: error });
  }
}

/** So many reads at most share a connection at once, so that a slow one keeps few others waiting. */
const MAX_TOGETHER = 8;
/** Reads come and go in bursts: so long, in milliseconds, a crowd of them is taken to be there still. */
const CROWD_MS = 20;

interface Read {
  query: Query;
  settle: (answer: PromiseSettledResult<pg.QueryResult>) => void;
}

/**
 * Reads that are asked for in one turn of the event loop are sent together when it is over, without waiting for each
 * other's answers: that halves their cost. Each is a statement of its own and sees what was committed before it was
 * asked for.
 */
class SharedReads {
  readonly #connections: Connections;
  #waiting: Read[] = [];
  #unanswered = 0;
  #crowdedUntil = 0;

  constructor(connections: Connections) {
    this.#connections = connections;
  }

  run(query: Query): Promise<pg.QueryResult> {
    return new Promise((resolve, reject) => {
      if (this.#waiting.length === 0) setImmediate(() => this.#sendAll());
      if (++this.#unanswered > MAX_TOGETHER) this.#crowdedUntil = performance.now() + CROWD_MS;
      this.#waiting.push({
        query,
        settle: (answer) =>
          answer.status === 'fulfilled' ? resolve(answer.value) : reject(publicError(answer.reason)),
      });
    });
  }

  /** True while more reads are under way than share a connection, or were a moment ago. */
  crowded(): boolean {
    return performance.now() < this.#crowdedUntil;
  }

  #sendAll(): void {
    const reads = this.#waiting;
    this.#waiting = [];
    for (let at = 0; at < reads.length; at += MAX_TOGETHER) void this.#send(reads.slice(at, at + MAX_TOGETHER));
  }

  async #send(reads: Read[]): Promise<void> {
    try {
      await this.#connections.withClient(async (client) => {
        const answers = await Promise.allSettled(reads.map(({ query }) => send(client, query)));
        for (const [i, answer] of answers.entries()) reads[i]?.settle(answer);
        const failed = answers.find((answer) => answer.status === 'rejected');
        if (failed) throw failed.reason; // the connection is not used again
      });
    } catch (reason) {
      for (const read of reads) read.settle({ status: 'rejected', reason });
    } finally {
      this.#unanswered -= reads.length;
    }
  }
}

async function attempt<T>(connections: Connections, work: (tx: OpenTransaction) => Promise<T>): Promise<T> {
  const client = await connections.acquire();
  let doubt: unknown = null;
  try {
    return await transact(client, work, (error) => (doubt = error));
  } finally {
    connections.release(client, doubt);
  }
}

async function repeating<T>(connections: Connections, work: (tx: OpenTransaction) => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await attempt(connections, work);
    } catch (error) {
      if (!isRepeatable(error) || tries >= TIMES_TO_REPEAT) throw publicError(error);
      await pause(Math.random() * 10 * 2 ** tries);
    }
  }
}

/**
 * Opens `size` connections to PostgreSQL, three in ten of them for reads: changes that wait for a lock or for the disk
 * would otherwise hold all of them, and every read up. Nothing is sent until the first query.
 */
export function openPostgres(url: string, size: number): Database {
  const forReads = size > 1 ? Math.max(1, Math.floor(size * 0.3)) : 0;
  const connections = new Connections(url, size - forReads);
  const readers = forReads > 0 ? new Connections(url, forReads) : connections;
  const reads = new SharedReads(readers);
  const listeners = new CommitListeners();
  const limiter = new WriteLimiter(() => reads.crowded());
  return {
    engine: 'postgres',
    read: queriesOn((query) => reads.run(query)),
    write: async (work) => {
      let topics = listeners.collect();
      const attempt = async (open: OpenTransaction) => {
        topics = listeners.collect();
        const { afterCommit, seatsChanged, settle } = topics;
        const tx = Object.assign(open, { afterCommit, seatsChanged });
        const value = await work(tx);
        await settle(tx);
        return value;
      };
      const value = await limiter.run(() => repeating(connections, attempt));
      topics.tell();
      return value;
    },
    onCommit: (topic, listener) => listeners.on(topic, listener),
    beforeCommit: (settle) => listeners.beforeCommit(settle),
    snapshot: (work) =>
      connections.withClient(async (client) => {
        await client.query('begin isolation level repeatable read read only');
        await client.query(
          'set local statement_timeout = 0; set local enable_seqscan = on; set local plan_cache_mode = auto',
        );
        const value = await work(queriesOn((query) => send(client, { ...query, query_timeout: UNLIMITED_MS })));
        await client.query('commit');
        return value;
      }),
    purge: async () => {},
    probe: () => connections.withClient(async (client) => void (await client.query('select 1'))),
    close: async () => {
      await connections.end();
      if (readers !== connections) await readers.end();
    },
  };
}
