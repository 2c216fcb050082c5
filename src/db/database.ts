import type { CompiledQuery, Kysely } from 'kysely';
import type { Tables } from './tables.ts';

export type Engine = 'sqlite' | 'postgres';

/** Something that can be asked: the read side of a database, or a transaction. */
export interface Queries {
  readonly engine: Engine;
  /** For queries whose shape depends on the input; the others are prepared once (`prepare.ts`). */
  readonly kysely: Kysely<Tables>;
  run<R>(query: CompiledQuery<R>): Promise<R[]>;
}

/** What somebody waits for in this process. */
export type CommitTopic = 'mail';

/** A pool, as it is locked. */
export interface PoolKey {
  id: number;
  managerId: number;
}

/** What follows from changed seats, within the transaction that changes them. */
export type SettleSeats = (tx: Transaction, pools: readonly PoolKey[]) => Promise<void>;

/** The only thing that may write. Everything done through it is committed together, or not at all. */
export interface Transaction extends Queries {
  readonly writable: true;
  /** For prepared statements whose answers nobody waits for: if one fails, so does the transaction. */
  readonly deferred: Queries;
  /** Resolves when what was left to run has been done; rejects with what the first of it failed for. */
  settled(): Promise<void>;
  /** Tells who listens to the topic (`onCommit`), once this is committed cleanly; nobody, where it is undone. */
  afterCommit(topic: CommitTopic): void;
  /** Says that seats of a pool may have changed that somebody waits for: who settles them does it before the commit. */
  seatsChanged(pool: PoolKey): void;
  /** Runs several statements without parameters: migrations. */
  script(sql: string): Promise<void>;
}

/** One open database, of either engine. */
export interface Database {
  readonly engine: Engine;
  readonly read: Queries;
  /**
   * Runs `work` in one transaction and resolves after a clean, durable commit.
   * What `work` throws undoes it. A transaction that PostgreSQL asks to repeat is repeated, so `work`
   * must have no other effects. Throws `unavailable` when the outcome is not known or nothing can be written.
   */
  write<T>(work: (tx: Transaction) => Promise<T>): Promise<T>;
  /** Calls `listener` after each commit of this process that tells of the topic, before whoever wrote goes on. It must not throw. */
  onCommit(topic: CommitTopic, listener: () => void): void;
  /** Who settles the seats that a transaction says to have changed (`seatsChanged`): each pool once, by id, as the last thing. */
  beforeCommit(settle: SettleSeats): void;
  /** Runs `work` on the state at one moment, for as long as it takes; what is written meanwhile is not seen. */
  snapshot<T>(work: (queries: Queries) => Promise<T>): Promise<T>;
  /**
   * Leaves nothing of what was deleted in the files of an embedded database. Changes wait meanwhile, reads go on. Does
   * nothing on PostgreSQL, where that is for whoever operates it.
   */
  purge(): Promise<void>;
  /** Throws where the database cannot be reached or must not be trusted with writes. */
  probe(): Promise<void>;
  close(): Promise<void>;
}
