import type { Context } from '../context.ts';
import { prepare } from '../db/prepare.ts';

const touch = prepare((db, p: { id: string; at: number }) =>
  db
    .updateTable('token')
    .set({ last_used_at: p.at })
    .where('id', '=', p.id)
    .where((eb) => eb.or([eb('last_used_at', 'is', null), eb('last_used_at', '<', p.at)])),
);

const PERIOD_MS = 60_000;

/** Notes when tokens were last used, and writes it down once a minute rather than with every request. */
export interface LastUse {
  note(id: string | null, at: number): void;
  /** Writes down what was noted. */
  flush(): Promise<void>;
  stop(): Promise<void>;
}

export function lastUse({ db, log }: Pick<Context, 'db' | 'log'>): LastUse {
  const noted = new Map<string, number>();
  const flush = async () => {
    const uses = [...noted];
    noted.clear();
    if (uses.length === 0) return;
    await db.write(async (tx) => {
      for (const [id, at] of uses.sort()) await touch(tx, { id, at });
    });
  };
  const timer = setInterval(() => {
    flush().catch((error: unknown) => log.warn({ err: error }, 'the last use of tokens was not written down'));
  }, PERIOD_MS).unref();
  return {
    note: (id, at) => {
      if (id !== null) noted.set(id, at);
    },
    flush,
    stop: async () => {
      clearInterval(timer);
      await flush();
    },
  };
}
