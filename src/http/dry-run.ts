import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import type { Database, Transaction } from '../db/database.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** True where the request is decided and answered, and nothing of it is kept. */
    dryRun: boolean;
  }
}

const READING = new Set(['GET', 'HEAD', 'OPTIONS']);
const ON = new Set(['true', '1']);

const parameter = Type.Optional(
  Type.Boolean({
    default: false,
    description: 'Decide and answer as usual, and keep nothing. `true`, `false`, `1` or `0`.',
  }),
);

interface WithQuery {
  querystring?: { properties: object };
}

/**
 * Gives every write of this app the parameter `dryRun` (additions, section 1). The answer to a dry run, a refusal too,
 * has the header `Dry-Run: true`.
 */
export function offerDryRun(app: FastifyInstance): void {
  app.addHook('onRoute', (route) => {
    if ([route.method].flat().every((method) => READING.has(method))) return;
    const { querystring, ...schema } = (route.schema ?? {}) as WithQuery;
    route.schema = { ...schema, querystring: Type.Object({ ...querystring?.properties, dryRun: parameter }) } as never;
  });
  app.addHook('onRequest', (request, reply, done) => {
    const { dryRun } = request.query as { dryRun?: unknown };
    request.dryRun = !READING.has(request.method) && typeof dryRun === 'string' && ON.has(dryRun);
    if (request.dryRun) reply.header('dry-run', 'true');
    done();
  });
}

/** Runs `work` under the same locks and rules as a change, answers what it answers, and undoes all that it did. */
async function rehearse<T>(db: Database, work: (tx: Transaction) => Promise<T>): Promise<T> {
  const undone = new Error('a dry run is undone');
  const outcome: { value?: T } = {};
  await db
    .write(async (tx) => {
      outcome.value = await work(tx);
      await tx.settled();
      throw undone;
    })
    .catch((error: unknown) => {
      if (error !== undone) throw error;
    });
  return outcome.value as T;
}

/** Commits what `work` does, or, in a dry run, undoes it. */
export const writeFor = <T>(
  db: Database,
  { dryRun }: Pick<FastifyRequest, 'dryRun'>,
  work: (tx: Transaction) => Promise<T>,
): Promise<T> => (dryRun ? rehearse(db, work) : db.write(work));
