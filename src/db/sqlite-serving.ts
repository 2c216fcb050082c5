import { DatabaseSync } from 'node:sqlite';
import type { RateLog } from './rate-log.ts';
import { isBusy } from './sqlite-errors.ts';

/** What belongs to the one process that serves a SQLite file: the right to serve it, and its log of requests. */
export interface ServingFile {
  rateLog: RateLog;
  close(): void;
}

/** The file that stays locked while a server runs. */
export const servingPath = (path: string): string => `${path}-serving`;

/** Monotonic and common to all processes since the machine started: a stepped wall clock lifts no limit. */
const monotonic = () => Number(process.hrtime.bigint() / 1000n) / 1000;

function lockFile(path: string, taken: string): DatabaseSync {
  const db = new DatabaseSync(path, { timeout: 0 });
  try {
    db.exec('pragma locking_mode = exclusive; pragma synchronous = off; pragma journal_mode = persist');
    db.exec(
      'begin exclusive; create table if not exists rate_of (owner text primary key, hits text not null) strict; commit',
    );
    return db;
  } catch (error) {
    db.close();
    throw isBusy(error) ? new Error(taken) : error;
  }
}

/**
 * Takes the right to serve the database at `path`, in a small file beside it that stays locked until this process
 * ends, however it ends. The log in it survives a crash of the process and is not worth an fsync.
 * Throws where another process serves the database.
 */
export function openServingFile(
  path: string,
  taken = `another server already serves ${path}; stop it first, or use PostgreSQL to run several`,
): ServingFile & Disposable {
  const db = lockFile(servingPath(path), taken);
  const read = db.prepare('select hits from rate_of where owner = ?');
  const write = db.prepare(
    'insert into rate_of (owner, hits) values (?, ?) on conflict (owner) do update set hits = excluded.hits',
  );
  const logs = new Map<string, number[]>();
  const kept = (owner: string): number[] => {
    const row = read.get(owner) as { hits: string } | undefined;
    return JSON.parse(row?.hits ?? '[]');
  };
  const keep = (owner: string, hits: number[]) => {
    try {
      write.run(owner, JSON.stringify(hits));
    } catch {
      // on a full disk the log is only in memory: reading goes on, and the limit holds until this process ends
    }
  };
  return {
    rateLog: async (owner, change) => {
      const { hits, verdict } = change(logs.get(owner) ?? kept(owner), monotonic());
      logs.set(owner, hits);
      keep(owner, hits);
      return verdict;
    },
    close: () => db.close(),
    [Symbol.dispose]: () => db.close(),
  };
}
