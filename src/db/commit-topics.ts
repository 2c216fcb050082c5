import type { CommitTopic } from './database.ts';

/** What one transaction tells of. */
interface Topics {
  afterCommit(topic: CommitTopic): void;
  /** Tells it, each topic once, to who listens now. */
  tell(): void;
}

/** Who is told of what was committed. */
export class CommitListeners {
  readonly #listeners = new Map<CommitTopic, (() => void)[]>();

  on(topic: CommitTopic, listener: () => void): void {
    this.#listeners.set(topic, [...(this.#listeners.get(topic) ?? []), listener]);
  }

  /** For one attempt of one transaction: what is undone is not told. */
  collect(): Topics {
    const topics = new Set<CommitTopic>();
    return {
      afterCommit: (topic) => void topics.add(topic),
      tell: () => {
        for (const topic of topics) for (const listener of this.#listeners.get(topic) ?? []) listener();
      },
    };
  }
}
