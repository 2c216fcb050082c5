import { setTimeout as pause } from 'node:timers/promises';
import type { CompiledQuery, Kysely, QueryResult } from 'kysely';
import pg from 'pg';
import { Refusal, unavailable } from '../errors.ts';
import type { Database, Queries, Transaction } from './database.ts';
import { kyselyOn } from './kysely-connection.ts';
import { type Hosts, hostsOf, placeOf, splitHosts } from './postgres-hosts.ts';
import type { Tables } from './tables.ts';

const INT8 = 20;
const NUMERIC = 1700;
const TIMES_TO_REPEAT = 5;
/** PostgreSQL gives up a statement after this long; a server that does not even say so is given up a little later. */
const STATEMENT_MS = 5000;
const ANSWER_MS = 6000;
const CONNECT_MS = 3000;
const ROLLBACK_MS = 1000;
/** For what may take its time: migrations, and looking at everything. The most that a timer takes. */
const UNLIMITED_MS = 2 ** 31 - 1;
/** Serialization failure and deadlock: PostgreSQL undid everything and asks for another try. */
const REPEATABLE = new Set(['40001', '40P01']);
const READ_ONLY = '25006';
/** Connection, resources, intervention, read-only, lock and statement time limits: nothing the caller did. */
const PASSING = /^(08|53|57|58)|^(25006|55P03|25P03|25P04)$/;

/** Ids and instants are whole numbers below 2^53; the driver would hand them over as text. */
const types = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') =>
    oid === INT8 || oid === NUMERIC ? Number : pg.types.getTypeParser(oid, format as 'text'),
} as unknown as NonNullable<pg.PoolConfig['types']>;

type Query = pg.QueryConfig & { query_timeout?: number };
type Send = (query: Query) => Promise<pg.QueryResult>;

const sqlState = (error: unknown) => String((error as { code?: unknown } | null)?.code ?? '');

/** After a migration by a newer process: the statement has to be prepared again, on another connection. */
const isStalePlan = (error: unknown) =>
  sqlState(error) === '0A000' && (error as Error).message.includes('cached plan must not change');

/** All connections were in use for too long: no fault of the server. */
const isBusy = (error: unknown) => (error as Error).message === 'timeout exceeded when trying to connect';

function publicError(error: unknown): unknown {
  if (error instanceof Refusal) return error;
  if (isStalePlan(error)) return unavailable(error);
  if (error instanceof pg.DatabaseError) return PASSING.test(sqlState(error)) ? unavailable(error) : error;
  const lost = /ECONN|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENOENT/.test(sqlState(error));
  const message = (error as Error).message ?? '';
  return lost || /[Cc]onnection (terminated|error)|timeout|not queryable|pool after calling end/.test(message)
    ? unavailable(error)
    : error;
}

const names = new Map<string, string>();
/** Named statements are parsed once per connection. */
function nameOf(sql: string): string {
  let name = names.get(sql);
  if (!name) names.set(sql, (name = `q${names.size}`));
  return name;
}

function queriesOn(send: Send): Queries {
  const result = async (query: CompiledQuery): Promise<QueryResult<never>> => {
    const { rows, rowCount } = await send({ text: query.sql, values: [...query.parameters] });
    return { rows: rows as never[], numAffectedRows: BigInt(rowCount ?? 0) };
  };
  let kysely: Kysely<Tables> | undefined;
  return {
    engine: 'postgres',
    get kysely() {
      return (kysely ??= kyselyOn('postgres', result));
    },
    run: async <R>(query: CompiledQuery<R>) => {
      const { rows } = await send({ name: nameOf(query.sql), text: query.sql, values: query.parameters as unknown[] });
      return rows as R[];
    },
  };
}

/** A commit counts only when it came back clean: not as a rollback, not with the warning of a standby that did not confirm. */
async function commit(client: pg.PoolClient): Promise<void> {
  let warning: unknown = null;
  const onNotice = (notice: { code?: string | undefined }) => {
    if (notice.code?.startsWith('01')) warning = notice;
  };
  client.on('notice', onNotice);
  try {
    const { command } = await client.query('commit');
    if (command !== 'COMMIT' || warning) throw unavailable(warning ?? new Error(`commit answered ${command}`));
  } catch (error) {
    throw unavailable(error);
  } finally {
    client.off('notice', onNotice);
  }
}

const transactionOn = (client: pg.PoolClient): Transaction =>
  Object.assign(
    queriesOn((query) => client.query(query)),
    {
      writable: true as const,
      script: async (sql: string) => {
        await client.query({ text: sql, query_timeout: UNLIMITED_MS } as Query);
      },
    },
  );

/**
 * Readies a new connection; throws where PostgreSQL has settings with which it may lose what it acknowledged. Tables
 * are read by their indexes: a plan that was made while a table was small would otherwise read all of it later too
 * (docs/decisions/0029-plans-by-index.md).
 */
