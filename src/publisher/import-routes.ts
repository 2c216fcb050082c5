import { now, type ServerContext } from '../context.ts';
import { type Fault, Refusal } from '../errors.ts';
import type { App } from '../http/app-type.ts';
import { loadRecords } from '../import/import.ts';
import { ImportProblems } from '../import/problems.ts';
import { actorOf } from './actor.ts';
import { reportProgress } from './progress.ts';
import { Reports } from './schema.ts';

const FILE_LIMIT = 64 * 1024 * 1024;
const REPORT_LIMIT = 1024 * 1024;

/** `licenses[3].poolId: no pool 77` as a fault at its place. */
function toFault(problem: string): Fault {
  const [pointer = '', ...rest] = problem.split(': ');
  return rest.length > 0 ? { pointer, detail: rest.join(': ') } : { pointer: '', detail: problem };
}

function refuse(error: unknown): never {
  if (!(error instanceof ImportProblems)) throw error;
  const detail = `The file is refused, nothing of it was loaded: ${error.count} problems.`;
  throw new Refusal('invalid_request', { detail, errors: error.problems.map(toFault) });
}

/** What other systems know: files to import, and reports of progress. */
export function importRoutes(app: App, context: ServerContext): void {
  const { db } = context;

  app.post('/import', { bodyLimit: FILE_LIMIT }, async (request) => {
    const { readImport } = await import('../import/read.ts'); // with its validator, which a start needs nothing of
    try {
      using records = await readImport(request.body);
      return await loadRecords(db, records, actorOf(request), () => now(context));
    } catch (error) {
      return refuse(error);
    }
  });

  app.post('/progress', { bodyLimit: REPORT_LIMIT, schema: { body: Reports } }, async (request) => {
    const reports = request.body;
    const taken = await db.write((tx) => reportProgress(tx, reports, actorOf(request), now(context)));
    return { taken };
  });
}
