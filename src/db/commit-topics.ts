import type { CommitTopic, PoolKey, SettleSeats, Transaction } from './database.ts';

/** What one transaction tells of. */
interface Topics {
  afterCommit(topic: CommitTopic): void;
  /** Tells it, each topic once, to who listens now. */
  tell(): void;
  seatsChanged(pool: PoolKey): void;
  /** Has the seats settled that were said to have changed: each pool once, by id. */
  settle(tx: Transaction): Promise<void>;
}

/** The pools whose seats one attempt of one transaction says to have changed. */
class ChangedSeats {
  readonly #waiting = new Map<number, PoolKey>();
  readonly #settled = new Set<number>();

  add(pool: PoolKey): void {
    if (!this.#settled.has(pool.id)) this.#waiting.set(pool.id, pool);
  }

  /** What is settled may change the seats of other pools, of each once. */
  async settle(tx: Transaction, settle: SettleSeats): Promise<void> {
    while (this.#waiting.size > 0) {
      const pools = [...this.#waiting.values()].sort((a, b) => a.id - b.id);
      this.#waiting.clear();
      for (const { id } of pools) this.#settled.add(id);
      await settle(tx, pools);
    }
  }
}

/** Who is told of what was committed. */
export class CommitListeners {
  readonly #listeners = new Map<CommitTopic, (() => void)[]>();
  #settle: SettleSeats = async () => {};

  beforeCommit(settle: SettleSeats): void {
    this.#settle = settle;
  }

  on(topic: CommitTopic, listener: () => void): void {
    this.#listeners.set(topic, [...(this.#listeners.get(topic) ?? []), listener]);
  }

  /** For one attempt of one transaction: what is undone is not told. */
  collect(): Topics {
    const topics = new Set<CommitTopic>();
    const seats = new ChangedSeats();
    return {
      seatsChanged: (pool) => seats.add(pool),
      settle: (tx) => seats.settle(tx, this.#settle),
      afterCommit: (topic) => void topics.add(topic),
      tell: () => {
        for (const topic of topics) for (const listener of this.#listeners.get(topic) ?? []) listener();
      },
    };
  }
}
