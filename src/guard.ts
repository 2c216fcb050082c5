import type { Transaction } from './db/database.ts';

/** What a change is held to, in its own transaction: each may throw, and then nothing is changed. */
export interface Guard {
  before(tx: Transaction): Promise<void>;
  /** `body` is the answer, as text. */
  after(tx: Transaction, body: string): Promise<void>;
}
