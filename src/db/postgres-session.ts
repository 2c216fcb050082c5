import pg from 'pg';
import { SettingError } from '../setting-error.ts';
import { READ_ONLY } from './postgres-errors.ts';

/** PostgreSQL gives up a statement after this long. */
const STATEMENT_MS = 5000;
const LOCK_MS = 2000;
const IDLE_IN_TRANSACTION_MS = 10_000;

/**
 * What statements rely on, whatever the role, the database or the server set as a default. By statement, because
 * poolers refuse most of it as parameters of the start. Tables are read by their indexes: a plan that was made while a
 * table was small would otherwise read all of it later too. Statements are planned once, without their values: they
 * would otherwise be planned with each use where the values seem to matter (docs/decisions/0029-plans-by-index.md).
 */
const SETTINGS = Object.entries({
  statement_timeout: STATEMENT_MS,
  lock_timeout: LOCK_MS,
  idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_MS,
  idle_session_timeout: 0,
  default_transaction_isolation: "'read committed'",
  default_transaction_deferrable: 'off',
  client_encoding: "'UTF8'",
  client_min_messages: 'notice',
  datestyle: "'ISO, MDY'",
  intervalstyle: 'postgres',
  timezone: "'UTC'",
  extra_float_digits: 1,
  bytea_output: 'hex',
  standard_conforming_strings: 'on',
  array_nulls: 'on',
  transform_null_equals: 'off',
  quote_all_identifiers: 'off',
  row_security: 'on',
  enable_seqscan: 'off',
  enable_indexscan: 'on',
  enable_indexonlyscan: 'on',
  enable_bitmapscan: 'on',
  enable_nestloop: 'on',
  enable_sort: 'on',
  plan_cache_mode: 'force_generic_plan',
})
  .map(([name, value]) => `set ${name} = ${value}`)
  .join(';');

/** Only newer servers know it. */
const NO_TRANSACTION_LIMIT = `select set_config('transaction_timeout', '0', false)
  where current_setting('transaction_timeout', true) is not null`;
/** Where the tables are, unless the URL says it itself. */
const OWN_TABLES = `set search_path = "$user", public`;

/** Settings with which PostgreSQL may lose what it acknowledged, or leave out the triggers that keep the counters. */
const RIGHT: Record<string, string[]> = {
  fsync: ['on'],
  full_page_writes: ['on'],
  synchronous_commit: ['on', 'remote_apply'],
  session_replication_role: ['origin', 'local'],
};
const RISK: Record<string, string> = { session_replication_role: 'it leaves out the triggers that keep the counters' };

const namesTables = (url: string): boolean => /search_path/.test(URL.parse(url)?.searchParams.get('options') ?? '');

/** Readies a new connection. `part` is the part of the totals that it counts in. Throws where PostgreSQL is not fit. */
export async function readySession(client: pg.ClientBase, url: string, part: number): Promise<void> {
  const tables = namesTables(url) ? '' : `${OWN_TABLES};`;
  await client.query(`${SETTINGS}; ${tables} set carrel.part = ${part}; ${NO_TRANSACTION_LIMIT}`);
  const wanted = [...Object.keys(RIGHT), 'transaction_read_only'];
  const { rows } = await client.query(`select ${wanted.map((name) => `current_setting('${name}') as ${name}`).join()}`);
  const { transaction_read_only, ...settings } = rows[0];
  if (transaction_read_only === 'on') throw Object.assign(new Error('it accepts no writes'), { code: READ_ONLY });
  for (const [name, value] of Object.entries<string>(settings)) {
    if (RIGHT[name]?.includes(value)) continue;
    const risk = RISK[name] ?? 'may lose what it confirmed';
    throw new Error(`it runs with ${name} = ${value}: ${risk}; set ${name} = ${RIGHT[name]?.[0]}`);
  }
}

const POOLED =
  'a pooler in front of it lends connections for one transaction each, and Carrel needs them for a session: set pool_mode = session (PgBouncer)';
/** As many transactions as are begun to take the first connection away, should a pooler lend it. */
const BORROWERS = 4;

async function backendOf(client: pg.ClientBase): Promise<string> {
  const { rows } = await client.query('select pg_backend_pid() as backend');
  return String(rows[0].backend);
}

/** True where the server's process has this very connection, and nothing stands in between. */
async function isDirect(client: pg.ClientBase): Promise<boolean> {
  const { stream } = (client as pg.Client).connection;
  const { rows } = await client.query('select inet_client_port() as port');
  return rows[0].port !== null && rows[0].port === (stream as unknown as { localPort?: number }).localPort;
}

/** Begins a transaction on a connection of its own; null where there is no room for one, which tells nothing. */
async function borrow(config: pg.ClientConfig): Promise<{ backend: string; end: () => Promise<void> } | null> {
  const client = new pg.Client(config);
  client.on('error', () => {});
  try {
    await client.connect();
    await client.query('begin');
    return { backend: await backendOf(client), end: () => client.end() };
  } catch (error) {
    await client.end().catch(() => {});
    if (/statement pooling/.test((error as Error).message)) throw new SettingError(POOLED);
    return null;
  }
}

/**
 * Throws where the connection may be another one behind a pooler from one transaction to the next: while others hold
 * transactions open, it must find the server's process that it had, and they must not.
 */
export async function refuseTransactionPooling(client: pg.ClientBase, config: pg.ClientConfig): Promise<void> {
  if (await isDirect(client)) return;
  const before = await backendOf(client);
  const others: { backend: string; end: () => Promise<void> }[] = [];
  try {
    for (let n = 0; n < BORROWERS; n++) {
      const other = await borrow(config);
      if (!other) break;
      others.push(other);
      if (other.backend === before) throw new SettingError(POOLED);
      const after = await backendOf(client).catch(() => null); // all that the pooler has are taken
      if (after !== before) throw new SettingError(POOLED);
    }
  } finally {
    await Promise.all(others.map((other) => other.end().catch(() => {})));
  }
}
