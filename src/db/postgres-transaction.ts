import type pg from 'pg';
import { unavailable } from '../errors.ts';
import type { Transaction } from './database.ts';
import { deferredStatements } from './deferred.ts';
import { isReadOnly, isStalePlan } from './postgres-errors.ts';
import { queriesOn, type Send, send, UNLIMITED_MS } from './postgres-queries.ts';

const ROLLBACK_MS = 1000;

/**
 * Sends `begin`, and with it what only reads; what writes waits until the transaction stands, for without it each
 * statement would be a transaction of its own. `sent` settles when nothing waits any more. After a failure PostgreSQL
 * refuses all that was sent behind it: that fails for the same reason.
 */
function opening(client: pg.PoolClient): { sent(): Promise<void>; ask: Send } {
  let open = false;
  let waiting = 0;
  const begun = send(client, { text: 'begin' }).then(() => {
    open = true;
  });
  begun.catch(() => {}); // told by whoever waits for it
  const sent = async () => {
    do await begun;
    while (waiting > 0);
  };
  let failure: unknown = null;
  const ask: Send = async (query) => {
    try {
      if (waiting > 0 || !(open || query.text.startsWith('select'))) {
        waiting++;
        try {
          await begun;
        } finally {
          waiting--;
        }
      }
      return await send(client, query);
    } catch (error) {
      failure ??= error;
      throw failure;
    }
  };
  return { sent, ask };
}

/**
 * A commit counts only when it came back clean: not as a rollback, not with the warning of a standby that did not
 * confirm. It goes out with what was left to run, of which any failure has undone everything.
 */
async function committed(
  client: pg.PoolClient,
  left: () => Promise<unknown>,
  commit: Promise<pg.QueryResult>,
): Promise<void> {
  let warning: unknown = null;
  const onNotice = (notice: { code?: string | undefined }) => {
    if (notice.code?.startsWith('01')) warning = notice;
  };
  client.on('notice', onNotice);
  try {
    commit.catch(() => {});
    await left();
    const { command } = await commit.catch((error: unknown) => Promise.reject(unavailable(error)));
    if (command !== 'COMMIT' || warning) throw unavailable(warning ?? new Error(`commit answered ${command}`));
  } finally {
    client.off('notice', onNotice);
  }
}

/**
 * Waits until a transaction that failed is undone: by its `commit`, where that went out, which PostgreSQL answers as a
 * rollback. Answers what leaves the connection in doubt, or null.
 */
async function undo(client: pg.PoolClient, error: unknown, commit: Promise<pg.QueryResult> | null): Promise<unknown> {
  if (isReadOnly(error) || isStalePlan(error)) return error;
  return (commit ?? send(client, { text: 'rollback', query_timeout: ROLLBACK_MS }))
    .then(({ command }) => (command === 'ROLLBACK' ? null : error))
    .catch((undoError: unknown) => undoError);
}

/** A transaction as its connection knows it. */
export type OpenTransaction = Omit<Transaction, 'afterCommit' | 'seatsChanged'>;

/** Runs `work` in a transaction on the connection. `doubt` takes what leaves the state of the connection in doubt. */
export async function transact<T>(
  client: pg.PoolClient,
  work: (tx: OpenTransaction) => Promise<T>,
  doubt: (error: unknown) => void,
): Promise<T> {
  const { sent, ask } = opening(client);
  const queries = queriesOn(ask);
  const { deferred, all } = deferredStatements(queries);
  const script = async (text: string) => void (await ask({ text, query_timeout: UNLIMITED_MS }));
  let commit: Promise<pg.QueryResult> | null = null;
  try {
    const value = await work(Object.assign(queries, { writable: true as const, deferred, settled: all, script }));
    await sent();
    commit = send(client, { text: 'commit' });
    await committed(client, all, commit);
    return value;
  } catch (error) {
    await sent().catch(() => {}); // what waits for “begin” goes out before “rollback”
    doubt(await undo(client, error, commit));
    throw error;
  }
}
