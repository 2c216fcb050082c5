import type { Kysely } from 'kysely';
import type { Engine, Queries } from './database.ts';
import { kyselyOn } from './kysely-connection.ts';
import type { Tables } from './tables.ts';

const refuse = async () => {
  throw new Error('only prepared statements can be deferred: others are sent too late');
};
const builders: Record<Engine, Kysely<Tables>> = {
  sqlite: kyselyOn('sqlite', refuse),
  postgres: kyselyOn('postgres', refuse),
};

/**
 * Sends statements on their way whose answers nobody waits for: they answer nothing, at once. `all` settles when they
 * have been done, and rejects with what the first one failed for.
 */
export function deferredStatements({ engine, run }: Queries): { deferred: Queries; all(): Promise<void> } {
  const statements: Promise<unknown>[] = [];
  const deferred: Queries['run'] = async (query) => {
    const statement = run(query);
    statement.catch(() => {}); // told by `all`
    statements.push(statement);
    return [];
  };
  return {
    deferred: { engine, kysely: builders[engine], run: deferred },
    all: async () => void (await Promise.all(statements)),
  };
}
