import type { Queries } from '../db/database.ts';
import { prepare } from '../db/prepare.ts';
import type { TokenTable } from '../db/tables.ts';

type Found = Readonly<
  Pick<TokenTable, 'id' | 'manager_id' | 'name' | 'hash' | 'permission'> & { suspended_at: number | null }
>;

/** Finds a token by its key. */
export type TokenLookup = (queries: Queries, key: string) => Promise<Found | undefined>;

const tokenByKey = prepare((db, p: { key: string }) =>
  db
    .selectFrom('token')
    .leftJoin('manager', 'manager.id', 'token.manager_id')
    .select(['token.id', 'token.manager_id', 'token.name', 'token.hash', 'token.permission', 'manager.suspended_at'])
    .where('token.id', '=', p.key),
);

/**
 * Finds tokens by key. On SQLite the requests of one turn of the event loop that carry the same token share one read.
 * It saves about 7 % of a read's processor time (`bench` read-sqlite: 1.10 against 1.03 of the time before rows
 * stopped being shared, eight turns each). SQLite reads when the turn is over, so nobody is answered by a state from before they asked; if it
 * began to read at once or in a thread, a deleted token could pass once more. On PostgreSQL a query on its way may be
 * older than a request, so there everybody asks. `bearer.test.ts` and the proof `tokens` delete tokens under load.
 */
export function tokenLookup(): TokenLookup {
  const asked = new Map<string, Promise<Found | undefined>>();
  const ask: TokenLookup = async (queries, key) => {
    const [row] = await tokenByKey(queries, { key });
    return row && Object.freeze(row);
  };
  return (queries, key) => {
    if (queries.engine !== 'sqlite') return ask(queries, key);
    const before = asked.get(key);
    if (before) return before;
    const answer = ask(queries, key).finally(() => asked.delete(key));
    asked.set(key, answer);
    return answer;
  };
}