async function prepareConnection(client: pg.ClientBase): Promise<void> {
  const { rows } =
    await client.query(`select set_config('enable_seqscan', 'off', false), current_setting('fsync') as fsync,
    current_setting('full_page_writes') as full_page_writes, current_setting('synchronous_commit') as synchronous_commit,
    current_setting('transaction_read_only') as read_only`);
  const { set_config, read_only, ...settings } = rows[0];
  if (read_only === 'on') throw Object.assign(new Error('it accepts no writes'), { code: READ_ONLY });
  for (const [name, value] of Object.entries(settings)) {
    if (value === 'on' || (name === 'synchronous_commit' && value === 'remote_apply')) continue;
    throw new Error(`it runs with ${name} = ${value} and may lose what it confirmed; set ${name} = on`);
  }
}

function clientFor(hosts: Hosts) {
  return class HostClient extends pg.Client {
    readonly host$: string;

    constructor(config?: pg.ClientConfig) {
      const host = hosts.current;
      super({ ...config, connectionString: host });
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

  constructor(url: string, size: number) {
    this.#hosts = hostsOf(splitHosts(url) ?? [url]);
    this.#pool = new pg.Pool({
      Client: clientFor(this.#hosts),
      onConnect: prepareConnection,
      max: size,
      pipeline: true,
      types,
      connectionTimeoutMillis: CONNECT_MS,
      query_timeout: ANSWER_MS,
      idleTimeoutMillis: 30_000,
      keepAlive: true,
      statement_timeout: STATEMENT_MS,
      lock_timeout: 2000,
      idle_in_transaction_session_timeout: 10_000,
      application_name: 'carrel',
    });
    this.#pool.on('error', () => {}); // an idle connection was lost; the next query opens another
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
    if (sqlState(error) === READ_ONLY) this.#hosts.leave(hostOf(client));
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
const MOST_TOGETHER = 8;

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

  constructor(connections: Connections) {
    this.#connections = connections;
  }

  run(query: Query): Promise<pg.QueryResult> {
    return new Promise((resolve, reject) => {
      if (this.#waiting.length === 0) setImmediate(() => this.#sendAll());
      this.#waiting.push({
        query,
        settle: (answer) =>
          answer.status === 'fulfilled' ? resolve(answer.value) : reject(publicError(answer.reason)),
      });
    });
  }

  #sendAll(): void {
    const reads = this.#waiting;
    this.#waiting = [];
    for (let at = 0; at < reads.length; at += MOST_TOGETHER) void this.#send(reads.slice(at, at + MOST_TOGETHER));
  }

  async #send(reads: Read[]): Promise<void> {
    try {
      await this.#connections.withClient(async (client) => {
        const answers = await Promise.allSettled(reads.map(({ query }) => client.query(query)));
        for (const [i, answer] of answers.entries()) reads[i]?.settle(answer);
        const failed = answers.find((answer) => answer.status === 'rejected');
        if (failed) throw failed.reason; // the connection is not used again
      });
    } catch (reason) {
      for (const read of reads) read.settle({ status: 'rejected', reason });
    }
  }
}

/** Undoes a transaction; answers what leaves the connection in doubt, or null. */
async function rollBack(client: pg.PoolClient, error: unknown): Promise<unknown> {
  if (sqlState(error) === READ_ONLY || isStalePlan(error)) return error;
  return client
    .query({ text: 'rollback', query_timeout: ROLLBACK_MS } as Query)
    .then(() => null)
    .catch((rollbackError: unknown) => rollbackError);
}

async function attempt<T>(connections: Connections, work: (tx: Transaction) => Promise<T>): Promise<T> {
  const client = await connections.acquire();
  let doubt: unknown = null;
  let committing = false;
  try {
    await client.query('begin');
    const value = await work(transactionOn(client));
    committing = true;
    await commit(client);
    return value;
  } catch (error) {
    doubt = committing ? error : await rollBack(client, error);
    throw error;
  } finally {
    connections.release(client, doubt);
  }
}

async function repeating<T>(connections: Connections, work: (tx: Transaction) => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await attempt(connections, work);
    } catch (error) {
      if (!REPEATABLE.has(sqlState(error)) && !isStalePlan(error)) throw publicError(error);
      if (tries >= TIMES_TO_REPEAT) throw unavailable(error);
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
  return {
    engine: 'postgres',
    read: queriesOn((query) => reads.run(query)),
    write: (work) => repeating(connections, work),
    snapshot: (work) =>
      connections.withClient(async (client) => {
        await client.query('begin isolation level repeatable read read only');
        await client.query('set local statement_timeout = 0; set local enable_seqscan = on');
        const value = await work(
          queriesOn((query) => client.query({ ...query, query_timeout: UNLIMITED_MS } as Query)),
        );
        await client.query('commit');
        return value;
      }),
    probe: () => connections.withClient(async (client) => void (await client.query('select 1'))),
    close: async () => {
      await connections.end();
      if (readers !== connections) await readers.end();
    },
  };
}
