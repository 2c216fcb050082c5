import type { RawBuilder } from 'kysely';
import type { Queries } from './database.ts';

/** Runs SQL whose shape depends on the input, and so cannot be prepared (prepare.ts). */
export const runRaw = <R>(db: Queries, query: RawBuilder<R>): Promise<R[]> => db.run(query.compile(db.kysely));
